package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

import io.github.pristinedb.engine.StatementRefusal;
import io.github.pristinedb.engine.StatementTraits;
import io.github.pristinedb.engine.TransactionRules;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL does, and does not, inside a transaction. It rolls changes of the
 * schema back. A failed statement aborts the transaction.
 */
final class PostgresTransactionRules implements TransactionRules {

	private static final Set<String> READING = Set.of("SELECT", "VALUES", "TABLE", "SHOW", "EXPLAIN", "WITH", "FETCH",
			"MOVE", "CLOSE");

	PostgresTransactionRules(Connection connection) throws SQLException {
	}

	@Override
	public StatementTraits traits(String sql) throws SQLException {
		List<PostgresStatement> statements = PostgresStatement.parse(sql);
		if (statements.size() == 1) {
			return traits(statements.get(0));
		}
		StatementTraits traits = new StatementTraits(false, false, false, false, false, false, null, null);
		for (PostgresStatement each : statements) {
			StatementTraits own = traits(each);
			if (own.command() != null) {
				return refused(
						new StatementRefusal(
								each.verb() + " stands among other statements, so that a transaction"
										+ " begins or ends in the midst of them",
								"Execute " + each.verb() + " alone."));
			}
			traits = traits.and(own);
		}
		return traits;
	}

	private static StatementTraits traits(PostgresStatement statement) {
		if (statement.command() != null) {
			return new StatementTraits(false, false, false, false, false, false, statement.command(), null);
		}
		StatementRefusal refusal = TransactionRefusals.of(statement);
		boolean writes = !READING.contains(statement.verb()) || statement.hasWritingWord();
		return (refusal != null) ? refused(refusal) : new StatementTraits(writes, !writes, statement.changesSchema(),
				statement.sticks(), false, false, null, null);
	}

	private static StatementTraits refused(StatementRefusal refusal) {
		return new StatementTraits(true, false, true, false, false, false, null, refusal);
	}

	@Override
	public boolean isAbortedByFailure() {
		return true;
	}

	@Override
	public @Nullable SQLException failure(Mistake mistake, String savepoint) {
		return switch (mistake) {
			case NOTHING_TO_COMMIT, NOTHING_TO_ROLL_BACK, BEGUN_ALREADY -> null;
			case AUTO_COMMIT -> new SQLException("Cannot commit when autoCommit is enabled.", "25P01");
			case NO_SUCH_SAVEPOINT, NOTHING_TO_RELEASE ->
				new SQLException("ERROR: savepoint \"" + savepoint + "\" does not exist", "3B001");
		};
	}

}
