package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A database on which the scenarios of all JVMs take turns, by an advisory lock. A
 * connection of our own holds the lock, since a scenario may release those of its own.
 * Whoever is in turn uses it by one thread at a time.
 */
final class SharedDatabase {

	/**
	 * The state of the error after a wait for the lock: lock_not_available.
	 */
	static final String WAITED_TOO_LONG = "55P03";

	private static final Log logger = LogFactory.getLog(SharedDatabase.class);

	private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(30);

	/**
	 * The session that holds or awaits the lock names its JVM. {@code pg_locks} has the
	 * locks of all databases.
	 */
	private static final String CROSSED = """
			WITH RECURSIVE turn AS (
				SELECT l.database, l.granted, a.application_name AS jvm
				FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
				WHERE l.locktype = 'advisory' AND l.classid::bigint = ?
					AND a.application_name LIKE '%s%%'),
			ahead AS (
				SELECT t.jvm FROM turn t JOIN pg_catalog.pg_database d ON d.oid = t.database
				WHERE t.granted AND d.datname = current_database()
				UNION SELECT held.jvm FROM ahead JOIN turn awaited ON awaited.jvm = ahead.jvm AND NOT awaited.granted
					JOIN turn held ON held.database = awaited.database AND held.granted)
			SELECT bool_or(jvm = ?) AND max(jvm COLLATE "C") = ? FROM ahead
			""".formatted(Turns.JVM);

	private final Administration administration;

	private final String jvm;

	private final String name;

	private final String key;

	private final List<Begun> transactions = new ArrayList<>();

	private final AtomicReference<@Nullable AdminConnection> connection = new AtomicReference<>();

	private int depth;

	SharedDatabase(Administration administration, String jvm, String name) {
		this.administration = administration;
		this.jvm = jvm;
		this.name = name;
		this.key = AdvisoryKey.ofTurn(name).toString();
	}

	/**
	 * Wait for the lock, unless its owner has it already.
	 * @param deadline until when, in the JVM's nanoseconds
	 * @throws SQLException if it is not to be had
	 */
	synchronized void enter(long deadline) throws SQLException {
		if (this.depth == 0) {
			lock(deadline);
		}
		this.depth++;
	}

	private void lock(long deadline) throws SQLException {
		AdminConnection present = this.connection.get();
		if (present != null) {
			try {
				lock(present, deadline);
				return;
			}
			catch (SQLException ex) {
				if (WAITED_TOO_LONG.equals(ex.getSQLState())) {
					throw ex;
				}
				logger.debug("The connection to " + this.name + " is lost", ex);
				close();
			}
		}
		present = this.administration.open(this.name);
		this.connection.set(present);
		present.execute("SET application_name = '" + this.jvm + "'");
		lock(present, deadline);
	}

	/**
	 * Whether JVMs wait for each other: whoever has the lock waits, perhaps by way of
	 * others, for a database of this JVM.
	 * @return whether they do, and this JVM is the one to give up
	 * @throws SQLException if the connection fails
	 */
	synchronized boolean isCrossed() throws SQLException {
		AdminConnection present = this.connection.get();
		return present != null && present.is(CROSSED, AdvisoryKey.TURN, this.jvm, this.jvm);
	}

	private void lock(AdminConnection connection, long deadline) throws SQLException {
		long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
		connection.execute("SET lock_timeout = " + millis + "; SELECT pg_advisory_lock" + this.key);
	}

	/**
	 * A transaction has begun.
	 * @param connection its connection
	 * @param rules tell when it is over
	 * @throws SQLException if the connection fails
	 */
	synchronized void begun(Connection connection, PostgresTransactionRules rules) throws SQLException {
		this.transactions.add(new Begun(connection.unwrap(PGConnection.class).getBackendPID(), rules));
	}

	/**
	 * Release the lock once nothing of its owner is left. Whoever dies before loses it by
	 * that.
	 */
	synchronized void leave() {
		this.depth--;
		AdminConnection present = this.connection.get();
		if (this.depth > 0 || present == null) {
			return;
		}
		try {
			for (Begun transaction : this.transactions) {
				if (!transaction.rules().isOver()) {
					undo(transaction);
				}
			}
			present.execute("SELECT pg_advisory_unlock" + this.key);
		}
		catch (SQLException ex) {
			logger.debug("The turn on " + this.name + " ends with its connection", ex);
			close();
		}
		finally {
			this.transactions.clear();
		}
	}

	/**
	 * A connection that somebody still uses would keep the next one waiting.
	 */
	private void undo(Begun transaction) throws SQLException {
		try (AdminConnection other = this.administration.open(this.name)) {
			other.execute("SELECT pg_terminate_backend(pid, " + PATIENCE_MILLIS + ") FROM pg_stat_activity WHERE pid = "
					+ transaction.backend());
			transaction.rules().putBack(other.connection());
		}
	}

	/**
	 * Let go of the lock, also while a thread waits for it.
	 */
	void close() {
		AdminConnection closed = this.connection.getAndSet(null);
		try {
			if (closed != null) {
				closed.connection().abort(Runnable::run);
			}
		}
		catch (SQLException ex) {
			logger.debug("A connection to " + this.name + " cannot be closed", ex);
		}
	}

	/**
	 * A transaction that has begun.
	 *
	 * @param backend the number of its server process
	 * @param rules tell when it is over
	 */
	private record Begun(int backend, PostgresTransactionRules rules) {

	}

}
