package io.github.pristinedb.engine.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What sticks to a connection of SQLite and decides what later statements do.
 */
final class ConnectionState {

	// Of "Pragma statements supported by SQLite", those that are the connection's and can
	// be asked for, and the journal's mode, which tells how the file has to be copied.
	private static final List<String> PRAGMAS = List.of("analysis_limit", "automatic_index", "busy_timeout",
			"cache_size", "cache_spill", "cell_size_check", "checkpoint_fullfsync", "count_changes",
			"defer_foreign_keys", "empty_result_callbacks", "foreign_keys", "full_column_names", "fullfsync",
			"hard_heap_limit", "ignore_check_constraints", "journal_mode", "journal_size_limit", "legacy_alter_table",
			"locking_mode", "max_page_count", "mmap_size", "query_only", "read_uncommitted", "recursive_triggers",
			"reverse_unordered_selects", "secure_delete", "short_column_names", "soft_heap_limit", "synchronous",
			"temp_store", "threads", "trusted_schema", "wal_autocheckpoint", "writable_schema");

	private static final Pattern READING = Pattern.compile("(?i)\\b(last_insert_rowid|changes)\\b");

	// Pragmas that cannot be asked for, or that take effect with a later VACUUM, and what
	// counts over all statements.
	private static final Pattern UNSEEN = Pattern
		.compile("(?i)\\b(case_sensitive_like|page_size|auto_vacuum|load_extension|total_changes)\\b");

	private ConnectionState() {
	}

	/**
	 * Ask a connection.
	 * @param connection the connection
	 * @return its settings, its temporary tables and what is attached to it
	 * @throws SQLException if it cannot be asked
	 */
	static String of(Connection connection) throws SQLException {
		StringBuilder state = new StringBuilder();
		try (Statement statement = connection.createStatement()) {
			for (String pragma : PRAGMAS) {
				append(state, pragma, statement, "PRAGMA " + pragma);
			}
			append(state, "temporary", statement, "SELECT type || name || coalesce(sql, '') FROM sqlite_temp_master");
			append(state, "attached", statement,
					"SELECT name FROM pragma_database_list WHERE name NOT IN ('main', 'temp')");
		}
		return state.toString();
	}

	private static void append(StringBuilder state, String name, Statement statement, String sql) throws SQLException {
		state.append(name).append('=');
		try (ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				state.append(rows.getString(1)).append(',');
			}
		}
		state.append('\n');
	}

	static boolean isReadBy(String sql) {
		return READING.matcher(sql).find();
	}

	static boolean isChangedUnseenBy(String sql) {
		return UNSEEN.matcher(sql).find();
	}

}
