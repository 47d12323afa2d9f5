package io.github.pristinedb.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

import io.github.pristinedb.engine.TransactionRules;
import io.github.pristinedb.proxy.StatementGate.Execution;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the one transaction of a scenario usable where a failed statement aborts it. A
 * protected statement leaves a savepoint behind. Servers are slow with many of them, so
 * they are released now and then. Not for use by several threads.
 */
final class FailureShield {

	/**
	 * So many savepoints cost less than a round trip that releases them.
	 */
	private static final int MANY = 32;

	private final Connection connection;

	private final TransactionRules rules;

	private final WriteStack writes;

	private int left;

	// Since the savepoint that was left last, or ever.
	private boolean wroteSince;

	private boolean wrote;

	private @Nullable Savepoint base;

	FailureShield(Connection connection, TransactionRules rules, WriteStack writes) {
		this.connection = connection;
		this.rules = rules;
		this.writes = writes;
	}

	/**
	 * Run a statement so that its failure undoes what it did itself, and nothing else.
	 * @param <R> the type of its result
	 * @param statement runs it
	 * @return its result
	 * @throws SQLException if it fails
	 */
	<R> R run(Execution<R> statement) throws SQLException {
		if (this.left >= MANY && !this.writes.isEmpty()) {
			// The savepoints that are left stand among those of the writes.
			return behindSavepoint(statement);
		}
		if (this.left >= MANY) {
			if (this.base != null) {
				this.connection.releaseSavepoint(this.base);
			}
			this.base = this.connection.setSavepoint("pristine_base");
			this.left = 0;
		}
		this.left++;
		this.wroteSince = false;
		this.rules.protectStatements(true);
		try {
			return statement.run();
		}
		finally {
			this.rules.protectStatements(false);
		}
	}

	private <R> R behindSavepoint(Execution<R> statement) throws SQLException {
		Savepoint before = this.connection.setSavepoint("pristine_statement");
		R result;
		try {
			result = statement.run();
		}
		catch (SQLException ex) {
			this.connection.rollback(before);
			throw ex;
		}
		this.connection.releaseSavepoint(before);
		return result;
	}

	/**
	 * A statement has written, whether it was protected or not.
	 */
	void wrote() {
		this.wrote = true;
		this.wroteSince = true;
	}

	/**
	 * Make the physical connection usable after a call failed.
	 * @param transaction the transaction that the call was made in, {@code null} if there
	 * is none or it has not written
	 * @return whether nothing is lost but what that transaction will have to undo anyway
	 * @throws SQLException if the connection fails
	 */
	boolean heal(@Nullable LogicalTransaction transaction) throws SQLException {
		if (!this.writes.isEmpty()) {
			boolean own = transaction != null && this.writes.endsWith(transaction) && !transaction.hasNewSavepoint();
			this.writes.undoLast();
			return own;
		}
		if (this.left > 0) {
			this.rules.undoProtectedStatement();
			return !this.wroteSince;
		}
		this.connection.rollback();
		return !this.wrote;
	}

}
