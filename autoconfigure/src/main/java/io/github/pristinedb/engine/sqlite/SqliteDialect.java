package io.github.pristinedb.engine.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

import io.github.pristinedb.engine.SqlDialect;
import io.github.pristinedb.engine.SqlSyntax;
import io.github.pristinedb.engine.SqlSyntax.DollarQuotes;
import io.github.pristinedb.engine.SqlSyntax.Names;
import org.sqlite.SQLiteErrorCode;

/**
 * What is known of SQLite's SQL, and of the failures of its driver.
 */
final class SqliteDialect implements SqlDialect {

	static final SqliteDialect INSTANCE = new SqliteDialect();

	static final int ASCII = 128;

	/**
	 * As SQLite's tokenizer has it ("tokenize.c").
	 */
	static final SqlSyntax SYNTAX = new SqlSyntax(SqliteDialect::isBlank, SqliteDialect::isWordPart, List.of("--"),
			"\n", false, "'\"`[", "'\"`]", DollarQuotes.NONE, false, Names.AS_WRITTEN);

	private static final Set<Integer> LOCK_FAILURES = Set.of(SQLiteErrorCode.SQLITE_BUSY.code,
			SQLiteErrorCode.SQLITE_LOCKED.code);

	private static final Set<Integer> STORAGE_FAILURES = Set.of(SQLiteErrorCode.SQLITE_FULL.code,
			SQLiteErrorCode.SQLITE_IOERR.code, SQLiteErrorCode.SQLITE_READONLY.code,
			SQLiteErrorCode.SQLITE_CANTOPEN.code);

	private SqliteDialect() {
	}

	private static boolean isBlank(char c) {
		// Blanks beyond ASCII are letters to SQLite.
		return (c <= ' ' && Character.isWhitespace(c)) || c == SqlSyntax.BYTE_ORDER_MARK;
	}

	private static boolean isWordPart(char c) {
		return (c < ASCII) ? Character.isLetterOrDigit(c) || c == '_' || c == '$' : c != SqlSyntax.BYTE_ORDER_MARK;
	}

	@Override
	public boolean sticksToConnection(String sql) {
		return StickyStatements.contains(sql);
	}

	@Override
	public List<ScriptStatement> split(String script) {
		return ScriptStatement.of(script, SqliteStatement.parse(script), SqliteStatement::start, SqliteStatement::end);
	}

	@Override
	public boolean isLockFailure(SQLException failure) {
		return LOCK_FAILURES.contains(primaryCode(failure));
	}

	@Override
	public boolean isStorageFailure(SQLException failure) {
		return STORAGE_FAILURES.contains(primaryCode(failure));
	}

	/**
	 * The primary result code is the low byte.
	 */
	private static int primaryCode(SQLException failure) {
		return failure.getErrorCode() & 0xFF;
	}

	/**
	 * A name in a statement.
	 * @param name the name as it is
	 * @return the name in quotation marks
	 */
	static String quoted(String name) {
		return '"' + name.replace("\"", "\"\"") + '"';
	}

}
