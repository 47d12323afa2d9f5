package io.github.pristinedb.engine;

import io.github.pristinedb.error.PristineException;
import org.jspecify.annotations.Nullable;

/**
 * Something is where a database should be, but it is none, or it cannot be read. It was
 * left as it is.
 */
public class UnusableDatabaseException extends PristineException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param description what was found, and where
	 * @param action what the user can do
	 * @param cause the cause, if there is one
	 */
	public UnusableDatabaseException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
