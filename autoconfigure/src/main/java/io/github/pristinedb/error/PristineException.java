package io.github.pristinedb.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure around a database that says what is wrong and what can be done about it.
 */
public class PristineException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String description;

	private final String action;

	/**
	 * Create a new exception.
	 * @param description what was found, and where
	 * @param action what the user can do
	 * @param cause the cause, if there is one
	 */
	public PristineException(String description, String action, @Nullable Throwable cause) {
		super(description + " " + action, cause);
		this.description = description;
		this.action = action;
	}

	/**
	 * The mistake, and its place.
	 * @return one or more sentences
	 */
	public String getDescription() {
		return this.description;
	}

	/**
	 * The cure, as the user can apply it.
	 * @return one or more sentences
	 */
	public String getAction() {
		return this.action;
	}

}
