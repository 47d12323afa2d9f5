package io.github.pristinedb.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;

import io.github.pristinedb.engine.EngineSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Divides the connections that a server allows among the pools of slots, in equal shares.
 * No pool gets more than the application has configured, and none gets less than one. A
 * pool that would open more waits as HikariCP waits: until its connection timeout. Safe
 * for use by several threads.
 */
final class ConnectionBudget {

	private static final Log logger = LogFactory.getLog(ConnectionBudget.class);

	// A session is the JVM's, whatever contexts it has, and so is its budget.
	private static final Map<EngineSession, ConnectionBudget> budgets = new WeakHashMap<>();

	private final int connections;

	// With the size that the application has configured.
	private final Map<PoolControl, Integer> pools = new LinkedHashMap<>();

	private boolean told;

	/**
	 * Divide connections.
	 * @param connections how many there are, {@link Integer#MAX_VALUE} for any number
	 */
	ConnectionBudget(int connections) {
		this.connections = connections;
	}

	/**
	 * The budget of a session.
	 * @param session the session
	 * @return its budget, always the same one
	 */
	static ConnectionBudget of(EngineSession session) {
		synchronized (budgets) {
			return budgets.computeIfAbsent(session, (key) -> new ConnectionBudget(key.connectionBudget()));
		}
	}

	/**
	 * Give a pool its share, which makes those of others smaller.
	 * @param pool the pool
	 */
	synchronized void join(PoolControl pool) {
		Integer size = (this.connections != Integer.MAX_VALUE) ? pool.maximumSize() : null;
		if (size != null) {
			this.pools.put(pool, size);
			divide();
		}
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

	private void divide() {
		int share = Math.max(1, this.connections / Math.max(1, this.pools.size()));
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
						+ ((size < Integer.MAX_VALUE) ? size : "any number")
						+ ". Run fewer tests in parallel, let the application's pool be"
						+ " smaller, or let the server accept more connections.");
			}
		});
	}

}
