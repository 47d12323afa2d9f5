package io.github.pristinedb.scope;

import io.github.pristinedb.error.PristineException;

/**
 * It cannot be told, or is too late to tell, which scenario's database a thread means.
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
