package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

import io.github.pristinedb.engine.StatementRefusal;
import io.github.pristinedb.engine.StatementTraits;
import io.github.pristinedb.engine.TransactionRules;
import org.h2.api.ErrorCode;
import org.h2.message.DbException;
import org.jspecify.annotations.Nullable;

/**
 * What H2 does, and does not, inside a transaction. It commits before most changes of the
 * schema. A rollback takes back no number of a sequence and no change of a sequence's
 * properties; the restoration of the slot does. H2 checks each constraint at once.
 */
final class H2TransactionRules implements TransactionRules {

	private static final Set<String> READING = Set.of("SELECT", "VALUES", "TABLE", "SHOW", "HELP", "EXPLAIN", "WITH",
			"CHECKPOINT");

	private final boolean hasFunctions;

	private final TransactionRefusals refusals;

	H2TransactionRules(Connection connection) throws SQLException {
		// No other one comes before the transaction's end.
		this.hasFunctions = hasFunctions(connection);
		this.refusals = new TransactionRefusals(connection);
	}

	private static boolean hasFunctions(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet functions = statement
					.executeQuery("SELECT EXISTS(SELECT * FROM INFORMATION_SCHEMA.ROUTINES)")) {
			return functions.next() && functions.getBoolean(1);
		}
		catch (SQLSyntaxErrorException ex) {
			// With OLD_INFORMATION_SCHEMA=TRUE in its URL, a connection does not see the
			// view.
			return true;
		}
	}

	@Override
	public StatementTraits traits(String sql) throws SQLException {
		List<H2Statement> statements = H2Statement.parse(sql);
		if (statements.size() == 1) {
			return traits(statements.get(0), sql);
		}
		StatementTraits traits = StatementTraits.NONE;
		for (H2Statement each : statements) {
			StatementTraits own = traits(each, sql);
			if (own.command() != null) {
				return StatementTraits.of(
						new StatementRefusal(
								each.verb() + " stands among other statements, so that a transaction"
										+ " begins or ends in the midst of them",
								"Execute " + each.verb() + " alone."));
			}
			traits = traits.and(own);
		}
		return traits;
	}

	private StatementTraits traits(H2Statement statement, String sql) throws SQLException {
		if (statement.command() != null) {
			return StatementTraits.of(statement.command());
		}
		StatementRefusal refusal = this.refusals.of(statement, sql);
		return (refusal != null) ? StatementTraits.of(refusal)
				: new StatementTraits(writes(statement), statement.verb().equals("CREATE"), statement.sticks(),
						statement.asksConnection(), false, false, null, null);
	}

	private boolean writes(H2Statement statement) {
		String verb = statement.verb();
		if (verb.equals("SET") || verb.equals("USE")) {
			return false;
		}
		return !READING.contains(verb) || statement.hasWritingWord() || this.hasFunctions;
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
	public boolean isIsolationFixed() {
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
