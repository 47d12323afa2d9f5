package io.github.pristinedb.engine;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * An engine's knowledge of one connection on which a whole scenario runs inside a single
 * transaction. Savepoints stand for the application's transactions. Made for a connection
 * whose transaction has just begun, and used by one thread at a time.
 * <p>
 * On a server a failed statement may abort the whole transaction, and sequences are not
 * rolled back. Some servers commit before they change the schema; the methods say what is
 * asked of it.
 */
public interface TransactionRules {

	/**
	 * The effects of a text of SQL on the transaction. To be called for each statement,
	 * so quick. A server that commits by itself before a change of the schema refuses
	 * such a change; one whose queries may call functions that write says that every
	 * statement writes.
	 * @param sql one or more statements
	 * @return its traits
	 * @throws SQLException if the connection had to be asked, and could not be
	 */
	StatementTraits traits(String sql) throws SQLException;

	/**
	 * Whether the transaction is gone, with all that the scenario has done so far,
	 * although nobody has ended it: asked after a statement failed. If so, another one
	 * has begun when this returns.
	 * @param failure what the statement threw
	 * @return whether it is gone
	 * @throws SQLException if it cannot be told
	 */
	default boolean isTransactionLost(SQLException failure) throws SQLException {
		return false;
	}

	/**
	 * Whether nothing can be done in a transaction any more after a statement failed, but
	 * to roll back to a savepoint. PostgreSQL says yes, SQLite says no: a statement that
	 * fails there takes back what it did itself, and nothing else.
	 * @return whether it is so
	 */
	default boolean isAbortedByFailure() {
		return false;
	}

	/**
	 * Whether a constraint may wait until the commit. Then
	 * {@link #checkDeferredConstraints()} is asked at the end of each of the
	 * application's transactions. Where no table has such a constraint this costs next to
	 * nothing. To be called before a statement that writes: what the database violates by
	 * then is nobody's fault.
	 * @return whether there may be any
	 * @throws SQLException if it cannot be told
	 */
	default boolean hasDeferredConstraints() throws SQLException {
		return false;
	}

	/**
	 * Check the constraints that wait for the commit, as a commit would. SQLite looks for
	 * foreign keys that were not violated at the last check. PostgreSQL runs
	 * {@code SET CONSTRAINTS ALL IMMEDIATE}, which fails as the commit would, and sets
	 * them back.
	 * @throws SQLException as the driver throws it for a commit
	 */
	default void checkDeferredConstraints() throws SQLException {
	}

	/**
	 * All constraints are to wait until the end of the transaction, or no longer. SQLite
	 * has {@code PRAGMA defer_foreign_keys} for it, PostgreSQL
	 * {@code SET CONSTRAINTS ALL DEFERRED}.
	 * @param deferred whether they wait
	 * @throws SQLException if the connection fails
	 */
	default void deferConstraints(boolean deferred) throws SQLException {
	}

	/**
	 * The schema may have changed.
	 */
	default void schemaChanged() {
	}

	/**
	 * Whether a savepoint that is set in auto-commit mode begins a transaction, as the
	 * driver of SQLite has it, rather than being refused or ignored.
	 * @return whether it does
	 */
	default boolean isTransactionBegunBySavepoint() {
		return false;
	}

	/**
	 * Whether a command that begins a transaction turns auto-commit mode off until the
	 * transaction's end, and whether there always is a transaction without that mode.
	 * @return whether it is so; otherwise the mode stays, and there is no transaction
	 * after a command that has ended one
	 */
	default boolean isAutoCommitTurnedOffByCommand() {
		return false;
	}

	/**
	 * Whether the driver commits before it sets the level of isolation. A connection that
	 * runs in one transaction then remembers its level, without any effect: nobody else
	 * writes to the database.
	 * @return whether it does
	 */
	default boolean isCommittedByIsolationLevel() {
		return false;
	}

	/**
	 * The name that the driver gives a savepoint without one.
	 * @param number the savepoint's number in its connection, from 1 on
	 * @return the name
	 */
	default String savepointName(int number) {
		return "JDBC_SAVEPOINT_" + number;
	}

	/**
	 * The failure of the driver when it is asked for something that its state does not
	 * allow. By default an exception with the codes of the SQL standard.
	 * @param mistake what was asked
	 * @param savepoint the name of the savepoint that was named, empty if none was
	 * @return the exception, of the driver's type and codes, or {@code null} if the
	 * driver lets it pass without doing anything
	 */
	default @Nullable SQLException failure(Mistake mistake, String savepoint) {
		return switch (mistake) {
			case AUTO_COMMIT -> new SQLException("The connection is in auto-commit mode", "25000");
			case NOTHING_TO_COMMIT, NOTHING_TO_ROLL_BACK -> new SQLException("No transaction is active", "25000");
			case BEGUN_ALREADY -> new SQLException("A transaction is active already", "25001");
			case NO_SUCH_SAVEPOINT, NOTHING_TO_RELEASE ->
				new SQLException("There is no savepoint '" + savepoint + "'", "3B001");
		};
	}

	/**
	 * A request that a connection cannot serve in its present state.
	 */
	enum Mistake {

		/**
		 * To commit, to roll back or to name a savepoint in auto-commit mode.
		 */
		AUTO_COMMIT,

		/**
		 * To commit without a transaction.
		 */
		NOTHING_TO_COMMIT,

		/**
		 * To roll back without a transaction.
		 */
		NOTHING_TO_ROLL_BACK,

		/**
		 * To begin a transaction inside of one.
		 */
		BEGUN_ALREADY,

		/**
		 * To roll back to a savepoint that there is not.
		 */
		NO_SUCH_SAVEPOINT,

		/**
		 * To release a savepoint that there is not.
		 */
		NOTHING_TO_RELEASE

	}

}
