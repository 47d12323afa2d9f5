package io.github.pristinedb.command;

/**
 * Arguments that make no command.
 */
final class UsageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UsageException(String message) {
		super(message);
	}

}
