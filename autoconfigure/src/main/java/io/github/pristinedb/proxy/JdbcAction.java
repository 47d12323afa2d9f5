package io.github.pristinedb.proxy;

import java.sql.SQLException;

/**
 * A call of a method of the driver's that returns nothing.
 *
 * @param <T> the type of the object that is called
 */
@FunctionalInterface
public interface JdbcAction<T> extends JdbcCall<T, Boolean> {

	/**
	 * Call the object.
	 * @param delegate the object
	 * @throws SQLException if the method fails
	 */
	void on(T delegate) throws SQLException;

	@Override
	default Boolean of(T delegate) throws SQLException {
		on(delegate);
		return true;
	}

}
