package io.github.pristinedb.seed;

import io.github.pristinedb.error.PristineException;
import org.jspecify.annotations.Nullable;

/**
 * A seed that could not be found, read or run.
 */
public class SeedException extends PristineException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param description what was found, and where
	 * @param action what the user can do
	 * @param cause the cause, if there is one
	 */
	public SeedException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
