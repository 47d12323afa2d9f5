package io.github.pristinedb.engine.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

import io.github.pristinedb.engine.StatementRefusal;
import io.github.pristinedb.engine.StatementTraits;
import io.github.pristinedb.engine.TransactionRules;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.core.DB;

/**
 * What SQLite does, and does not, inside a transaction.
 */
final class SqliteTransactionRules implements TransactionRules {

	private static final Set<String> OUTSIDE_ONLY = Set.of("VACUUM", "ATTACH", "DETACH");

	private static final Set<String> READING = Set.of("SELECT", "VALUES", "EXPLAIN");

	private static final Set<String> SCHEMA = Set.of("CREATE", "ALTER", "DROP");

	private final Statement statement;

	private final SqliteDeferredForeignKeys foreignKeys;

	SqliteTransactionRules(Connection connection) throws SQLException {
		this.statement = connection.createStatement();
		this.foreignKeys = new SqliteDeferredForeignKeys(this.statement);
	}

	@Override
	public StatementTraits traits(String sql) throws SQLException {
		List<SqliteStatement> statements = SqliteStatement.of(sql);
		if (statements.size() == 1) {
			return traits(statements.get(0), sql);
		}
		StatementTraits traits = new StatementTraits(true, false, false, false, false, true, null, null);
		for (SqliteStatement each : statements) {
			StatementTraits own = traits(each, sql);
			if (own.command() != null) {
				return refused(each.verb() + " stands among other statements, so that a transaction begins or ends in"
						+ " the midst of them");
			}
			traits = traits.and(own);
		}
		return traits;
	}

	private StatementTraits traits(SqliteStatement statement, String sql) throws SQLException {
		if (statement.command() != null) {
			return StatementTraits.of(statement.command());
		}
		String verb = statement.verb();
		if (OUTSIDE_ONLY.contains(verb)) {
			return refused(verb + " is not possible inside a transaction");
		}
		boolean sticks = StickyStatements.contains(sql);
		if (verb.equals("PRAGMA")) {
			SqlitePragma pragma = SqlitePragma.of(statement.head());
			String refusal = refusal(pragma);
			return (refusal != null) ? refused(refusal) : new StatementTraits(pragma.writes(), false, sticks, false,
					pragma.defersConstraints(), pragma.writes(), null, null);
		}
		boolean writes = verb.equals("WITH") ? statement.writes() : !READING.contains(verb);
		return new StatementTraits(writes, SCHEMA.contains(verb), sticks, statement.asksConnection(), false, writes,
				null, null);
	}

	private static StatementTraits refused(String reason) {
		return StatementTraits.of(StatementRefusal.of(reason));
	}

	private @Nullable String refusal(SqlitePragma pragma) throws SQLException {
		if (pragma.isCheckpoint()) {
			return "PRAGMA wal_checkpoint is not possible inside a transaction";
		}
		if (pragma.isOutsideOnly()) {
			try (ResultSet present = this.statement.executeQuery("PRAGMA " + pragma.name())) {
				if (!present.next() || !pragma.is(present.getString(1))) {
					return "PRAGMA " + pragma.name() + " has no effect inside a transaction, and is not "
							+ pragma.value() + " by now";
				}
			}
		}
		return null;
	}

	@Override
	public boolean isTransactionLost(SQLException failure) {
		try {
			// Fails inside a transaction.
			this.statement.execute("BEGIN");
			return true;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	@Override
	public boolean hasDeferredConstraints() throws SQLException {
		return this.foreignKeys.exist();
	}

	@Override
	public void checkDeferredConstraints() throws SQLException {
		if (this.foreignKeys.areViolated()) {
			throw DB.newSQLException(SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY.code,
					"FOREIGN KEY constraint failed");
		}
	}

	@Override
	public void deferConstraints(boolean deferred) throws SQLException {
		this.foreignKeys.defer(deferred);
	}

	@Override
	public void schemaChanged() {
		this.foreignKeys.forgetTables();
	}

	@Override
	public boolean isTransactionBegunBySavepoint() {
		return true;
	}

	@Override
	public String savepointName(int number) {
		return "SQLITE_SAVEPOINT_" + number;
	}

	@Override
	public @Nullable SQLException failure(Mistake mistake, String savepoint) {
		return switch (mistake) {
			case AUTO_COMMIT -> new SQLException("database in auto-commit mode");
			case NOTHING_TO_COMMIT -> error("cannot commit - no transaction is active");
			case NOTHING_TO_ROLL_BACK -> error("cannot rollback - no transaction is active");
			case BEGUN_ALREADY -> error("cannot start a transaction within a transaction");
			case SAVEPOINT_RELEASED, NO_TRANSACTION, MODE_IN_TRANSACTION, LARGE_OBJECT, ABORTED -> null;
			case NO_SUCH_SAVEPOINT, NOTHING_TO_RELEASE -> error("no such savepoint: " + savepoint);
		};
	}

	private static SQLException error(String message) {
		return DB.newSQLException(SQLiteErrorCode.SQLITE_ERROR.code, message);
	}

}
