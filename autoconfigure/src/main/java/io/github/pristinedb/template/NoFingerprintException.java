package io.github.pristinedb.template;

import org.jspecify.annotations.Nullable;

/**
 * A fingerprint cannot be computed, because an input is unknown. The database is then
 * migrated without a template.
 */
public class NoFingerprintException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param message the unknown input, and what the user can do
	 * @param cause the cause, if there is one
	 */
	public NoFingerprintException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
