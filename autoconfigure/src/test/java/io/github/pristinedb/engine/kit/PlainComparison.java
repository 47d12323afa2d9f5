package io.github.pristinedb.engine.kit;

import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.RowChange;
import io.github.pristinedb.engine.RowChange.Cell;
import io.github.pristinedb.engine.TableChanges;

/**
 * Compares two states of a database in the plainest way: by all rows of all tables, read
 * by JDBC alone.
 */
final class PlainComparison {

	private static final int CUT = 200;

	private static final String BYTES = "0x";

	private PlainComparison() {
	}

	/**
	 * Read all tables.
	 * @param connection a connection to the database
	 * @param computed whether columns that the product computes are read too
	 * @return the tables by name
	 * @throws SQLException if they cannot be read
	 */
	static Map<String, Table> read(Connection connection, boolean computed) throws SQLException {
		Map<String, Table> tables = new TreeMap<>();
		List<String[]> names = new ArrayList<>();
		try (ResultSet rows = connection.getMetaData().getTables(null, null, "%", null)) {
			while (rows.next()) {
				String schema = rows.getString(2);
				String name = rows.getString(3);
				String type = rows.getString(4);
				if (Set.of("TABLE", "BASE TABLE", "VIRTUAL TABLE").contains(String.valueOf(type))
						&& isApplications(schema, name)) {
					names.add(new String[] { schema, name });
				}
			}
		}
		for (String[] name : names) {
			boolean usual = name[0] == null || Set.of("public", "PUBLIC").contains(name[0]);
			tables.put(usual ? name[1] : name[0] + "." + name[1], table(connection, name[0], name[1], computed));
		}
		return tables;
	}

	private static boolean isApplications(String schema, String name) {
		return !Set.of("pristine", "pg_catalog", "information_schema", "INFORMATION_SCHEMA")
			.contains(String.valueOf(schema)) && !name.toLowerCase(Locale.ROOT).startsWith("flyway_")
				&& !name.startsWith("sqlite_")
				// In which a virtual table of SQLite's keeps its words.
				&& !name.matches("(note|extra_words|area)_(data|idx|content|docsize|config|node|parent|rowid)");
	}

