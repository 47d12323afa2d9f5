package io.github.pristinedb.launch;

import io.github.pristinedb.error.PristineException;

/**
 * A setting of the launch that no code reads. No test runs then: a misspelt setting would
 * pass unnoticed.
 */
public class LaunchSettingException extends PristineException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param description the setting, and where it stands
	 * @param action what the user can do
	 */
	LaunchSettingException(String description, String action) {
		super(description, action, null);
	}

}
