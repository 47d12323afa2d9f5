package io.github.pristinedb.jdbc;

import java.lang.ref.WeakReference;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.function.IntSupplier;

import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.SqlDialect;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Divides the connections that a server allows among the pools of slots, in equal shares.
 * No pool gets more than the application has configured, and none gets less than two. A
 * pool that would open more waits as HikariCP waits: until its connection timeout. Who
 * gets no connection of the server waits too, and is told the figures in the end. Safe
 * for use by several threads.
 */
final class ConnectionBudget {

	private static final Log logger = LogFactory.getLog(ConnectionBudget.class);

	// A session is the JVM's, whatever contexts it has, and so is its budget.
	private static final Map<EngineSession, ConnectionBudget> budgets = new WeakHashMap<>();

	// A transaction inside another one, or an asynchronous task, needs the second.
	private static final int LEAST = 2;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration PAUSE = Duration.ofMillis(50);

	// Other runs come and go.
	private static final Duration FRESH = Duration.ofSeconds(1);

	private static final String CURE = "Run fewer tests in parallel, let the application's pool be smaller, or let the"
			+ " server accept more connections.";

	private final IntSupplier source;

	private final int each;

	private final Duration patience;

	private int connections;

	private long asked;

	// With the size that the application has configured.
	private final Map<PoolControl, Integer> pools = new LinkedHashMap<>();

	private boolean told;

	/**
	 * Divide connections.
	 * @param source how many there are, {@link Integer#MAX_VALUE} for any number; asked
	 * now and then
	 * @param each how many the engine has beside each pool
	 * @param patience how long to wait for a connection that the server refuses for now
	 */
	ConnectionBudget(IntSupplier source, int each, Duration patience) {
		this.source = source;
		this.each = each;
		this.patience = patience;
		ask();
	}

	private void askAgain() {
		if (System.nanoTime() - this.asked > FRESH.toNanos()) {
			ask();
		}
	}

	private void ask() {
		this.connections = this.source.getAsInt();
		this.asked = System.nanoTime();
	}

	/**
	 * The budget of a session.
	 * @param session the session
	 * @return its budget, always the same one
	 */
	static ConnectionBudget of(EngineSession session) {
		synchronized (budgets) {
			return budgets.computeIfAbsent(session, (key) -> {
				WeakReference<EngineSession> reference = new WeakReference<>(key);
				return new ConnectionBudget(
						() -> Objects.requireNonNull(reference.get(), "The session has ended").connectionBudget(),
						key.connectionsOfDatabase(), PATIENCE);
			});
		}
	}

	/**
	 * Give a pool its share, which makes those of others smaller.
	 * @param pool the pool
	 */
	synchronized void join(PoolControl pool) {
		Integer size = (this.connections != Integer.MAX_VALUE) ? pool.maximumSize() : null;
		if (size != null) {
			askAgain();
			this.pools.put(pool, size);
			divide();
		}
	}

	/**
	 * Whether another pool can join while each keeps the size that the application has
	 * configured.
	 * @param pool a pool like the one that would join
	 * @return whether it can
	 */
	synchronized boolean hasRoomFor(PoolControl pool) {
		Integer size = pool.maximumSize();
		if (size == null || this.connections == Integer.MAX_VALUE) {
			return true;
		}
		askAgain();
		int largest = this.pools.values().stream().mapToInt(Integer::intValue).reduce(size, Math::max);
		return this.connections / (this.pools.size() + 1) - this.each >= largest;
	}

	/**
	 * Take the share of a pool back.
	 * @param pool the pool, which is about to be closed
	 */
	synchronized void leave(PoolControl pool) {
		if (this.pools.remove(pool) != null) {
			divide();
		}
	}

	/**
	 * Open a connection after an attempt that failed. If the server had none to spare,
	 * wait until it has.
	 * @param failure why the attempt failed
	 * @param dialect knows a refusal of that kind
	 * @param opener opens the connection
	 * @return the connection
	 * @throws SQLException if it failed for another reason, or the server has none for
	 * long
	 */
	<T> T openAfter(SQLException failure, SqlDialect dialect, Opener<T> opener) throws SQLException {
		long deadline = System.nanoTime() + this.patience.toNanos();
		SQLException latest = failure;
		while (true) {
			SQLException shortage = shortage(dialect, latest);
			if (shortage == null) {
				throw latest;
			}
			if (System.nanoTime() - deadline >= 0 || !pause()) {
				throw explained(shortage);
			}
			try {
				return opener.open();
			}
			catch (SQLException ex) {
				latest = ex;
			}
		}
	}

	/**
	 * A pool tells that it has no connection, and its cause why.
	 */
	private static @Nullable SQLException shortage(SqlDialect dialect, SQLException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException refused && dialect.isConnectionShortage(refused)) {
				return refused;
			}
		}
		return null;
	}

	private static boolean pause() {
		try {
			Thread.sleep(PAUSE.toMillis());
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private synchronized SQLException explained(SQLException shortage) {
		return new SQLTransientConnectionException(
				"The server has accepted no connection for " + this.patience.toSeconds() + " seconds ("
						+ shortage.getMessage() + "). The tests of this JVM may open " + this.connections + ", and "
						+ this.pools.size() + " pools share them. " + CURE,
				shortage.getSQLState(), shortage);
	}

	private void divide() {
		int number = Math.max(1, this.pools.size());
		int share = Math.max(LEAST, this.connections / number - this.each);
		this.pools.forEach((pool, size) -> {
			int limit = Math.min(size, share);
			Integer present = pool.maximumSize();
			if (present == null || present != limit) {
				pool.limit(limit);
			}
			if (limit < size && !this.told) {
				this.told = true;
				logger.warn("The tests may open " + this.connections + " connections to the server at the same time,"
						+ " and " + ((this.pools.size() > 1) ? this.pools.size() + " pools share" : "one pool has")
						+ " them: each opens at most " + limit + " instead of "
						+ ((size < Integer.MAX_VALUE) ? size : "any number") + ". " + CURE);
			}
		});
	}

	/**
	 * Opens a connection.
	 *
	 * @param <T> the type of the connection
	 */
	@FunctionalInterface
	interface Opener<T> {

		/**
		 * Open it.
		 * @return the connection
		 * @throws SQLException if that fails
		 */
		T open() throws SQLException;

	}

}
