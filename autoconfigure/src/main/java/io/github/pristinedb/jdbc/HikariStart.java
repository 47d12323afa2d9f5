package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;

/**
 * Starts pools of HikariCP so that nothing of them is left when they are closed.
 * Otherwise each thread that ever used a pool keeps it for good, five kilobytes of it:
 * slots come and go, while the threads of a server stay. HikariCP reads a system property
 * when a pool starts, and has no other way to be told. It is set for just that moment, so
 * that the application's other pools start as they would without Pristine.
 */
final class HikariStart {

	static final String PROPERTY = "com.zaxxer.hikari.useWeakReferences";

	// A property is the JVM's. Nobody waits for the start of another pool, which may open
	// its first connection meanwhile.
	private static int starting;

	private static boolean set;

	private HikariStart() {
	}

	/**
	 * Get a connection of a pool, which starts with the first one.
	 * @param pool the pool
	 * @return the connection
	 * @throws SQLException if there is none to be had
	 */
	static Connection connect(HikariDataSource pool) throws SQLException {
		if (pool.isRunning()) {
			return pool.getConnection();
		}
		begin();
		try {
			return pool.getConnection();
		}
		finally {
			end();
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
