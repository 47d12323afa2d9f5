package io.github.pristinedb.benchmarks.h2;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Databases in memory that are made by hand.
 */
final class Memory {

	private static final AtomicInteger last = new AtomicInteger();

	private Memory() {
	}

	/**
	 * The URL of a database of which nothing is there yet.
	 * @param prefix how its name starts
	 * @return the URL
	 */
	static String newUrl(String prefix) {
		return "jdbc:h2:mem:" + prefix + "-" + last.incrementAndGet();
	}

	static Connection open(String url) throws SQLException {
		return DriverManager.getConnection(url, "sa", "");
	}

	static void execute(Connection connection, List<String> statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	static void shutDown(String url) throws SQLException {
		try (Connection connection = open(url)) {
			execute(connection, List.of("SHUTDOWN IMMEDIATELY"));
		}
	}

	/**
	 * A select that every step ends with, and whose result every step depends on.
	 * @param connection a connection to the step's database
	 * @throws SQLException if it fails
	 */
	static void select(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT count(*) FROM t1")) {
			rows.next();
			if (rows.getInt(1) != H2Fixture.ROWS) {
				throw new IllegalStateException("Not a fresh database: " + rows.getInt(1) + " rows");
			}
		}
	}

}
