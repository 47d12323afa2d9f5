package io.github.pristinedb.engine;

import io.github.pristinedb.error.PristineException;
import org.jspecify.annotations.Nullable;

/**
 * A database could not be copied. Nothing half-made was left where it should have been.
 */
public class DatabaseCopyException extends PristineException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param description what was to be copied, and where
	 * @param action what the user can do
	 * @param cause the cause, if there is one
	 */
	public DatabaseCopyException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
