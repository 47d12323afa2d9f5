package io.github.pristinedb.jdbc;

import io.github.pristinedb.error.PristineException;
import org.jspecify.annotations.Nullable;

/**
 * A data source is of a kind that cannot be made again for another database.
 */
public class UnsupportedDataSourceException extends PristineException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param description what was found, and where
	 * @param action what the user can do
	 * @param cause the cause, if there is one
	 */
	public UnsupportedDataSourceException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