	private static Table table(Connection connection, String schema, String name, boolean computed)
			throws SQLException {
		Set<String> left = new TreeSet<>();
		try (ResultSet rows = connection.getMetaData().getColumns(null, schema, name, null)) {
			while (rows.next()) {
				if (!computed && "YES".equals(rows.getString("IS_GENERATEDCOLUMN"))) {
					left.add(rows.getString("COLUMN_NAME"));
				}
			}
		}
		List<String> key = new ArrayList<>();
		try (ResultSet rows = connection.getMetaData().getPrimaryKeys(null, schema, name)) {
			while (rows.next()) {
				key.add(rows.getString(4));
			}
		}
		String from = ((schema != null) ? quoted(schema) + "." : (isSqlite(connection) ? "main." : "")) + quoted(name);
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT * FROM "
						+ (connection.getMetaData().getDatabaseProductName().startsWith("Post") ? "ONLY " : "")
						+ from)) {
			ResultSetMetaData columns = rows.getMetaData();
			List<Map<String, String>> all = new ArrayList<>();
			List<String> names = new ArrayList<>();
			for (int i = 1; i <= columns.getColumnCount(); i++) {
				names.add(columns.getColumnName(i));
			}
			while (rows.next()) {
				Map<String, String> row = new TreeMap<>();
				for (int i = 1; i <= names.size(); i++) {
					row.put(names.get(i - 1), text(rows, i));
				}
				all.add(row);
			}
			names.removeAll(left);
			all.forEach((row) -> row.keySet().removeAll(left));
			return new Table(names, key, all);
		}
	}

	private static boolean isSqlite(Connection connection) throws SQLException {
		return connection.getMetaData().getDatabaseProductName().equals("SQLite");
	}

	private static String quoted(String name) {
		return '"' + name.replace("\"", "\"\"") + '"';
	}

	private static String text(ResultSet rows, int column) throws SQLException {
		Object value = rows.getObject(column);
		if (value instanceof Blob blob) {
			value = blob.getBytes(1, (int) blob.length());
		}
		if (value instanceof Clob clob) {
			value = clob.getSubString(1, (int) clob.length());
		}
		if (value instanceof byte[] bytes) {
			return BYTES + HexFormat.of().formatHex(bytes);
		}
		if (value == null) {
			return null;
		}
		return (value instanceof Boolean) ? value.toString() : rows.getString(column);
	}

	private static String cut(String text) {
		boolean bytes = text != null && text.startsWith(BYTES);
		int longest = bytes ? BYTES.length() + CUT : CUT;
		if (text == null || text.length() <= longest) {
			return text;
		}
		return text.substring(0, longest) + "… ("
				+ (bytes ? (text.length() - BYTES.length()) / 2 + " bytes)" : text.length() + " characters)");
	}

	private static Map<String, String> cut(Map<String, String> row) {
		Map<String, String> cut = new TreeMap<>();
		row.forEach((column, value) -> cut.put(column, cut(value)));
		return cut;
	}

	/**
	 * Compare two states.
	 * @param before the earlier state
	 * @param after the later one
	 * @return what differs, as lines of text in a fixed order
	 */
	static List<String> differences(Map<String, Table> before, Map<String, Table> after) {
		List<String> lines = new ArrayList<>();
		Set<String> names = new TreeSet<>(before.keySet());
		names.addAll(after.keySet());
		for (String name : names) {
			Table old = before.get(name);
			Table present = after.get(name);
			if (old == null || present == null) {
				lines.add(name + " " + ((old == null) ? "created" : "dropped"));
			}
			else if (!old.columns.equals(present.columns)) {
				lines.add(name + " altered");
			}
			List<String> common = new ArrayList<>(((present != null) ? present : old).columns);
			if (old != null) {
				common.retainAll(old.columns);
			}
			List<String> key = ((present != null) ? present : old).key;
			compare(name, common, common.containsAll(key) ? key : List.of(), (old != null) ? old.rows : List.of(),
					(present != null) ? present.rows : List.of(), lines);
		}
		lines.sort(null);
		return lines;
	}

	private static void compare(String name, List<String> columns, List<String> key, List<Map<String, String>> before,
			List<Map<String, String>> after, List<String> lines) {
		List<Map<String, String>> old = only(columns, before);
		List<Map<String, String>> present = only(columns, after);
		Map<Map<String, String>, Integer> counts = new HashMap<>();
		present.forEach((row) -> counts.merge(row, 1, Integer::sum));
		List<Map<String, String>> removed = new ArrayList<>();
		for (Map<String, String> row : old) {
			if (counts.merge(row, -1, Integer::sum) < 0) {
				removed.add(row);
				counts.put(row, 0);
			}
		}
		List<Map<String, String>> added = new ArrayList<>();
		counts.forEach((row, count) -> {
			for (int i = 0; i < count; i++) {
				added.add(row);
			}
		});
		for (Map<String, String> row : removed) {
			Map<String, String> other = key.isEmpty() ? null
					: added.stream()
						.filter((each) -> key.stream().allMatch((k) -> Objects.equals(each.get(k), row.get(k))))
						.findFirst()
						.orElse(null);
			if (other == null) {
				lines.add(name + " removed " + cut(row));
			}
			else {
				added.remove(other);
				Map<String, String> cells = new TreeMap<>();
				row.forEach((column, value) -> {
					if (key.contains(column) || !Objects.equals(value, other.get(column))) {
						cells.put(column, cut(value) + " -> " + cut(other.get(column)));
					}
				});
				lines.add(name + " changed " + cells);
			}
		}
		added.forEach((row) -> lines.add(name + " added " + cut(row)));
	}

	private static List<Map<String, String>> only(List<String> columns, List<Map<String, String>> rows) {
		return rows.stream().<Map<String, String>>map((row) -> {
			Map<String, String> cells = new TreeMap<>(row);
			cells.keySet().retainAll(columns);
			return cells;
		}).toList();
	}

	/**
	 * What an engine says, in the same form.
	 * @param changes the changes
	 * @return lines of text in a fixed order
	 */
	static List<String> lines(DatabaseChanges changes) {
		List<String> lines = new ArrayList<>();
		for (TableChanges table : changes.tables()) {
			if (table.note() != null) {
				lines.add(table.table() + " " + table.note().replaceAll(".* (\\w+)\\.$", "$1"));
			}
			int[] counts = new int[RowChange.Kind.values().length];
			for (RowChange row : table.rows()) {
				counts[row.kind().ordinal()]++;
				Map<String, String> cells = new TreeMap<>();
				for (Cell cell : row.cells()) {
					cells.put(cell.column(), switch (row.kind()) {
						case ADDED -> cell.after();
						case REMOVED -> cell.before();
						case CHANGED -> cell.before() + " -> " + cell.after();
					});
				}
				lines.add(table.table() + " " + row.kind().name().toLowerCase(Locale.ROOT) + " " + cells);
			}
			if (counts[0] != table.added() || counts[1] != table.removed() || counts[2] != table.changed()) {
				lines.add(table.table() + " is counted wrong: " + table);
			}
		}
		lines.sort(null);
		return lines;
	}

	/**
	 * A table.
	 *
	 * @param columns the names of its columns
	 * @param key the columns of its primary key
	 * @param rows the values of its rows
	 */
	record Table(List<String> columns, List<String> key, List<Map<String, String>> rows) {

	}

}
