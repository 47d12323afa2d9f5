package io.github.pristinedb.engine.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.github.pristinedb.engine.Access;

/**
 * Databases for tests, made and read by the driver alone.
 */
final class SqliteFiles {

	private SqliteFiles() {
	}

	static Path create(Path file, String... statements) throws SQLException {
		execute("jdbc:sqlite:" + file, statements);
		return file;
	}

	/**
	 * A finished database of several hundred pages, whose table {@code origin} says whose
	 * it is.
	 */
	static SqliteImage image(Path file, String origin) throws SQLException {
		create(file, "CREATE TABLE origin (name TEXT)", "INSERT INTO origin VALUES ('" + origin + "')",
				"CREATE TABLE ballast (bytes BLOB)", """
						INSERT INTO ballast
						WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
						SELECT randomblob(2000) FROM n""");
		return SqliteImage.open(file);
	}

	/**
	 * The smallest image there is, for races that are decided by what is done with it.
	 */
	static SqliteImage smallImage(Path file) throws SQLException {
		return SqliteImage.open(create(file, "PRAGMA page_size = 512", "CREATE TABLE t (a)"));
	}

	static SqliteDatabase database(Path file) {
		return database("jdbc:sqlite:" + file);
	}

	static SqliteDatabase database(String url) {
		SqliteDatabase database = SqliteDatabase.of(Access.to(url));
		if (database == null) {
			throw new IllegalArgumentException(url);
		}
		return database;
	}

	static void execute(String url, String... statements) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url)) {
			execute(connection, statements);
		}
	}

	static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	static String query(String url, String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url)) {
			return query(connection, sql);
		}
	}

	static String query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			return rows.next() ? String.valueOf(rows.getString(1)) : "";
		}
	}

}
