package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Text of SQL, and short ways to execute it.
 */
final class Sql {

	private Sql() {
	}

	/**
	 * A text as a literal.
	 */
	static String literal(String text) {
		String quoted = "'" + text.replace("'", "''") + "'";
		return (text.indexOf('\\') < 0) ? quoted : "e" + quoted.replace("\\", "\\\\");
	}

	/**
	 * A text between dollars, as the body of a function stands there.
	 */
	static String dollarQuoted(String text) {
		String tag = "$pristine$";
		while (text.contains(tag)) {
			tag = tag.substring(0, tag.length() - 1) + "_$";
		}
		return tag + text + tag;
	}

	static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * The first column of a query.
	 */
	static List<String> column(Connection connection, String query) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
			List<String> values = new ArrayList<>();
			while (rows.next()) {
				values.add(rows.getString(1));
			}
			return values;
		}
	}

	/**
	 * The first column of a query's only row.
	 */
	static String value(Connection connection, String query) throws SQLException {
		return column(connection, query).get(0);
	}

}
