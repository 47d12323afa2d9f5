package io.github.pristinedb.transaction;

import java.sql.SQLException;

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

	private final Savepoints savepoints;

	private final TransactionRules rules;

	private final WriteStack writes;

	private int most = MANY;

	FailureShield(Savepoints savepoints, TransactionRules rules, WriteStack writes) {
		this.savepoints = savepoints;
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
		if (this.savepoints.isUnused()) {
			return first(statement);
		}
		if (this.savepoints.ofDriver() >= this.most) {
			if (!this.writes.isEmpty()) {
				// The savepoints that are left stand among those of the writes.
				return this.savepoints.behind("pristine_statement", statement);
			}
			this.savepoints.releaseAll();
			this.savepoints.set("pristine_base");
			// Those below the first of ours stay.
			this.most = this.savepoints.ofDriver() + MANY;
		}
		this.rules.protectStatements(true);
		try {
			R result = statement.run();
			this.savepoints.setByDriver();
			return result;
		}
		catch (SQLException ex) {
			if (this.rules.isAborting(ex)) {
				this.savepoints.setByDriver();
			}
			// Otherwise the driver has found a mistake, and may have sent nothing.
			throw ex;
		}
		finally {
			this.rules.protectStatements(false);
		}
	}

	/**
	 * Nothing is lost if the transaction begins anew, so it needs no savepoint yet.
	 */
	private <R> R first(Execution<R> statement) throws SQLException {
		try {
			R result = statement.run();
			this.savepoints.used();
			return result;
		}
		catch (SQLException ex) {
			if (this.rules.isAborted()) {
				this.savepoints.undoLast();
			}
			throw ex;
		}
	}

	/**
	 * Make the physical connection usable after a call failed.
	 * @param transaction the transaction that the call was made in, {@code null} if there
	 * is none or it has not written
	 * @return whether nothing is lost but what that transaction will have to undo anyway
	 * @throws SQLException if the connection fails
	 */
	boolean heal(@Nullable LogicalTransaction transaction) throws SQLException {
		boolean own = transaction != null && this.writes.endsWith(transaction) && !transaction.hasNewSavepoint();
		return !this.savepoints.undoLast() || own;
	}

}
