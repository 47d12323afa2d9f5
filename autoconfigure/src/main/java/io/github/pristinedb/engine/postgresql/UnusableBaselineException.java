package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;

/**
 * A database has something that cannot be put back, whatever a test does.
 */
final class UnusableBaselineException extends SQLException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param reason what the database has
	 */
	UnusableBaselineException(String reason) {
		super(reason);
	}

}
