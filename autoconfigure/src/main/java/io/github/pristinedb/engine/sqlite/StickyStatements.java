package io.github.pristinedb.engine.sqlite;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the SQLite statements that can leave something behind in their connection. A
 * statement is taken for one if such a word stands anywhere in it as a word of its own,
 * in a comment or a text literal too: {@code 'temp'.item} is a table in the temporary
 * database. A {@code PRAGMA} that only reads is none. The words cannot be written in any
 * other way, since SQLite has no escapes in them and no dynamic SQL.
 */
final class StickyStatements {

	/**
	 * {@code ANALYZE} changes what the connection knows of its indexes, {@code VACUUM}
	 * may carry out a change of the page size.
	 */
	private static final List<String> WORDS = List.of("PRAGMA", "ATTACH", "DETACH", "TEMP", "TEMPORARY", "VACUUM",
			"ANALYZE", "LOAD_EXTENSION");

	/**
	 * What opens a transaction that the pool knows nothing of and does not roll back. In
	 * other places these words are harmless, as in {@code CREATE TRIGGER}.
	 */
	private static final List<String> OPENING_WORDS = List.of("BEGIN", "SAVEPOINT");

	/**
	 * A {@code PRAGMA} that only reads, by itself ("PRAGMA Statements"): what is asked
	 * for by its name alone, and what takes the name of a table or an index.
	 */
	private static final Pattern READING = Pattern
		.compile("\\s*PRAGMA\\s+(\\w+\\s*\\.\\s*)?((application_id|auto_vacuum"
				+ "|busy_timeout|cache_size|collation_list|compile_options|data_version|database_list|encoding"
				+ "|foreign_keys|freelist_count|function_list|journal_mode|locking_mode|page_count|page_size"
				+ "|recursive_triggers|schema_version|synchronous|temp_store|user_version)|(foreign_key_check"
				+ "|foreign_key_list|index_info|index_list|index_xinfo|integrity_check|quick_check|table_info|table_list"
				+ "|table_xinfo)\\s*(\\([^();]*\\))?)\\s*;?\\s*", Pattern.CASE_INSENSITIVE);

	private static final boolean[] wordParts = new boolean[SqliteDialect.ASCII];

	/**
	 * The words by their first letter, in upper or lower case.
	 */
	private static final String[][] wordsByFirst = new String[SqliteDialect.ASCII][];

	static {
		for (char c = 0; c < SqliteDialect.ASCII; c++) {
			char first = c;
			wordParts[c] = SqliteDialect.SYNTAX.wordPart().contains(c);
			wordsByFirst[c] = WORDS.stream()
				.filter((word) -> word.charAt(0) == Character.toUpperCase(first))
				.toArray(String[]::new);
		}
	}

	private StickyStatements() {
	}

	/**
	 * Whether a text has such a statement in it.
	 * @param sql one or more statements
	 * @return whether it has
	 */
	static boolean contains(String sql) {
		int length = sql.length();
		int position = 0;
		while (position < length) {
			if (!isWordPart(sql.charAt(position))) {
				position++;
				continue;
			}
			int start = position;
			do {
				position++;
			}
			while (position < length && isWordPart(sql.charAt(position)));
			if (isSticky(sql, start, position - start) && !isParameter(sql, start)) {
				return !READING.matcher(sql).matches();
			}
			if (isOpening(sql, start, position - start) && isFirst(sql, start)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a character can be part of a name. SQLite takes all that is not ASCII for
	 * letters, but a byte order mark before a word for a space.
	 */
	private static boolean isWordPart(char c) {
		return (c < SqliteDialect.ASCII) ? wordParts[c] : SqliteDialect.SYNTAX.wordPart().contains(c);
	}

	private static boolean isSticky(String sql, int start, int length) {
		char first = sql.charAt(start);
		if (first < SqliteDialect.ASCII) {
			for (String word : wordsByFirst[first]) {
				if (word.length() == length && sql.regionMatches(true, start, word, 0, length)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean isOpening(String sql, int start, int length) {
		for (String word : OPENING_WORDS) {
			if (word.length() == length && sql.regionMatches(true, start, word, 0, length)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether a word may be the first of a statement: before it is nothing, the end of
	 * another statement, of a comment, or of a line.
	 */
	private static boolean isFirst(String sql, int start) {
		for (int position = start - 1; position >= 0; position--) {
			char c = sql.charAt(position);
			if (c == ';' || c == '/' || c == '\n' || c == '\r') {
				return true;
			}
			if (!SqliteDialect.SYNTAX.blank().contains(c)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether a word is the name of a parameter, as in {@code :temp}.
	 */
	private static boolean isParameter(String sql, int start) {
		return start > 0 && (sql.charAt(start - 1) == ':' || sql.charAt(start - 1) == '@');
	}

}
