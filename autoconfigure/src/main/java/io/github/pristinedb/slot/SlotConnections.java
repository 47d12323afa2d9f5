package io.github.pristinedb.slot;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

/**
 * The connections of one data source to the database of one slot.
 */
public interface SlotConnections {

	/**
	 * The pool, or the driver's own data source.
	 * @return the data source
	 */
	DataSource dataSource();

	/**
	 * A connection to the slot's database.
	 * @return the connection
	 * @throws SQLException if there is none to be had
	 */
	Connection getConnection() throws SQLException;

	/**
	 * Whether no connection is opened or used but by {@link #getConnection()}. Only then
	 * may the database be restored under its idle connections.
	 * @return whether it is so
	 */
	boolean isQuiet();

	/**
	 * Whether what the application sets on a connection by its own methods, its isolation
	 * for example, is gone once it is closed.
	 * @return whether it is known to be so
	 */
	boolean forgetsSettings();

	/**
	 * Do something to each connection that is open, which nobody uses meanwhile.
	 * @param action what to do
	 * @throws SQLException if it cannot be done
	 */
	void forEachOpen(Action action) throws SQLException;

	/**
	 * Close all idle connections, so that the next one is a new one.
	 */
	void closeIdle();

	/**
	 * Close everything. No connection is in use.
	 */
	void close();

	/**
	 * Close everything, connections that are in use too: whoever has them still is not to
	 * do anything by them any more. Does not wait for what they may be doing.
	 * @param inUse those that {@link #getConnection()} returned and nobody has closed
	 */
	void abandon(List<Connection> inUse);

	/**
	 * What is done to a connection.
	 */
	@FunctionalInterface
	interface Action {

		/**
		 * Do it.
		 * @param connection the driver's connection
		 * @throws SQLException if it cannot be done
		 */
		void accept(Connection connection) throws SQLException;

	}

}
