package io.github.pristinedb.engine;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Reads by a connection that belongs to somebody else, and leaves it as it is.
 */
@FunctionalInterface
public interface Reading {

	/**
	 * Read.
	 * @param connection the connection
	 * @throws SQLException if it fails
	 */
	void read(Connection connection) throws SQLException;

}
