package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.github.pristinedb.engine.SqlDialect;
import io.github.pristinedb.engine.SqlSyntax;
import io.github.pristinedb.engine.SqlSyntax.DollarQuotes;
import io.github.pristinedb.engine.SqlSyntax.Names;

/**
 * The SQL of PostgreSQL, and the failures of its server.
 */
final class PostgresDialect implements SqlDialect {

	static final PostgresDialect INSTANCE = new PostgresDialect();

	private static final int ASCII = 128;

	/**
	 * As the server's scanner has it ("Lexical Structure").
	 */
	static final SqlSyntax SYNTAX = new SqlSyntax(PostgresDialect::isBlank, PostgresDialect::isWordPart, List.of("--"),
			"\n\r", true, "'\"", "'\"", DollarQuotes.TAGGED, true, Names.LOWER_CASE);

	// lock_not_available, deadlock_detected, serialization_failure.
	private static final Set<String> LOCK_FAILURES = Set.of("55P03", "40P01", "40001");

	// disk_full, io_error.
	private static final Set<String> STORAGE_FAILURES = Set.of("53100", "58030");

	// too_many_connections.
	private static final String SHORTAGE = "53300";

	/**
	 * Wherever these names stand, also in a text or in the body of a function, they may
	 * take from Pristine what it tells changes by, or change what no database has alone.
	 */
	private static final Pattern STICKY_NAMES = Pattern
		.compile("track_counts|pg_stat_reset|_replication_slot|" + SharedChanges.STATEMENTS, Pattern.CASE_INSENSITIVE);

	/**
	 * A setting whose name has a dot: settling makes it empty, but only a new session
	 * does not know it. A name that is no literal may have one.
	 */
	private static final Pattern CUSTOM_SETTING = Pattern.compile(
			"\\bset\\s+(?:session\\s+|local\\s+)?[\\w$\"]+\\s*\\.|\\bset_config\\s*\\(\\s*(?!'[^'.]*')",
			Pattern.CASE_INSENSITIVE);

	/**
	 * What makes a type, as each table has one, or takes it away. The driver remembers
	 * the numbers of types by name for as long as it has the connection.
	 */
	private static final Pattern TYPE = Pattern
		.compile("\\b(?:create|alter|drop)\\s+(?:or\\s+replace\\s+)?(?:unlogged\\s+|foreign\\s+|materialized\\s+)?"
				+ "(?:type|domain|table|view|extension|schema)\\b", Pattern.CASE_INSENSITIVE);

	private PostgresDialect() {
	}

	private static boolean isBlank(char c) {
		// Blanks beyond ASCII are letters to PostgreSQL.
		return (c <= ' ' && Character.isWhitespace(c)) || c == SqlSyntax.BYTE_ORDER_MARK;
	}

	private static boolean isWordPart(char c) {
		return (c < ASCII) ? Character.isLetterOrDigit(c) || c == '_' || c == '$' : c != SqlSyntax.BYTE_ORDER_MARK;
	}

	/**
	 * Settings, temporary tables, cursors, locks and the like are none: the engine
	 * settles each connection when the scenario has ended.
	 */
	@Override
	public boolean sticksToConnection(String sql) {
		return STICKY_NAMES.matcher(sql).find()
				|| PostgresStatement.parse(sql).stream().anyMatch(PostgresStatement::sticks);
	}

	/**
	 * {@inheritDoc} They set a custom setting, or the driver may remember a type that is
	 * no more.
	 */
	@Override
	public Predicate<String> outlivesSettling() {
		return PostgresDialect::spendsConnection;
	}

	static boolean spendsConnection(String sql) {
		return CUSTOM_SETTING.matcher(sql).find() || TYPE.matcher(sql).find();
	}

	@Override
	public List<ScriptStatement> split(String script) {
		return ScriptStatement.of(script, PostgresStatement.parse(script), PostgresStatement::start,
				PostgresStatement::end);
	}

	@Override
	public boolean isLockFailure(SQLException failure) {
		return has(LOCK_FAILURES, failure);
	}

	@Override
	public boolean isConnectionShortage(SQLException failure) {
		return SHORTAGE.equals(failure.getSQLState());
	}

	@Override
	public boolean isStorageFailure(SQLException failure) {
		return has(STORAGE_FAILURES, failure);
	}

	private static boolean has(Set<String> states, SQLException failure) {
		return failure.getSQLState() != null && states.contains(failure.getSQLState());
	}

}
