package io.github.pristinedb.engine;

import io.github.pristinedb.error.PristineException;
import org.jspecify.annotations.Nullable;

/**
 * A template could neither be found nor built, for a reason that has nothing to do with
 * its migrations.
 */
public class TemplateStoreException extends PristineException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param description what was found, and where
	 * @param action what the user can do
	 * @param cause the cause, if there is one
	 */
	public TemplateStoreException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
