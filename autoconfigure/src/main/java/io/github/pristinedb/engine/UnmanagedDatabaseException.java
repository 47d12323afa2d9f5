package io.github.pristinedb.engine;

import io.github.pristinedb.error.PristineException;

/**
 * A database that tests would share, although {@code pristine.required} says that there
 * is to be none.
 */
public final class UnmanagedDatabaseException extends PristineException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param description what was found, and where
	 * @param action what the user can do
	 */
	public UnmanagedDatabaseException(String description, String action) {
		super(description, action, null);
	}

}
