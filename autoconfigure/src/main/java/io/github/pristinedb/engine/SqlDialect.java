package io.github.pristinedb.engine;

import java.sql.SQLException;
import java.util.List;

/**
 * What an engine knows of its product's SQL and of its driver's failures, without a
 * connection. Safe for use by several threads.
 */
public interface SqlDialect {

	/**
	 * Whether a statement can leave something behind that sticks to its connection and is
	 * not part of the database's content: a setting, a temporary table, an attached
	 * database. A connection that ran such a statement, and the database it ran on, are
	 * not used for another scenario. Called for each statement of a scenario, so cheap;
	 * in doubt the answer is yes.
	 * @param sql one or more statements
	 * @return whether it can
	 */
	boolean sticksToConnection(String sql);

	/**
	 * Take a script apart into its statements.
	 * @param script the script
	 * @return the statements in their order, without those that are empty
	 */
	List<ScriptStatement> split(String script);

	/**
	 * Whether a statement failed because it could not get a lock.
	 * @param failure what the driver threw
	 * @return whether it did
	 */
	boolean isLockFailure(SQLException failure);

	/**
	 * Whether a statement failed because of the disk or the directory that the database
	 * is in, so that it may succeed in another one: no room is left, say.
	 * @param failure what the driver threw
	 * @return whether it did
	 */
	default boolean isStorageFailure(SQLException failure) {
		return false;
	}

	/**
	 * A statement of a script.
	 *
	 * @param line the line it starts at, counted from 1
	 * @param sql the statement, without the semicolon at its end
	 */
	record ScriptStatement(int line, String sql) {

	}

}
