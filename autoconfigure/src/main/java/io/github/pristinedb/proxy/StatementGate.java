package io.github.pristinedb.proxy;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Passes what one statement executes, by the rules of an isolation.
 */
public interface StatementGate {

	/**
	 * The driver has made the statement.
	 * @param statement the driver's own
	 */
	void opened(Statement statement);

	/**
	 * The application closes the statement.
	 */
	void closed();

	/**
	 * Execute a text.
	 * @param <R> the type of the result
	 * @param sql the text
	 * @param execution executes it
	 * @return its result, empty if it was not for the driver to execute
	 * @throws SQLException if it fails
	 */
	<R> Optional<R> execute(String sql, Execution<R> execution) throws SQLException;

	/**
	 * Execute what was prepared.
	 * @param <R> the type of the result
	 * @param execution executes it
	 * @return its result, empty if it was not for the driver to execute
	 * @throws SQLException if it fails
	 */
	<R> Optional<R> executePrepared(Execution<R> execution) throws SQLException;

	/**
	 * Execute a batch, which is empty afterwards.
	 * @param <R> the type of the result
	 * @param execution executes it
	 * @return its result, empty if it was not for the driver to execute
	 * @throws SQLException if it fails
	 */
	<R> Optional<R> executeBatch(Execution<R> execution) throws SQLException;

	/**
	 * Add a text to the batch.
	 * @param sql the text
	 * @throws SQLException if it may not be part of a batch
	 */
	void addToBatch(String sql) throws SQLException;

	/**
	 * Empty the batch.
	 */
	void clearBatch();

	/**
	 * Cancel what the statement executes on another thread. Waits for nothing.
	 * @param statement the driver's own
	 * @throws SQLException if it cannot be cancelled
	 */
	void cancel(Statement statement) throws SQLException;

	/**
	 * Executes something on the driver's statement.
	 *
	 * @param <R> the type of the result
	 */
	@FunctionalInterface
	interface Execution<R> {

		/**
		 * Execute it.
		 * @return the result
		 * @throws SQLException if it fails
		 */
		R run() throws SQLException;

	}

}
