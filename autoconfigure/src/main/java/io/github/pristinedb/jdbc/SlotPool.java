package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.HikariPool;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import com.zaxxer.hikari.pool.ProxyConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The pool of a slot. It is HikariCP's own, but starts and ends without the two lines
 * that {@link HikariDataSource} logs each time: slots come and go, and their pools are
 * nothing that an application has asked for. The level of HikariCP's logger is the
 * application's, so it stays as it is.
 */
final class SlotPool extends HikariDataSource {

	private static final Log logger = LogFactory.getLog(SlotPool.class);

	private final AtomicBoolean closed = new AtomicBoolean();

	private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

	// Of this name, since Spring Boot reads the figures of a pool from it.
	private volatile @Nullable HikariPool pool;

	/**
	 * Whether a pool is of a class of the application's own, which has code of its own.
	 * @param pool the pool
	 * @return whether it is
	 */
	static boolean isExtended(HikariDataSource pool) {
		return pool.getClass() != HikariDataSource.class && pool.getClass() != SlotPool.class;
	}

	@Override
	public Connection getConnection() throws SQLException {
		refuseIfClosed();
		HikariPool pool = this.pool;
		HikariPool running = (pool != null) ? pool : start();
		try (Waiting waiting = new Waiting()) {
			this.waiting.add(waiting);
			// After that: whoever closes it looks for those that wait after saying so.
			refuseIfClosed();
			return running.getConnection();
		}
		catch (SQLException ex) {
			refuseIfClosed();
			throw ex;
		}
	}

	private void refuseIfClosed() throws SQLException {
		if (isClosed()) {
			throw new SQLException(this + " has been closed.");
		}
	}

	private synchronized HikariPool start() throws SQLException {
		HikariPool pool = this.pool;
		if (pool == null) {
			refuseIfClosed();
			validate();
			try {
				pool = new HikariPool(this);
			}
			catch (PoolInitializationException ex) {
				if (ex.getCause() instanceof SQLException cause) {
					throw cause;
				}
				throw ex;
			}
			this.pool = pool;
			logger.debug(getPoolName() + " has started");
			if (isClosed()) {
				// Meanwhile. Who closed it may not have seen it.
				end(pool);
			}
		}
		return pool;
	}

	@Override
	public boolean isRunning() {
		HikariPool pool = this.pool;
		return pool != null && pool.poolState == HikariPool.POOL_NORMAL;
	}

	@Override
	public @Nullable HikariPoolMXBean getHikariPoolMXBean() {
		return this.pool;
	}

	@Override
	public void evictConnection(Connection connection) {
		HikariPool pool = this.pool;
		if (pool != null && !isClosed() && connection instanceof ProxyConnection) {
			pool.evictConnection(connection);
		}
	}

	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		DataSource driver = driver();
		if (type.isInstance(this) || driver == null) {
			return super.unwrap(type);
		}
		return type.isInstance(driver) ? type.cast(driver) : driver.unwrap(type);
	}

	@Override
	public boolean isWrapperFor(Class<?> type) throws SQLException {
		DataSource driver = driver();
		return type.isInstance(this) || type.isInstance(driver) || (driver != null && driver.isWrapperFor(type));
	}

	private @Nullable DataSource driver() {
		HikariPool pool = this.pool;
		return (pool != null) ? pool.getUnwrappedDataSource() : null;
	}

	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		this.waiting.forEach(Waiting::giveUp);
		HikariPool pool = this.pool;
		if (pool != null) {
			end(pool);
		}
	}

	private void end(HikariPool pool) {
		try {
			pool.shutdown();
			logger.debug(getPoolName() + " has ended");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isClosed() {
		return this.closed.get();
	}

	@Override
	public String toString() {
		return "SlotPool (" + getPoolName() + ")";
	}

	/**
	 * A thread that waits for a connection. HikariCP lets it wait until its timeout even
	 * if the pool is shut down, and wakes it for nothing but an interruption.
	 */
	private final class Waiting implements AutoCloseable {

		private final Thread thread = Thread.currentThread();

		private boolean over;

		private boolean givenUp;

		synchronized void giveUp() {
			if (!this.over && !this.givenUp) {
				this.givenUp = true;
				this.thread.interrupt();
			}
		}

		@Override
		public synchronized void close() {
			this.over = true;
			SlotPool.this.waiting.remove(this);
			if (this.givenUp) {
				// The interruption was for the wait alone.
				Thread.interrupted();
			}
		}

	}

}
