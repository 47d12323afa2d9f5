package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Database;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * A database of a server that a JDBC URL names, or a reason why it names none. Two are
 * equal if their hosts, ports and names are.
 */
final class PostgresDatabase implements Database {

	// The server's own. Others are made from them, or connect to them.
	// Tells the JVMs apart that share the server's connections.
	private static final String APPLICATION_NAME = "Pristine " + UUID.randomUUID().toString().substring(0, 13);

	private static final Set<String> OF_SERVER = Set.of("postgres", "template0", "template1");

	private final Access access;

	private final PostgresUrl url;

	private final Server server;

	private PostgresDatabase(Access access, PostgresUrl url) {
		this.access = access;
		this.url = url;
		this.server = new Server(url.hosts(), url.user());
	}

	/**
	 * The database that an application connects to.
	 * @param access how it connects
	 * @return the database, or {@code null} if it is none of PostgreSQL's
	 */
	static @Nullable PostgresDatabase of(Access access) {
		PostgresUrl url = PostgresUrl.parse(access);
		return (url != null) ? new PostgresDatabase(access, url) : null;
	}

	/**
	 * Another database of the same server, with the same options and the same user.
	 * @param name its name
	 * @return the database
	 */
	PostgresDatabase withName(String name) {
		return withUrl(this.url.withDatabase(name));
	}

	/**
	 * Another database of the same server, whose sessions start with some settings
	 * besides the application's own.
	 * @param name its name
	 * @param settings the settings, as the server's command line has them
	 * @return the database
	 */
	PostgresDatabase withName(String name, String settings) {
		return withUrl(this.url.withDatabase(name, settings));
	}

	private PostgresDatabase withUrl(String other) {
		return Objects.requireNonNull(of(this.access.withUrl(other)), "Not a URL of PostgreSQL");
	}

	@Override
	public Access access() {
		return this.access;
	}

	/**
	 * The URL, taken apart.
	 * @return the URL
	 */
	PostgresUrl options() {
		return this.url;
	}

	/**
	 * The server, as this database's user reaches it.
	 * @return the server
	 */
	Server server() {
		return this.server;
	}

	@Override
	public String name() {
		return this.url.database();
	}

	@Override
	public @Nullable String unmanageable() {
		if (this.url.defect() != null) {
			return this.url.defect();
		}
		if (OF_SERVER.contains(name())) {
			return "it is a database of the server's own";
		}
		return this.url.value(PGProperty.TARGET_SERVER_TYPE).toLowerCase(Locale.ROOT).contains("secondary")
				? "targetServerType in its URL leads to a replica, which nobody can write to" : null;
	}

	/**
	 * Connect to a database of the server for the engine's own work.
	 * @param name the name of the database
	 * @param settings the settings that the session starts with, as the server's command
	 * line has them
	 * @return the connection, of the application's user
	 * @throws SQLException if that is not possible
	 */
	Connection connect(String name, String settings) throws SQLException {
		Properties properties = this.url.forEngine();
		PGProperty.APPLICATION_NAME.set(properties, APPLICATION_NAME);
		if (!settings.isEmpty()) {
			PGProperty.OPTIONS.set(properties, settings);
		}
		return Objects.requireNonNull(new Driver().connect(this.url.forEngine(name), properties),
				"Not a URL of PostgreSQL");
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other
				|| (other instanceof PostgresDatabase that && this.url.defect() == null && that.url.defect() == null
						&& this.server.hosts().equals(that.server.hosts()) && name().equals(that.name()));
	}

	@Override
	public int hashCode() {
		return name().hashCode();
	}

	@Override
	public String toString() {
		return this.url.readable();
	}

}
