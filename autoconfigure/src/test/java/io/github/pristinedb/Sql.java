package io.github.pristinedb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/**
 * What a database holds.
 */
public final class Sql {

	/**
	 * The schema, in any database of SQLite.
	 */
	public static final String SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name";

	/**
	 * Flyway's history, without what differs from one run to the next.
	 */
	public static final String HISTORY = "SELECT installed_rank, version, description, type, script, checksum,"
			+ " installed_by, success FROM flyway_schema_history ORDER BY installed_rank";

	/**
	 * The data of {@link MigrationFiles#projects()}.
	 */
	public static final String PROJECTS = "SELECT name FROM project ORDER BY id";

	private Sql() {
	}

	/**
	 * Ask a file.
	 * @param file the database
	 * @param sql the query
	 * @return its rows, with commas between their columns
	 */
	public static List<String> query(Path file, String sql) {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
			return query(connection, sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Ask a data source.
	 * @param dataSource the data source
	 * @param sql the query
	 * @return its rows, with commas between their columns
	 */
	public static List<String> query(DataSource dataSource, String sql) {
		try (Connection connection = dataSource.getConnection()) {
			return query(connection, sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Ask by a connection.
	 * @param connection the connection
	 * @param sql the query
	 * @return its rows, with commas between their columns
	 * @throws SQLException if it fails
	 */
	public static List<String> query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
			List<String> rows = new ArrayList<>();
			while (result.next()) {
				List<String> columns = new ArrayList<>();
				for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
					columns.add(result.getString(i));
				}
				rows.add(String.join(",", columns.stream().map(String::valueOf).toList()));
			}
			return rows;
		}
	}

	/**
	 * Change a file.
	 * @param file the database
	 * @param sql the statements
	 */
	public static void execute(Path file, String... sql) {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
			execute(connection, sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Change the database that a data source leads to, and commit.
	 * @param dataSource the data source
	 * @param sql the statements
	 */
	public static void execute(DataSource dataSource, String... sql) {
		try (Connection connection = dataSource.getConnection()) {
			execute(connection, sql);
			if (!connection.getAutoCommit()) {
				connection.commit();
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void execute(Connection connection, String... sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String each : sql) {
				statement.execute(each);
			}
		}
	}

}
