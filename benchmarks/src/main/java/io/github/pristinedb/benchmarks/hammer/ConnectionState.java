package io.github.pristinedb.benchmarks.hammer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a connection is like beside its database's content. Read without any
 * {@code PRAGMA} statement, after which the connection would not be used again.
 *
 * @param settings its settings by name
 * @param databases the names of the databases that it has, but for the temporary one,
 * which is there as soon as it is looked for
 * @param temporary what there is in the temporary database
 * @param functions the functions that scenarios made
 */
record ConnectionState(SortedMap<String, String> settings, List<String> databases, List<String> temporary,
		List<String> functions) {

	private static final List<String> SETTINGS = List.of("foreign_keys", "user_version", "application_id",
			"journal_mode", "locking_mode", "temp_store", "page_size", "encoding", "auto_vacuum", "recursive_triggers",
			"busy_timeout", "synchronous", "read_uncommitted", "cache_size", "defer_foreign_keys",
			"ignore_check_constraints", "query_only", "reverse_unordered_selects", "secure_delete");

	static ConnectionState of(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			SortedMap<String, String> settings = new TreeMap<>();
			for (String setting : SETTINGS) {
				settings.put(setting, Content.rows(statement, "SELECT * FROM pragma_" + setting).toString());
			}
			settings.put("like", Content.rows(statement, "SELECT 'a' LIKE 'A'").toString());
			settings.put("autocommit", Boolean.toString(connection.getAutoCommit()));
			return new ConnectionState(settings,
					names(statement, "SELECT name FROM pragma_database_list WHERE seq <> 1"),
					names(statement, "SELECT name FROM sqlite_temp_schema"),
					names(statement, "SELECT name FROM pragma_function_list WHERE name LIKE 'hammer%'"));
		}
	}

	private static List<String> names(Statement statement, String sql) throws SQLException {
		List<String> names = new ArrayList<>();
		Content.rows(statement, sql).forEach((row) -> names.add(row.get(0)));
		return names;
	}

	/**
	 * In what another state differs from this one.
	 * @param other the other state
	 * @return a few words, empty if they are equal
	 */
	String differences(ConnectionState other) {
		List<String> differences = new ArrayList<>();
		other.settings.forEach((name, value) -> {
			if (!value.equals(this.settings.get(name))) {
				differences.add(name + " is " + value + ", not " + this.settings.get(name));
			}
		});
		differences
			.add("databases " + other.databases + ", temporary " + other.temporary + ", functions " + other.functions);
		return String.join("; ", differences);
	}

}
