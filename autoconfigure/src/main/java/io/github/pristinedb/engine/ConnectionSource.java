package io.github.pristinedb.engine;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Lends an idle connection of a slot to its engine.
 */
@FunctionalInterface
public interface ConnectionSource {

	/**
	 * Borrow a connection, which is opened if none is idle.
	 * @return the connection; closing it gives it back
	 * @throws SQLException if there is none to be had
	 */
	Connection borrow() throws SQLException;

}
