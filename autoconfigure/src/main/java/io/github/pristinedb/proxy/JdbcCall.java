package io.github.pristinedb.proxy;

import java.sql.SQLException;

/**
 * A call of a method of the driver's that returns something.
 *
 * @param <T> the type of the object that is called
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface JdbcCall<T, R> {

	/**
	 * Call the object.
	 * @param delegate the object
	 * @return the result
	 * @throws SQLException if the method fails
	 */
	R of(T delegate) throws SQLException;

}
