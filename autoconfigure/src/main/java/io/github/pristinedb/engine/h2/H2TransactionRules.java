package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

import io.github.pristinedb.engine.StatementTraits;
import io.github.pristinedb.engine.TransactionRules;
import org.h2.api.ErrorCode;
import org.h2.message.DbException;
import org.jspecify.annotations.Nullable;

/**
 * What H2 does, and does not, inside a transaction. It commits before each change of the
 * schema. It takes back no number of a sequence, which is why a scenario's database is
 * never used again. It checks each constraint at once.
 */
final class H2TransactionRules implements TransactionRules {

	private static final Set<String> READING = Set.of("SELECT", "VALUES", "TABLE", "SHOW", "HELP", "EXPLAIN", "WITH",
			"CHECKPOINT");

	// The other settings are the database's, and H2 commits before it changes them.
	private static final Set<String> SESSION_SETTINGS = Set.of("@", "CATALOG", "LAZY_QUERY_EXECUTION", "LOCK_TIMEOUT",
			"NON_KEYWORDS", "QUERY_TIMEOUT", "SCHEMA", "SCHEMA_SEARCH_PATH", "THROTTLE", "TIME",
			"TRUNCATE_LARGE_LENGTH", "VARIABLE_BINARY");

	// SCRIPT only reads, and commits all the same.
	private static final Set<String> COMMITTING = Set.of("CREATE", "ALTER", "DROP", "TRUNCATE", "COMMENT", "GRANT",
			"REVOKE", "ANALYZE", "SCRIPT", "RUNSCRIPT", "DECLARE", "PREPARE", "DEALLOCATE", "REFRESH");

	private final boolean hasFunctions;

	H2TransactionRules(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet functions = statement
					.executeQuery("SELECT EXISTS(SELECT * FROM INFORMATION_SCHEMA.ROUTINES)")) {
			// No other one comes before the transaction's end.
			this.hasFunctions = functions.next() && functions.getBoolean(1);
		}
	}

	@Override
	public StatementTraits traits(String sql) {
		List<H2Statement> statements = H2Statement.parse(sql);
		if (statements.size() == 1) {
			return traits(statements.get(0));
		}
		StatementTraits traits = new StatementTraits(false, false, false, false, false, false, null, null);
		for (H2Statement each : statements) {
			StatementTraits own = traits(each);
			if (own.command() != null) {
				return refused(each.verb() + " stands among other statements, so that a transaction begins or ends in"
						+ " the midst of them");
			}
			traits = traits.and(own);
		}
		return traits;
	}

	private StatementTraits traits(H2Statement statement) {
		if (statement.command() != null) {
			return new StatementTraits(false, false, false, false, false, false, statement.command(), null);
		}
		String refusal = refusal(statement);
		return (refusal != null) ? refused(refusal) : new StatementTraits(writes(statement), false,
				statement.verb().equals("CREATE"), statement.sticks(), statement.asksConnection(), false, null, null);
	}

	private boolean writes(H2Statement statement) {
		String verb = statement.verb();
		if (verb.equals("SET") || verb.equals("USE")) {
			return false;
		}
		return !READING.contains(verb) || statement.hasWritingWord() || this.hasFunctions;
	}

	private static @Nullable String refusal(H2Statement statement) {
		String verb = statement.verb();
		return switch (verb) {
			case "SET" -> refusalOfSetting(statement);
			case "CREATE", "DECLARE" -> statement.isTransactionalTable() ? null : commits(verb);
			case "ALTER" -> statement.isOfSequence() ? null : commits(verb);
			case "EXECUTE" -> "EXECUTE runs statements that nobody sees before";
			case "SHUTDOWN" -> "SHUTDOWN ends the database of the scenario";
			case "COMMIT", "ROLLBACK" -> verb + " TRANSACTION is a part of a two-phase commit";
			default -> COMMITTING.contains(verb) ? commits(verb) : null;
		};
	}

	private static @Nullable String refusalOfSetting(H2Statement statement) {
		String setting = statement.word(1);
		if (setting.equals("AUTOCOMMIT")) {
			return "SET AUTOCOMMIT is not seen by the transaction (use Connection.setAutoCommit)";
		}
		return (SESSION_SETTINGS.contains(setting) || setting.startsWith("TRACE_LEVEL_")) ? null
				: commits("SET " + setting);
	}

	private static String commits(String verb) {
		return "H2 commits the transaction before it executes " + verb;
	}

	private static StatementTraits refused(String reason) {
		return new StatementTraits(true, false, true, false, false, false, null, reason);
	}

	@Override
	public boolean isAbortedByFailure() {
		return false;
	}

	/**
	 * H2 rolls the whole transaction back when it is the victim of a deadlock. After any
	 * other failure it takes back the statement alone.
	 */
	@Override
	public boolean isTransactionLost(SQLException failure) {
		return failure.getErrorCode() == ErrorCode.DEADLOCK_1;
	}

	@Override
	public boolean hasDeferredConstraints() {
		return false;
	}

	@Override
	public void checkDeferredConstraints() {
	}

	@Override
	public void deferConstraints(boolean deferred) {
	}

	@Override
	public void schemaChanged() {
	}

	@Override
	public boolean isAutoCommitTurnedOffByCommand() {
		return true;
	}

	@Override
	public boolean isCommittedByIsolationLevel() {
		return true;
	}

	@Override
	public String savepointName(int number) {
		return "SYSTEM_SAVEPOINT_" + (number - 1);
	}

	@Override
	public @Nullable SQLException failure(Mistake mistake, String savepoint) {
		return (mistake == Mistake.NO_SUCH_SAVEPOINT)
				? DbException.getJdbcSQLException(ErrorCode.SAVEPOINT_IS_INVALID_1, savepoint) : null;
	}

}
