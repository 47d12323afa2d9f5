package io.github.pristinedb.benchmarks.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * What a test does to its database: ten inserts into four tables on two connections, an
 * update and a delete. One of the tables notes its changes in another one.
 *
 * @param tables the four tables
 */
public record Writing(List<String> tables) {

	/**
	 * In tables that have a few rows or none.
	 */
	public static final Writing SMALL = new Writing(List.of("t1", "t2", "t10", "t21"));

	/**
	 * In tables that have many rows, and in one that has a few.
	 */
	static final Writing LARGE = new Writing(List.of("big1", "big2", "t10", "t21"));

	private static final int ROWS = 10;

	/**
	 * Write.
	 * @param one a connection
	 * @param two another one
	 * @throws SQLException if a statement fails
	 */
	public void write(Connection one, Connection two) throws SQLException {
		one.setAutoCommit(false);
		two.setAutoCommit(false);
		for (int row = 0; row < ROWS; row++) {
			insert((row < ROWS / 2) ? one : two, this.tables.get(row % this.tables.size()), row);
		}
		one.commit();
		update(two, "UPDATE " + this.tables.get(0) + " SET name = 'other' WHERE id = 2");
		update(two, "DELETE FROM " + this.tables.get(2) + " WHERE id = 5");
		two.commit();
		one.setAutoCommit(true);
		two.setAutoCommit(true);
	}

	static void insert(Connection connection, String table, int row) throws SQLException {
		try (PreparedStatement insert = connection
			.prepareStatement("INSERT INTO " + table + " (name, code, amount) VALUES (?, ?, ?)")) {
			insert.setString(1, "written");
			insert.setString(2, "w" + row);
			insert.setInt(3, row);
			insert.executeUpdate();
		}
	}

	private static void update(Connection connection, String sql) throws SQLException {
		try (PreparedStatement update = connection.prepareStatement(sql)) {
			update.executeUpdate();
		}
	}

	/**
	 * What a test does that only reads.
	 * @param connection a connection
	 * @throws SQLException if a statement fails
	 */
	static void read(Connection connection) throws SQLException {
		for (int table = 1; table <= 5; table++) {
			try (PreparedStatement select = connection.prepareStatement("SELECT * FROM t" + table + " WHERE id = 3")) {
				select.executeQuery().next();
			}
		}
	}

}
