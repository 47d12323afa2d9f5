package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A connection of the engine's own, in auto-commit mode. Not for use by several threads.
 */
final class AdminConnection implements AutoCloseable {

	private final Connection connection;

	AdminConnection(Connection connection) {
		this.connection = connection;
	}

	Connection connection() {
		return this.connection;
	}

	/**
	 * Execute a statement.
	 * @param sql one statement, or several in one transaction
	 * @throws SQLException if it fails
	 */
	void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Query rows.
	 * @param <T> the type of a row
	 * @param mapper reads a row
	 * @param sql the query
	 * @param parameters its parameters
	 * @return the rows
	 * @throws SQLException if it fails
	 */
	<T> List<T> rows(RowMapper<T> mapper, String sql, Object... parameters) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			for (int i = 0; i < parameters.length; i++) {
				statement.setObject(i + 1, parameters[i]);
			}
			try (ResultSet rows = statement.executeQuery()) {
				List<T> read = new ArrayList<>();
				while (rows.next()) {
					read.add(mapper.read(rows));
				}
				return read;
			}
		}
	}

	/**
	 * Query one row.
	 * @param <T> the type of a row
	 * @param mapper reads the row
	 * @param sql the query
	 * @param parameters its parameters
	 * @return the row, or {@code null} if there is none
	 * @throws SQLException if it fails
	 */
	<T> @Nullable T row(RowMapper<T> mapper, String sql, Object... parameters) throws SQLException {
		List<T> rows = rows(mapper, sql, parameters);
		return rows.isEmpty() ? null : rows.get(0);
	}

	/**
	 * Query a condition.
	 * @param sql a query with one row of one column
	 * @param parameters its parameters
	 * @return whether it is true
	 * @throws SQLException if it fails
	 */
	boolean is(String sql, Object... parameters) throws SQLException {
		return Boolean.TRUE.equals(row((row) -> row.getBoolean(1), sql, parameters));
	}

	/**
	 * A name in a statement.
	 * @param name the name as it is
	 * @return the name in quotation marks
	 */
	static String quoted(String name) {
		return '"' + name.replace("\"", "\"\"") + '"';
	}

	/**
	 * A text in a statement.
	 * @param text the text as it is
	 * @return the text in apostrophes
	 */
	static String literal(String text) {
		return (text.contains("\\") ? " E'" : "'") + text.replace("\\", "\\\\").replace("'", "''") + "'";
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

	/**
	 * Reads a row.
	 *
	 * @param <T> what it is read as
	 */
	interface RowMapper<T> {

		T read(ResultSet row) throws SQLException;

	}

}
