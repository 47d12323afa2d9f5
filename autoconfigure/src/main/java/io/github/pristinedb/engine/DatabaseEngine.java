package io.github.pristinedb.engine;

import java.util.Set;

import io.github.pristinedb.error.PristineException;
import org.jspecify.annotations.Nullable;

/**
 * Knows one database product. An engine has no state: what it needs while it works
 * belongs to an {@link EngineSession}. Safe for use by several threads. Errors that a
 * user can cure are {@link PristineException}s.
 * <p>
 * Engines are found under this interface's name in {@code META-INF/spring.factories}. A
 * class that is named there has a public constructor without parameters, which works
 * without the product's driver; {@link #hasDriver} then tells that the driver is missing.
 */
public interface DatabaseEngine {

	/**
	 * The short name of the product, as it stands in manifests and reports.
	 * @return the name in lower case, {@code postgresql} for example
	 */
	String name();

	/**
	 * Whether the product's driver is on the class path. Nothing else is asked of an
	 * engine without its driver.
	 * @param classLoader loads the application's classes
	 * @return whether it is
	 */
	default boolean hasDriver(@Nullable ClassLoader classLoader) {
		return true;
	}

	/**
	 * Read what an application connects by. No connection is opened, and nothing has to
	 * exist there.
	 * @param access the access
	 * @return the database that it names, or {@code null} if it is another product's
	 */
	@Nullable Database locate(Access access);

	/**
	 * A database of this product that tests could use, for messages.
	 * @param name the name that its own name is to have or to start with
	 * @return the suggestion
	 */
	Suggestion suggestion(String name);

	/**
	 * The server of a database, which one session serves. Databases with equal servers
	 * share a session.
	 * @param database the database
	 * @return the server, to be compared by {@code equals}
	 */
	default Object server(Database database) {
		return name();
	}

	/**
	 * Whether it matters who connects. Then an application that asks for the connection
	 * of another user gets one to the database of its slot, by that user.
	 * @return whether the product has users
	 */
	default boolean hasUsers() {
		return true;
	}

	/**
	 * The settings that an application has for this engine alone: properties whose names
	 * start with {@code pristine.} and the engine's name. A session finds their values in
	 * {@link Places#setting}.
	 * @return the names without {@code pristine.}, in Spring Boot's canonical form
	 */
	default Set<String> settings() {
		return Set.of();
	}

	/**
	 * The dialect of the product's SQL.
	 * @return the dialect, always the same one
	 */
	SqlDialect dialect();

	/**
	 * Open a session.
	 * @param database a database of the server that the session is for
	 * @param places where the session may put things
	 * @return the session, to be closed by the caller
	 */
	EngineSession open(Database database, Places places);

}
