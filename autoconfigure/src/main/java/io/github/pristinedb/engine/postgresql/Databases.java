package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The databases that this run has made on a server. Each has a {@link Mark} for its
 * comment. Those that are left are dropped when the session ends. Safe for use by several
 * threads.
 */
final class Databases {

	private static final Log logger = LogFactory.getLog(Databases.class);

	// object_in_use: the server itself has waited 5 seconds by then.
	private static final String IN_USE = "55006";

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

	private final Administration administration;

	private final DatabaseNames names;

	private final Set<String> made = ConcurrentHashMap.newKeySet();

	Databases(Administration administration, DatabaseNames names) {
		this.administration = administration;
		this.names = names;
	}

	/**
	 * Copy a database, with its owner, access rights and settings.
	 * @param name the name of the copy
	 * @param source the name of the database to copy
	 * @param kind what the copy is for
	 * @throws SQLException if it cannot be copied; nothing is there then
	 */
	void copy(String name, String source, Mark.Kind kind) throws SQLException {
		create(name, "TEMPLATE " + AdminConnection.quoted(source), source, kind);
	}

	/**
	 * Create a database.
	 * @param name its name
	 * @param clauses how it is made
	 * @param like the name of the database whose owner, access rights and settings it has
	 * @param kind what it is for
	 * @throws SQLException if it cannot be made; nothing is there then
	 */
	void create(String name, String clauses, String like, Mark.Kind kind) throws SQLException {
		String quoted = AdminConnection.quoted(name);
		this.administration.run((connection) -> {
			createPatiently(connection, "CREATE DATABASE " + quoted + " " + clauses + " STRATEGY FILE_COPY");
			// From here on it is this run's, and nobody else's.
			this.made.add(name);
			comment(connection, name, new Mark(kind, this.names.run()).toString());
			DatabaseTraits.of(connection, like, name).apply(connection);
		});
	}

	private static void createPatiently(AdminConnection connection, String sql) throws SQLException {
		long deadline = System.nanoTime() + PATIENCE_NANOS;
		while (true) {
			try {
				connection.execute(sql);
				return;
			}
			catch (SQLException ex) {
				if (!IN_USE.equals(ex.getSQLState()) || System.nanoTime() > deadline) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Replace the comment of a database.
	 * @param connection to the maintenance database
	 * @param name the name of the database
	 * @param comment the comment
	 * @throws SQLException if that fails
	 */
	static void comment(AdminConnection connection, String name, String comment) throws SQLException {
		connection
			.execute("COMMENT ON DATABASE " + AdminConnection.quoted(name) + " IS " + AdminConnection.literal(comment));
	}

	/**
	 * Wait until nobody is connected to a database. A backend ends some time after its
	 * connection is closed.
	 * @param name the name of the database
	 * @param nanos how long to wait
	 * @return whether nobody is
	 * @throws SQLException if the server does not tell
	 */
	boolean awaitUnused(String name, long nanos) throws SQLException {
		long deadline = System.nanoTime() + nanos;
		return this.administration.with((connection) -> {
			for (long millis = 1;; millis = Math.min(2 * millis, 50)) {
				if (!isUsed(connection, name)) {
					return true;
				}
				if (System.nanoTime() > deadline) {
					return false;
				}
				Administration.pause(millis);
			}
		});
	}

	private static boolean isUsed(AdminConnection connection, String name) throws SQLException {
		return connection.is("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = ?"
				+ " AND backend_type = 'client backend')", name);
	}

	/**
	 * End all sessions of a database.
	 * @param name the name of the database
	 * @throws SQLException if that fails
	 */
	void disconnect(String name) throws SQLException {
		this.administration.with((connection) -> connection.rows((row) -> row.getBoolean(1),
				"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?"
						+ " AND backend_type = 'client backend'",
				name));
	}

	/**
	 * A database of this run has another name now.
	 * @param before the earlier name
	 * @param name the name
	 */
	void renamed(String before, String name) {
		this.made.add(name);
		this.made.remove(before);
	}

	/**
	 * A database is no longer this run's to drop.
	 * @param name its name
	 */
	void release(String name) {
		this.made.remove(name);
	}

	/**
	 * Drop a database, whoever is connected to it.
	 * @param name its name
	 * @throws SQLException if that is not possible
	 */
	void drop(String name) throws SQLException {
		this.administration.run((connection) -> {
			drop(connection, name);
		});
		this.made.remove(name);
	}

	static void drop(AdminConnection connection, String name) throws SQLException {
		connection.execute("DROP DATABASE IF EXISTS " + AdminConnection.quoted(name) + " WITH (FORCE)");
	}

	/**
	 * Drop a database while nobody waits for it.
	 * @param name its name
	 */
	void dropLater(String name) {
		try {
			this.administration.inBackground(() -> drop(name));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The database " + name + " is dropped at the end", ex);
		}
	}

	/**
	 * Drop all that is left.
	 */
	void close() {
		if (this.made.isEmpty()) {
			return;
		}
		try {
			this.administration.run((connection) -> {
				for (String name : List.copyOf(this.made)) {
					dropLast(connection, name);
				}
			});
		}
		catch (SQLException ex) {
			logger.debug("The databases " + this.made + " are left for a later run", ex);
		}
	}

	private void dropLast(AdminConnection connection, String name) {
		try {
			drop(connection, name);
			this.made.remove(name);
		}
		catch (SQLException ex) {
			logger.debug("The database " + name + " is left for a later run", ex);
		}
	}

	/**
	 * The number that the server gives a database.
	 * @param name its name
	 * @return the number, or {@code null} if there is none
	 * @throws SQLException if the server does not tell
	 */
	@Nullable Long number(String name) throws SQLException {
		List<Long> numbers = this.administration.with((connection) -> connection.rows((row) -> row.getLong(1),
				"SELECT oid FROM pg_database WHERE datname = ?", name));
		return numbers.isEmpty() ? null : numbers.get(0);
	}

	/**
	 * The size of a database.
	 * @param name its name
	 * @return the size in bytes
	 * @throws SQLException if the server does not tell
	 */
	long bytes(String name) throws SQLException {
		return this.administration
			.with((connection) -> connection.rows((row) -> row.getLong(1),
					"SELECT pg_database_size(oid) FROM pg_database WHERE datname = ?", name))
			.stream()
			.mapToLong(Long::longValue)
			.sum();
	}

}
