package io.github.pristinedb.demo;

import java.io.Serial;

/**
 * Something that a user asked for is refused. The message is meant for that user: it says
 * what was found, where, and what to do.
 */
public class RefusedException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * A refusal because of how things are.
	 * @param message what the user is told
	 */
	public RefusedException(String message) {
		this(Reason.CONFLICT, message);
	}

	/**
	 * A refusal.
	 * @param reason why
	 * @param message what the user is told
	 */
	public RefusedException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * A refusal because of how things are.
	 * @param message what the user is told
	 * @param cause what went wrong
	 */
	public RefusedException(String message, Throwable cause) {
		super(message, cause);
		this.reason = Reason.CONFLICT;
	}

	/**
	 * Why it is refused.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why something is refused.
	 */
	public enum Reason {

		/** What was asked for makes no sense, now or ever. */
		INVALID,

		/** The user may not do it. */
		FORBIDDEN,

		/** What it is about does not exist. */
		MISSING,

		/** It cannot be done as things are. */
		CONFLICT

	}

}
