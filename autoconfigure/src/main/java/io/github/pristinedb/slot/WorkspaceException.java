package io.github.pristinedb.slot;

import io.github.pristinedb.error.PristineException;
import org.jspecify.annotations.Nullable;

/**
 * The workspace cannot be used.
 */
public class WorkspaceException extends PristineException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param description what was found, and where
	 * @param action what the user can do
	 * @param cause the cause, if there is one
	 */
	public WorkspaceException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
