package io.github.pristinedb.engine;

import org.jspecify.annotations.Nullable;

/**
 * An application's own database is empty, but no copy can take its place. Somebody is
 * connected to it, or it has something that a copy would not have. It is migrated for
 * real.
 */
public final class IrreplaceableDatabaseException extends DatabaseCopyException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param description what was found, and where
	 * @param action what the user can do
	 * @param cause the cause, if there is one
	 */
	public IrreplaceableDatabaseException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
