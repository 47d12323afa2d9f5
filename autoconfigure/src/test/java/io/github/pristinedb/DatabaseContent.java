package io.github.pristinedb;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that can be asked of an SQLite file, without what differs from one migration to the
 * next.
 */
public final class DatabaseContent {

	private static final String HISTORY = "flyway_schema_history";

	private static final List<String> PRAGMAS = List.of("user_version", "application_id", "page_size", "auto_vacuum",
			"encoding", "journal_mode", "foreign_key_check", "integrity_check");

	private DatabaseContent() {
	}

	/**
	 * Read a file.
	 * @param file the database
	 * @return its schema, its settings and the rows of each table with their row ids
	 */
	public static Map<String, List<String>> of(Path file) {
		Map<String, List<String>> content = new LinkedHashMap<>();
		content.put("schema", Sql.query(file, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid"));
		PRAGMAS.forEach((pragma) -> content.put(pragma, Sql.query(file, "PRAGMA " + pragma)));
		Sql.query(file, "SELECT name FROM sqlite_master WHERE type = 'table'")
			.forEach((table) -> content.put("rows of " + table, Sql.query(file,
					table.equals(HISTORY) ? Sql.HISTORY : "SELECT rowid, * FROM \"" + table + "\" ORDER BY rowid")));
		return content;
	}

}
