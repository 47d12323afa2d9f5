package io.github.pristinedb.engine.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import io.github.pristinedb.ForkedJvm;

/**
 * Another process that tries to lock a database: within one process, POSIX locks are
 * never in one another's way.
 */
final class SqliteLockProbe {

	private static final int SQLITE_BUSY = 5;

	private SqliteLockProbe() {
	}

	/**
	 * Ask another process whether it could write.
	 * @param file the database
	 * @return whether somebody holds a lock on it
	 */
	static boolean isLocked(Path file) {
		try (ForkedJvm probe = ForkedJvm.start(SqliteLockProbe.class, file)) {
			return probe.finish().contains("<locked>");
		}
	}

	public static void main(String[] args) throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0] + "?busy_timeout=0");
				Statement statement = connection.createStatement()) {
			statement.execute("BEGIN IMMEDIATE");
			statement.execute("ROLLBACK");
			System.out.println("<free>");
		}
		catch (SQLException ex) {
			if ((ex.getErrorCode() & 0xFF) != SQLITE_BUSY) {
				throw ex;
			}
			System.out.println("<locked>");
		}
	}

}
