package io.github.pristinedb.benchmarks.hammer;

/**
 * How a scenario leaves its database and its connections to whoever comes next.
 */
enum Parting {

	/**
	 * As a scenario should.
	 */
	TIDY,

	/**
	 * With a connection that is never closed.
	 */
	LEAKED_CONNECTION,

	/**
	 * The same, in the middle of a transaction.
	 */
	LEAKED_TRANSACTION,

	/**
	 * With a thread that goes on to write through a connection it has.
	 */
	THREAD_LEFT_BEHIND,

	/**
	 * With asynchronous work that may start only when the scenario is over.
	 */
	LATE_ASYNC,

	/**
	 * The same, at the very moment of the end.
	 */
	RACING_ASYNC,

	/**
	 * Closing a connection in the middle of a transaction.
	 */
	OPEN_TRANSACTION,

	/**
	 * The same, where the transaction was begun by SQL.
	 */
	OPEN_TRANSACTION_OF_SQL,

	/**
	 * The same, where a savepoint of SQL began it.
	 */
	OPEN_SAVEPOINT_OF_SQL,

	/**
	 * The same, where a savepoint of JDBC began it.
	 */
	OPEN_SAVEPOINT,

	/**
	 * Closing a connection in the middle of a query.
	 */
	OPEN_RESULT,

	/**
	 * Closing a connection in the middle of reading its metadata.
	 */
	OPEN_METADATA,

	/**
	 * With settings of a connection or of the database.
	 */
	SETTINGS,

	/**
	 * The same, by a way around the connection's statements.
	 */
	SETTINGS_THROUGH_METADATA,

	/**
	 * With a write-ahead log.
	 */
	WRITE_AHEAD_LOG,

	/**
	 * With a connection that locks the database for good.
	 */
	EXCLUSIVE_LOCK,

	/**
	 * With another database attached, or with another schema.
	 */
	OTHER_DATABASE,

	/**
	 * With pages of another size.
	 */
	PAGE_SIZE,

	/**
	 * With temporary tables and triggers.
	 */
	TEMPORARY,

	/**
	 * With a function of its own.
	 */
	FUNCTION,

	/**
	 * With statistics.
	 */
	STATISTICS,

	/**
	 * With nothing left of the schema.
	 */
	EMPTY,

	/**
	 * With a database that was shut down, or whose other connections were ended.
	 */
	SHUT_DOWN,

	/**
	 * With tables that were written anew, with the same rows or without any.
	 */
	REWRITTEN;

	/**
	 * Whether it works on a database that several scenarios share, without making the
	 * others wait for locks.
	 * @return whether it does
	 */
	boolean isMild() {
		return this == TIDY || this == OPEN_TRANSACTION;
	}

}
