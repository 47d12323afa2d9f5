package io.github.pristinedb.jdbc;

import io.github.pristinedb.error.PristineException;

/**
 * A setting of a pool cannot be applied to a connection.
 */
public class PoolSettingException extends PristineException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param setting the setting, as it is written in a property file
	 * @param cause why it cannot be applied
	 */
	public PoolSettingException(String setting, Exception cause) {
		super("The setting " + setting + " of the application's pool, HikariCP, cannot be applied to a connection: "
				+ cause.getMessage() + ".",
				"Correct spring.datasource.hikari." + setting
						+ ", or the setting of that name where the application makes the pool.",
				cause);
	}

}
