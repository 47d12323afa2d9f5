package io.github.pristinedb.demo;

import java.io.Serial;

/**
 * Something that a user asked for is refused. The message is meant for that user: it says
 * what was found, where, and what to do.
 */
public class RefusedException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	public RefusedException(String message) {
		super(message);
	}

	public RefusedException(String message, Throwable cause) {
		super(message, cause);
	}

}
