package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * All that can be seen of a database through one connection: its script, its settings,
 * the numbers that come next, each row with its hidden number, each large object, and the
 * rows as each index has them.
 */
final class TrialContent implements AutoCloseable {

	/**
	 * The salt of a password is another one in each new database.
	 */
	static final String USERS = "users";

	// What ANALYZE has seen last, and how many rows a table has, which is asked anyway.
	private static final Pattern PASSING = Pattern.compile(" SELECTIVITY \\d+|-- \\d+ \\+/- SELECT COUNT.*");

	// A result that H2 has kept would hide a change: the parameter has never the same
	// value.
	private static final String ANEW = " ?1 > 0";

	private final Connection connection;

	private final Map<String, PreparedStatement> queries = new LinkedHashMap<>();

	private int reads;

	/**
	 * Prepare to read.
	 * @param connection a connection of an administrator, for nobody else
	 * @param queries what {@link #queries} has said of an equal database
	 */
	TrialContent(Connection connection, Map<String, String> queries) throws SQLException {
		this.connection = connection;
		for (Map.Entry<String, String> query : queries.entrySet()) {
			this.queries.put(query.getKey(), connection.prepareStatement(query.getValue()));
		}
	}

	/**
	 * The queries that read a database.
	 */
	static Map<String, String> queries(Connection connection) throws SQLException {
		Map<String, String> queries = new LinkedHashMap<>();
		queries.put("settings", "SELECT SETTING_NAME, SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS"
				+ " WHERE SETTING_NAME NOT LIKE 'info.%' AND" + ANEW + " ORDER BY 1");
		queries.put("synonyms", "SELECT * FROM INFORMATION_SCHEMA.SYNONYMS WHERE" + ANEW + " ORDER BY 1, 2, 3");
		queries.put("constraints", "SELECT CONSTRAINT_SCHEMA, CONSTRAINT_NAME, INDEX_NAME, ENFORCED"
				+ " FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS WHERE" + ANEW + " ORDER BY 1, 2");
		Map<String, String> tables = new LinkedHashMap<>();
		Map<String, String> conditions = new HashMap<>();
		for (String[] column : rows(connection,
				"SELECT C.TABLE_SCHEMA, C.TABLE_NAME, C.COLUMN_NAME,"
						+ " UPPER(C.DATA_TYPE), C.IS_NULLABLE FROM INFORMATION_SCHEMA.COLUMNS C"
						+ " WHERE LOWER(C.TABLE_SCHEMA) NOT IN ('information_schema', 'pg_catalog') AND C.TABLE_NAME IN"
						+ " (SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_TYPE = 'BASE TABLE')"
						+ " ORDER BY 1, 2, C.ORDINAL_POSITION")) {
			String table = quoted(column[0]) + "." + quoted(column[1]);
			String name = quoted(column[2]);
			// As a result a large object would be copied, and the database changed.
			String value = column[3].endsWith("LARGE OBJECT")
					? "OCTET_LENGTH(" + name + "), RAWTOHEX(HASH('MD5', " + name + "))" : name;
			tables.merge(table, value, (left, right) -> left + ", " + right);
			conditions.put(table + name, all(column[3]));
		}
		tables.forEach((table, columns) -> queries.put("rows of " + table,
				"SELECT _ROWID_, " + columns + " FROM " + table + " WHERE" + ANEW));
		for (String[] index : rows(connection, "SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, COLUMN_NAME"
				+ " FROM INFORMATION_SCHEMA.INDEX_COLUMNS WHERE ORDINAL_POSITION = 1 ORDER BY 1, 2, 3")) {
			String table = quoted(index[0]) + "." + quoted(index[1]);
			String column = quoted(index[3]);
			String query = "SELECT COUNT(*), SUM(_ROWID_) FROM " + table + " USE INDEX (" + quoted(index[2]) + ") WHERE"
					+ ANEW + " AND " + column;
			queries.put("index " + index[0] + "." + index[2],
					query + conditions.get(table + column) + " UNION ALL " + query + " IS NULL");
		}
		return queries;
	}

	/**
	 * A condition of all values but {@code NULL}, for which an index is used.
	 */
	private static String all(String type) {
		return switch (type) {
			case "GEOMETRY" -> " && 'POLYGON((-999 -999, -999 999, 999 999, 999 -999, -999 -999))'";
			case "DATE", "TIMESTAMP" -> " >= DATE '0001-01-01'";
			case "UUID" -> " >= UUID '00000000-0000-0000-0000-000000000000'";
			case "CHARACTER VARYING" -> " >= ''";
			default -> " >= -1000000000";
		};
	}

	private static String quoted(String name) {
		return '"' + name + '"';
	}

	private static List<String[]> rows(Connection connection, String query) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(query)) {
			List<String[]> list = new ArrayList<>();
			String[] row = new String[rows.getMetaData().getColumnCount()];
			while (rows.next()) {
				for (int i = 0; i < row.length; i++) {
					row[i] = rows.getString(i + 1);
				}
				list.add(row.clone());
			}
			return list;
		}
	}

	/**
	 * Read everything.
	 * @return texts by what they tell
	 * @throws SQLException if something cannot be read
	 */
	Map<String, String> read() throws SQLException {
		Map<String, String> content = new LinkedHashMap<>();
		StringBuilder script = new StringBuilder();
		StringBuilder users = new StringBuilder();
		for (String[] row : rows(this.connection, "SCRIPT NODATA")) {
			(row[0].startsWith("CREATE USER") ? users : script).append(PASSING.matcher(row[0]).replaceAll(""))
				.append('\n');
		}
		content.put("script", script.toString());
		content.put(USERS, users.toString());
		this.reads++;
		for (Map.Entry<String, PreparedStatement> query : this.queries.entrySet()) {
			query.getValue().setInt(1, this.reads);
			content.put(query.getKey(), text(query.getValue()));
		}
		return content;
	}

	private static String text(PreparedStatement query) throws SQLException {
		try (ResultSet rows = query.executeQuery()) {
			int columns = rows.getMetaData().getColumnCount();
			StringBuilder text = new StringBuilder();
			while (rows.next()) {
				for (int i = 1; i <= columns; i++) {
					text.append(rows.getString(i)).append('|');
				}
				text.append('\n');
			}
			return text.toString();
		}
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}
