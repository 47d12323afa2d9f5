package io.github.pristinedb.engine.h2;

import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.UnusableDatabaseException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.jspecify.annotations.Nullable;

/**
 * The databases in memory that applications connect to under the very names that their
 * URLs say. H2 drops such a database with its last connection, so one that was made for
 * an application is kept alive until that application has connected. Safe for use by
 * several threads.
 */
final class LiteralDatabases implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(LiteralDatabases.class);

	// The names are the JVM's, whatever sessions there are.
	private static final Object names = new Object();

	private final H2Names trials;

	private final Map<H2Database, Awaiting> awaiting = new HashMap<>();

	LiteralDatabases(H2Names trials) {
		this.trials = trials;
	}

	DatabaseState state(H2Database database) {
		synchronized (names) {
			try (Connection visitor = visit(database)) {
				if (visitor == null) {
					return DatabaseState.MISSING;
				}
				return EmptyDatabase.is(visitor, database, this.trials) ? DatabaseState.EMPTY : DatabaseState.PRESENT;
			}
			catch (SQLException ex) {
				throw new UnusableDatabaseException(
						"The database " + database + " cannot be read: " + ex.getMessage() + ".",
						"Check the user and the password. Only an administrator can read the whole database.", ex);
			}
		}
	}

	/**
	 * Look whether a database is there. One that somebody else has connected to is kept
	 * by nobody but them from then on.
	 */
	private @Nullable Connection visit(H2Database database) throws SQLException {
		Connection visitor = database.visit();
		Awaiting made = this.awaiting.get(database);
		if (visitor == null || made == null || made.isAwaiting(visitor)) {
			return visitor;
		}
		this.awaiting.remove(database);
		made.owner.close();
		visitor.close();
		return database.visit();
	}

	/**
	 * What tells a database from another one of the same name.
	 * @param database the database
	 * @return the occupant, or {@code null} if there is none
	 */
	@Nullable Object occupant(H2Database database) {
		synchronized (names) {
			try (Connection visitor = visit(database)) {
				return (visitor != null
						&& visitor.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session)
								? new Occupant(new WeakReference<>(session.getDatabase())) : null;
			}
			catch (SQLException ex) {
				logger.debug("The database " + database + " does not tell which one it is", ex);
				return null;
			}
		}
	}

	/**
	 * Make a database, unless it has content.
	 * @param database the database
	 * @param script what makes its content
	 * @return whether it was made
	 */
	boolean create(H2Database database, H2Script script) {
		synchronized (names) {
			if (state(database) == DatabaseState.PRESENT) {
				return false;
			}
			Awaiting replaced = this.awaiting.remove(database);
			try {
				Connection owner = database.connectAsOwner();
				if (replaced != null) {
					replaced.owner.close();
				}
				fill(owner, database, script);
				this.awaiting.put(database, new Awaiting(owner));
				return true;
			}
			catch (SQLException ex) {
				throw new DatabaseCopyException(
						"The database " + database + " could not be created: " + ex.getMessage() + ".",
						"Check the settings in the URL, the user and the password.", ex);
			}
		}
	}

	/**
	 * Whoever is connected waits, and whoever connects meanwhile is refused by H2.
	 */
	private static void fill(Connection owner, H2Database database, H2Script script) throws SQLException {
		boolean filled = false;
		try (Statement statement = owner.createStatement()) {
			statement.execute("SET EXCLUSIVE 1");
			try {
				statement.execute("DROP ALL OBJECTS");
				script.run(owner);
				filled = true;
			}
			finally {
				if (!filled) {
					statement.execute("DROP ALL OBJECTS");
				}
				statement.execute("SET EXCLUSIVE 0");
			}
		}
		finally {
			if (!filled) {
				owner.close();
			}
		}
	}

	@Override
	public void close() {
		synchronized (names) {
			this.awaiting.values().forEach((made) -> {
				try {
					made.owner.close();
				}
				catch (SQLException ex) {
					logger.debug("A connection cannot be closed", ex);
				}
			});
			this.awaiting.clear();
		}
	}

	/**
	 * A database that was made for an application.
	 */
	private static final class Awaiting {

		private final Connection owner;

		private int latest;

		Awaiting(Connection owner) throws SQLException {
			this.owner = owner;
			this.latest = session(owner);
		}

		/**
		 * Whether nobody has connected but this class. H2 numbers the connections to a
		 * database one after the other.
		 */
		boolean isAwaiting(Connection visitor) throws SQLException {
			return !this.owner.isClosed() && session(visitor) == ++this.latest;
		}

		private static int session(Connection connection) throws SQLException {
			try (Statement statement = connection.createStatement();
					ResultSet row = statement.executeQuery("SELECT SESSION_ID()")) {
				row.next();
				return row.getInt(1);
			}
		}

	}

	/**
	 * A database that is there.
	 *
	 * @param database H2's own object for it
	 */
	private record Occupant(WeakReference<org.h2.engine.Database> database) {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Occupant that && this.database.get() != null
					&& that.database.refersTo(this.database.get());
		}

		@Override
		public int hashCode() {
			return 0;
		}

	}

}
