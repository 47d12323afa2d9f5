package io.github.pristinedb.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedMap;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

/**
 * An engine at work on the databases of one server, or of one kind of files, until the
 * run ends. A server's session has administrator connections, that of an embedded
 * database its memory. {@link EngineSessions} own sessions and close them. Safe for use
 * by several threads.
 */
public interface EngineSession extends AutoCloseable {

	/**
	 * Why no database of the server can be managed: its version, say, or what the user
	 * may do there. A server that cannot be reached has a reason too. Asked once, before
	 * anything else. A cure may follow the reason, as a sentence of its own.
	 * @param model the application's own database, which passed the {@link Guard}
	 * @return the reason, as the end of the sentence "is not managed because …", or
	 * {@code null} if there is none
	 */
	default @Nullable String refusal(Database model) {
		return null;
	}

	/**
	 * The session for scenarios that are rolled back on the application's own database,
	 * where nobody may copy it. Asked once, after a {@linkplain #refusal refusal}.
	 * @return the session, closed before this one, or {@code null} if a rollback is no
	 * cure
	 */
	default @Nullable EngineSession withoutCopies() {
		return null;
	}

	/**
	 * Why scenarios run on the application's own database: nobody may copy it. A tool
	 * then migrates it for real, {@link #create} opens it, and scenarios take
	 * {@linkplain #turn turns}. No other method for images and templates is called.
	 * @return the reason, perhaps with a cure as a sentence of its own, or {@code null}
	 * if scenarios get copies
	 */
	default @Nullable String lackOfCopies() {
		return null;
	}

	/**
	 * Wait until no scenario of this or another JVM uses a database that cannot be
	 * copied.
	 * @param model the application's own database
	 * @param owner whose turn it is. An owner that has a turn gets another one at once
	 * @return the turn, or {@code null} if scenarios get copies
	 * @throws UnusableDatabaseException if others use it for too long
	 */
	default @Nullable Turn turn(Database model, Object owner) {
		return null;
	}

	/**
	 * The properties of driver, server and connection options that decide the content
	 * that a migration produces. These values are part of each fingerprint. Nothing that
	 * differs between machines or databases is among them, such as a path or a password.
	 * @param model the application's own database
	 * @param application the data source that connects to it, without Spring's wrappers
	 * @return values by name; a name has the form {@code version/…} or {@code option/…}
	 */
	SortedMap<String, String> fingerprint(Database model, DataSource application);

	/**
	 * Look what is there.
	 * @param database the database
	 * @return the state
	 * @throws UnusableDatabaseException if something is there that is not a database of
	 * this product, or that cannot be read
	 */
	DatabaseState state(Database database);

	/**
	 * Tells the present database from another one that took its place: the key of a file,
	 * a server's number of the database.
	 * @param database the database
	 * @return the occupant, or {@code null} if nothing is there or nothing tells
	 */
	default @Nullable Object occupant(Database database) {
		return null;
	}

	/**
	 * Make an application's own database, which is {@link DatabaseState#MISSING missing}
	 * or {@link DatabaseState#EMPTY empty}, a copy of an image. Whoever looks at it
	 * meanwhile sees either no content or all of it. Of several threads and processes
	 * that do this at the same time, one makes the copy and the others leave it alone.
	 * @param target the database; connections to an empty one may be open
	 * @param image what to copy
	 * @return whether the copy was made, {@code false} if the database has content by now
	 * @throws IrreplaceableDatabaseException if the database is empty, but no copy can
	 * take its place
	 * @throws DatabaseCopyException if it cannot be copied; the database is then as it
	 * was before
	 */
	boolean createLiteral(Database target, Image image);

	/**
	 * Copy what is committed in a database of the application's own. The database is only
	 * read, whoever else is using it.
	 * @param source a database that is there, and was neither made nor opened by Pristine
	 * @return the copy, to be {@linkplain #discard discarded} by the caller
	 * @throws DatabaseCopyException if it cannot be copied
	 */
	Image copy(Database source);

	/**
	 * Remove an image that {@link #copy} or {@link ScenarioDatabase#capture()} has made.
	 * @param image the image, which is used no more
	 */
	void discard(Image image);

	/**
	 * Where templates are kept.
	 * @return the store, always the same one
	 */
	TemplateStore templates();

	/**
	 * Create the database of a slot as a copy of a baseline.
	 * @param model the application's own database, whose name and options are taken over
	 * @param purpose a word for the place or the name of the database
	 * @param baseline what to copy, {@code null} for a database without any content
	 * @return the database, to be closed by the caller
	 * @throws DatabaseCopyException if it cannot be created
	 */
	ScenarioDatabase create(Database model, String purpose, @Nullable Image baseline);

	/**
	 * A scenario database as another data source reaches it, which names the same model
	 * by a URL with options of its own.
	 * @param scenario the scenario database
	 * @param model the application's own database, whose options are taken over
	 * @return the scenario database, with these options
	 */
	Database withOptions(Database scenario, Database model);

	/**
	 * Set up a connection that the driver has just opened, ahead of its pool and the
	 * application. Its database need not survive a crash, so the engine chooses speed,
	 * unnoticed by the application. What the application has decided, in whatever way,
	 * stays. Not all pools let their connections be seen so early, so this is for speed
	 * alone.
	 * @param connection the connection
	 * @param database the scratch or scenario database that it is to
	 */
	default void opened(Connection connection, Database database) {
	}

	/**
	 * The rules for a connection on which a whole scenario runs in one transaction.
	 * @param connection a connection that is in no transaction but one that has just
	 * begun; it is to be used by the rules too
	 * @return the rules
	 * @throws SQLException if the connection fails
	 */
	TransactionRules transactionRules(Connection connection) throws SQLException;

	/**
	 * Whether a slot is settled and restored when it is given back, on another thread,
	 * rather than when it is leased. A slot that is lost there gets a successor with open
	 * connections. It pays where this takes much longer than a change of threads.
	 * @return whether it is so
	 */
	default boolean restoresAhead() {
		return false;
	}

	/**
	 * Whether a scenario database can go back only to the baseline that it was made from.
	 * A lease of another baseline then leaves it alone.
	 * @return whether it is so
	 */
	default boolean isBoundToBaseline() {
		return false;
	}

	/**
	 * How many connections the slots of this JVM may open at the same time, those of the
	 * engine included. Asked now and then, since other runs come and go.
	 * @return the number
	 */
	default int connectionBudget() {
		return Integer.MAX_VALUE;
	}

	/**
	 * How many connections the engine holds to each scenario database.
	 * @return the number
	 */
	default int connectionsOfDatabase() {
		return 0;
	}

	/**
	 * Builds templates upon others.
	 * @return the support, or {@code null} if each template is built from nothing
	 */
	default @Nullable LayerSupport layers() {
		return null;
	}

	/**
	 * Remove what dead runs have left. Called once, when the session was opened, unless
	 * its server is {@linkplain #refusal refused}.
	 */
	default void sweep() {
	}

	/**
	 * End the session. The databases that it made are closed already, or never used
	 * again.
	 */
	@Override
	void close();

}
