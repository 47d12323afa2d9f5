package io.github.pristinedb.engine;

import java.sql.SQLException;
import java.sql.Savepoint;

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
	 * Whether a failed statement aborts its transaction, which then accepts nothing but a
	 * rollback. PostgreSQL says yes. SQLite says no: a statement that fails there takes
	 * back what it did itself, and nothing else. A failed commit ends the transaction
	 * where this is so.
	 * @return whether it does
	 */
	default boolean isAbortedByFailure() {
		return false;
	}

	/**
	 * Whether a failure is one of those that abort a transaction. A driver finds some
	 * mistakes before it sends anything.
	 * @param failure what a call threw
	 * @return whether it aborts
	 */
	default boolean isAborting(SQLException failure) {
		return false;
	}

	/**
	 * Whether the physical connection accepts nothing but a rollback. Asked after each
	 * failure, so quick.
	 * @return whether its transaction is aborted
	 */
	default boolean isAborted() {
		return false;
	}

	/**
	 * Let statements take back what they did themselves if they fail, and nothing else,
	 * until this is called again. A driver that sends a savepoint along with a statement
	 * saves its round trip. The savepoints stay.
	 * @param protect whether they do
	 */
	default void protectStatements(boolean protect) {
	}

	/**
	 * Undo the last statement that was protected, and what was done after it.
	 * @throws SQLException if the connection fails
	 */
	default void undoProtectedStatement() throws SQLException {
	}

	/**
	 * Whether the server lets a savepoint {@linkplain #renew stand elsewhere} in one
	 * round trip. Then a savepoint that is of no more use stays until the next one is
	 * set.
	 * @return whether it does; otherwise such a savepoint is released at once
	 */
	default boolean renewsSavepoints() {
		return false;
	}

	/**
	 * Let a savepoint stand at the present state, and forget the state where it stood.
	 * Asked where {@linkplain #renewsSavepoints() savepoints are renewed}.
	 * @param savepoint a savepoint with a name
	 * @throws SQLException if the connection fails
	 */
	default void renew(Savepoint savepoint) throws SQLException {
		throw new UnsupportedOperationException();
	}

	/**
	 * Let nothing be written until the end of the savepoint that was set last, whether it
	 * is released or rolled back to.
	 * @throws SQLException if the connection fails
	 */
	default void forbidWrites() throws SQLException {
	}

	/**
	 * The transaction was rolled back. What a rollback leaves is put back: the numbers
	 * that sequences have given, or locks of the session.
	 * @return whether the connection and its database are now as they were before the
	 * transaction; otherwise the database is restored like any other
	 * @throws SQLException if it fails
	 */
	default boolean rolledBack() throws SQLException {
		return false;
	}

	/**
	 * Whether a statement has left something on the connection that no rollback takes
	 * back, although it ends with the connection. The connection is closed then.
	 * @return whether it has
	 */
	default boolean isConnectionSpent() {
		return false;
	}

	/**
	 * Whether a constraint may wait until the commit. Then
	 * {@link #checkDeferredConstraints()} is asked at the end of each of the
	 * application's transactions with a statement that {@linkplain #awaitsCommit may
	 * await} it. Where no table has such a constraint this costs next to nothing. To be
	 * called before a statement that writes: what the database violates by then is
	 * nobody's fault.
	 * @return whether there may be any
	 * @throws SQLException if it cannot be told
	 */
	default boolean hasDeferredConstraints() throws SQLException {
		return false;
	}

	/**
	 * Whether a constraint that waits for the commit may have to check the writes of a
	 * statement. Asked where {@linkplain #hasDeferredConstraints() there are any}, when
	 * the statement is executed: an earlier one may have told constraints to wait.
	 * @param traits the traits of the statement
	 * @return whether it may
	 */
	default boolean awaitsCommit(StatementTraits traits) {
		return traits.awaitsCommit();
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
	 * transaction's end.
	 * @return whether it does; otherwise the mode stays
	 */
	default boolean isAutoCommitTurnedOffByCommand() {
		return false;
	}

	/**
	 * Whether there always is a transaction without auto-commit mode, also after a
	 * command that ends one.
	 * @return whether it is so
	 */
	default boolean isAlwaysInTransaction() {
		return isAutoCommitTurnedOffByCommand();
	}

	/**
	 * Whether auto-commit mode stays off when the commit fails that turns it on.
	 * @return whether it does
	 */
	default boolean isAutoCommitOffAfterFailure() {
		return false;
	}

	/**
	 * Whether the driver sets no level of isolation within a transaction, or commits
	 * before. A logical connection then remembers its level. Nobody else writes to the
	 * database but the other connections of the scenario.
	 * @return whether it is so
	 */
	default boolean isIsolationFixed() {
		return false;
	}

	/**
	 * Whether the driver makes no transaction read-only that has begun. A logical
	 * connection then remembers its mode, and {@link #forbidWrites()} enforces it.
	 * @return whether it is so
	 */
	default boolean isReadOnlyFixed() {
		return false;
	}

	/**
	 * Whether the driver reads all rows at once in auto-commit mode, whatever the fetch
	 * size.
	 * @return whether it does
	 */
	default boolean isFetchSizeOfTransactions() {
		return false;
	}

	/**
	 * Whether the driver reads and writes large objects on the server, as soon as it is
	 * asked to, and only within a transaction.
	 * @return whether it does
	 */
	default boolean isLargeObjectOfTransactions() {
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
	 * The failure of the driver, or of the server, when a connection is asked for
	 * something that its state does not allow. By default an exception with the codes of
	 * the SQL standard.
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
			case SAVEPOINT_RELEASED, NO_TRANSACTION, MODE_IN_TRANSACTION, LARGE_OBJECT -> null;
			case ABORTED -> new SQLException("The transaction is aborted", "25P02");
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
		NOTHING_TO_RELEASE,

		/**
		 * To name a savepoint by an object that was released.
		 */
		SAVEPOINT_RELEASED,

		/**
		 * To set or name a savepoint by a command outside of transactions.
		 */
		NO_TRANSACTION,

		/**
		 * To set a level of isolation, or the read-only mode, within a transaction.
		 */
		MODE_IN_TRANSACTION,

		/**
		 * To read or write a large object in auto-commit mode.
		 */
		LARGE_OBJECT,

		/**
		 * Anything but a rollback after a statement failed.
		 */
		ABORTED

	}

}
