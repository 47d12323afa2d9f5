package io.github.pristinedb.benchmarks.hammer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a database contains: its schema and the rows of all its tables.
 *
 * @param schema the text of each table, index, view and trigger, by kind and name
 * @param tables the rows of each table, in the order of their row ids
 */
record Content(SortedMap<String, String> schema, SortedMap<String, List<List<String>>> tables) {

	/**
	 * The table with the last id of each table that makes ids. SQLite has it.
	 */
	static final String IDS = "sqlite_sequence";

	private static final String HISTORY = "flyway_schema_history";

	/**
	 * Read a database of the engine that is hammered.
	 * @param connection a connection to it
	 * @return its content
	 * @throws SQLException if it cannot be read
	 */
	static Content read(Connection connection) throws SQLException {
		return HammerRun.current().options().engine().database().read(connection);
	}

	/**
	 * The first column that a query finds.
	 * @param statement what runs it
	 * @param sql the query
	 * @return the values
	 * @throws SQLException if it fails
	 */
	static List<String> column(Statement statement, String sql) throws SQLException {
		return rows(statement, sql).stream().map((row) -> row.get(0)).toList();
	}

	/**
	 * The rows that a query finds.
	 * @param statement what runs it
	 * @param sql the query
	 * @return the values of each row
	 * @throws SQLException if it fails
	 */
	static List<List<String>> rows(Statement statement, String sql) throws SQLException {
		List<List<String>> rows = new ArrayList<>();
		try (ResultSet found = statement.executeQuery(sql)) {
			int columns = found.getMetaData().getColumnCount();
			while (found.next()) {
				List<String> row = new ArrayList<>();
				for (int column = 1; column <= columns; column++) {
					row.add(String.valueOf(found.getString(column)));
				}
				rows.add(List.copyOf(row));
			}
		}
		return rows;
	}

	/**
	 * The same without what Flyway writes anew each time: when a migration ran, and how
	 * long it took.
	 * @return the content
	 */
	Content timeless() {
		SortedMap<String, List<List<String>>> timeless = new TreeMap<>(this.tables);
		timeless.computeIfPresent(HISTORY, (name, rows) -> rows.stream().map((row) -> withoutTimes(row)).toList());
		return new Content(this.schema, timeless);
	}

	private static List<String> withoutTimes(List<String> row) {
		List<String> timeless = new ArrayList<>(row);
		timeless.set(7, "");
		timeless.set(8, "");
		return timeless;
	}

	/**
	 * A checksum over all of it.
	 * @return the SHA-256, as hexadecimal digits
	 */
	String checksum() {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(toString().getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * In what another content differs from this one.
	 * @param other the other content
	 * @return a few words, empty if they are equal
	 */
	String differences(Content other) {
		List<String> differences = new ArrayList<>();
		compare("", this.schema, other.schema, differences);
		for (String table : this.tables.keySet()) {
			List<List<String>> rows = other.tables.get(table);
			if (rows != null && !rows.equals(this.tables.get(table))) {
				List<List<String>> missing = new ArrayList<>(this.tables.get(table));
				missing.removeAll(rows);
				List<List<String>> foreign = new ArrayList<>(rows);
				foreign.removeAll(this.tables.get(table));
				differences.add(table + ": missing " + shortened(missing) + ", foreign " + shortened(foreign));
			}
		}
		compare("rows of ", this.tables, other.tables, differences);
		return String.join("; ", differences);
	}

	private static void compare(String what, SortedMap<String, ?> these, SortedMap<String, ?> those,
			List<String> differences) {
		these.forEach((name, value) -> {
			if (!those.containsKey(name)) {
				differences.add("missing: " + what + name);
			}
			else if (value instanceof String && !value.equals(those.get(name))) {
				differences.add("changed: " + what + name + ": " + those.get(name));
			}
		});
		those.keySet().stream().filter((name) -> !these.containsKey(name)).forEach((name) -> {
			differences.add("foreign: " + what + name);
		});
	}

	private static String shortened(List<List<String>> rows) {
		String text = rows.stream().limit(3).toList().toString();
		return rows.size() + " rows " + text.substring(0, Math.min(300, text.length()));
	}

}
