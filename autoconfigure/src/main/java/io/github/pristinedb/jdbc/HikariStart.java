package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;

/**
 * Starts pools of HikariCP so that nothing of them is left when they are closed.
 * Otherwise each thread that ever used a pool keeps it for good, five kilobytes of it:
 * slots come and go, while the threads of a server stay. HikariCP reads a system property
 * when a pool is made, and has no other way to be told. It is set until the pool asks its
 * driver for the first connection, whose opening may take long. An application's pool
 * that is made on another thread within that moment is started so as well, which does it
 * no harm; all others are as they would be without Pristine.
 */
final class HikariStart implements AutoCloseable {

	static final String PROPERTY = "com.zaxxer.hikari.useWeakReferences";

	// A property is the JVM's. Nobody waits for the start of another pool.
	private static int starting;

	private static boolean set;

	private boolean over;

	private HikariStart() {
		begin();
	}

	/**
	 * Get a connection of a pool, which starts with the first one.
	 * @param pool the pool, whose driver is {@linkplain DriverConnections watched}
	 * @return the connection
	 * @throws SQLException if there is none to be had
	 */
	static Connection connect(HikariDataSource pool) throws SQLException {
		if (!pool.isRunning()) {
			// As the pool does: it is not running before it has its first connection, and
			// who comes second is not to set the property meanwhile.
			synchronized (pool) {
				if (!pool.isRunning()) {
					return start(pool);
				}
			}
		}
		return pool.getConnection();
	}

	private static Connection start(HikariDataSource pool) throws SQLException {
		try (HikariStart start = new HikariStart()) {
			if (!(pool.getDataSource() instanceof DriverConnections driver)) {
				return pool.getConnection();
			}
			driver.beforeNext(start::close);
			if (closesItsCheck(pool)) {
				driver.keepNext();
			}
			try {
				return pool.getConnection();
			}
			finally {
				driver.keepNoMore();
			}
		}
	}

	/**
	 * Whether a pool closes the connection by which it checks itself. Statements of the
	 * application's own are executed once in a connection.
	 */
	private static boolean closesItsCheck(HikariDataSource pool) {
		return pool.getMinimumIdle() == 0 && pool.getInitializationFailTimeout() >= 0
				&& pool.getConnectionInitSql() == null;
	}

	/**
	 * The pool is made, or cannot be. Does nothing the second time.
	 */
	@Override
	public void close() {
		synchronized (HikariStart.class) {
			if (!this.over) {
				this.over = true;
				end();
			}
		}
	}

	private static synchronized void begin() {
		starting++;
		if (System.getProperty(PROPERTY) == null) {
			System.setProperty(PROPERTY, "true");
			set = true;
		}
	}

	private static synchronized void end() {
		starting--;
		if (starting == 0 && set) {
			System.clearProperty(PROPERTY);
			set = false;
		}
	}

}
