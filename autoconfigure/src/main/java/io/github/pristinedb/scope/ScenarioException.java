package io.github.pristinedb.scope;

import io.github.pristinedb.error.PristineException;

/**
 * Thrown if Pristine cannot tell, or not any more, which scenario's database a thread
 * means.
 */
public class ScenarioException extends PristineException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param description what was asked, and by whom
	 * @param action what the user can do
	 */
	public ScenarioException(String description, String action) {
		super(description, action, null);
	}

}
