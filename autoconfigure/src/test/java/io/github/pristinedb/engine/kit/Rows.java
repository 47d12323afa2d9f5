package io.github.pristinedb.engine.kit;

import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Rows as text, so that they can be compared and printed.
 */
public final class Rows {

	private Rows() {
	}

	/**
	 * Ask a connection.
	 * @param connection the connection
	 * @param sql the query
	 * @return the rows
	 * @throws SQLException if it fails
	 */
	public static List<String> of(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			return of(statement.executeQuery(sql));
		}
	}

	/**
	 * Read all rows.
	 * @param result the rows, which are closed
	 * @return the rows as text
	 * @throws SQLException if they cannot be read
	 */
	static List<String> of(ResultSet result) throws SQLException {
		try (result) {
			List<String> rows = new ArrayList<>();
			int columns = result.getMetaData().getColumnCount();
			while (result.next()) {
				List<String> row = new ArrayList<>();
				for (int i = 1; i <= columns; i++) {
					row.add(text(result.getObject(i)));
				}
				rows.add(String.join(",", row));
			}
			return rows;
		}
	}

	private static String text(Object value) throws SQLException {
		if (value instanceof Blob blob) {
			return text(blob.getBytes(1, (int) blob.length()));
		}
		if (value instanceof Clob clob) {
			return clob.getSubString(1, (int) clob.length());
		}
		return (value instanceof byte[] bytes) ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
	}

}
