package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.engine.Turn;
import io.github.pristinedb.engine.UnusableDatabaseException;
import org.jspecify.annotations.Nullable;

/**
 * The turns that scenarios take on databases that are not copied. Two transactions at
 * once would wait for each other's keys and draw numbers from the same sequences. Within
 * this JVM, one owner at a time has all databases of the server: two that have one each
 * might wait for each other. Of JVMs that do, one gives up. Safe for use by several
 * threads.
 */
final class Turns implements AutoCloseable {

	static final long PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(10);

	/**
	 * What the names of JVMs start with.
	 */
	static final String JVM = "pristine-turns-";

	// Between looks at who waits for whom.
	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final Administration administration;

	private final ServerFailures failures;

	private final long patienceMillis;

	private final String jvm = JVM + UUID.randomUUID();

	private final Map<String, SharedDatabase> databases = new HashMap<>();

	private @Nullable Object owner;

	private int taken;

	Turns(Administration administration, ServerFailures failures, long patienceMillis) {
		this.administration = administration;
		this.failures = failures;
		this.patienceMillis = patienceMillis;
	}

	/**
	 * Wait for a turn.
	 * @param database the name of the database
	 * @param owner whose turn it is
	 * @return the turn
	 */
	Turn take(String database, Object owner) {
		long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(this.patienceMillis);
		boolean hasOthers = await(database, owner, deadline);
		SharedDatabase shared = database(database);
		try {
			if (!enter(shared, deadline, hasOthers)) {
				throw crossed(database, owner);
			}
		}
		catch (UnusableDatabaseException ex) {
			release();
			throw ex;
		}
		catch (SQLException ex) {
			release();
			if (SharedDatabase.WAITED_TOO_LONG.equals(ex.getSQLState())) {
				throw tooLong(database, owner, "a test of another JVM");
			}
			throw new UnusableDatabaseException("'" + owner + "' cannot have its turn on the database " + database
					+ ": " + ServerFailures.reason(ex) + ".", this.failures.cure(ex), ex);
		}
		return () -> {
			try {
				shared.leave();
			}
			finally {
				release();
			}
		};
	}

	/**
	 * Wait for a database. The server does not see that two JVMs wait for each other: the
	 * databases that a JVM has, and the one that it waits for, are those of different
	 * sessions.
	 * @return whether it is there, rather than given up
	 */
	private static boolean enter(SharedDatabase shared, long deadline, boolean hasOthers) throws SQLException {
		while (hasOthers && deadline - System.nanoTime() > LOOK_NANOS) {
			try {
				shared.enter(System.nanoTime() + LOOK_NANOS);
				return true;
			}
			catch (SQLException ex) {
				if (!SharedDatabase.WAITED_TOO_LONG.equals(ex.getSQLState())) {
					throw ex;
				}
				if (shared.isCrossed()) {
					return false;
				}
			}
		}
		shared.enter(deadline);
		return true;
	}

	private synchronized SharedDatabase database(String name) {
		return this.databases.computeIfAbsent(name, (key) -> new SharedDatabase(this.administration, this.jvm, key));
	}

	private synchronized boolean await(String database, Object owner, long deadline) {
		boolean interrupted = false;
		try {
			while (this.owner != null && this.owner != owner) {
				long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
				if (left <= 0) {
					throw tooLong(database, owner, "'" + this.owner + "'");
				}
				try {
					wait(left);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			this.owner = owner;
			this.taken++;
			return this.taken > 1;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private UnusableDatabaseException tooLong(String database, Object owner, String other) {
		return new UnusableDatabaseException(
				"'" + owner + "' has waited " + TimeUnit.MILLISECONDS.toSeconds(this.patienceMillis)
						+ " seconds for its turn on the database " + database + ", which " + other + " has.",
				"Look why that one does not end. Tests run side by side if " + this.administration.server().user()
						+ " may create databases.",
				null);
	}

	private UnusableDatabaseException crossed(String database, Object owner) {
		return new UnusableDatabaseException(
				"'" + owner + "' waits for its turn on the database " + database
						+ ", which a test of another JVM has. That test waits for a database that '" + owner
						+ "' has, so neither would go on.",
				"Let tests use the databases in the same order. Tests need no turns if "
						+ this.administration.server().user() + " may create databases.",
				null);
	}

	private synchronized void release() {
		this.taken--;
		if (this.taken == 0) {
			this.owner = null;
			notifyAll();
		}
	}

	/**
	 * A transaction has begun, in somebody's turn.
	 * @param connection its connection
	 * @param rules tell when it is over
	 * @throws SQLException if the connection fails
	 */
	void begun(Connection connection, PostgresTransactionRules rules) throws SQLException {
		database(connection.getCatalog()).begun(connection, rules);
	}

	@Override
	public synchronized void close() {
		// A thread that waits for a lock holds no monitor of this object.
		this.databases.values().forEach(SharedDatabase::close);
	}

}
