package io.github.pristinedb.template;

import org.jspecify.annotations.Nullable;

/**
 * It cannot be told what a template would contain, so that there can be none. The
 * database is migrated without.
 */
public class NoFingerprintException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param message why it cannot be told, and what the user can do
	 * @param cause the cause, if there is one
	 */
	public NoFingerprintException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
