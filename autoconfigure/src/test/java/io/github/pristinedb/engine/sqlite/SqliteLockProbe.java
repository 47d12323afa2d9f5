package io.github.pristinedb.engine.sqlite;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

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
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		ProcessBuilder builder = new ProcessBuilder(java, "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classPath,
				SqliteLockProbe.class.getName(), file.toString());
		try {
			Process process = builder.redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			process.waitFor();
			if (output.contains("<free>") == output.contains("<locked>")) {
				throw new IllegalStateException(
						"The probe failed in " + new File("").getAbsolutePath() + ": " + output);
			}
			return output.contains("<locked>");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
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
