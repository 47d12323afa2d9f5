package io.github.pristinedb.command;

import io.github.pristinedb.error.PristineException;

/**
 * There is nothing that the command could do.
 */
final class TemplateCommandException extends PristineException {

	private static final long serialVersionUID = 1L;

	TemplateCommandException(String description, String action) {
		super(description, action, null);
	}

}
