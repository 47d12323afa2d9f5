package io.github.pristinedb.shard;

import io.github.pristinedb.error.PristineException;
import org.jspecify.annotations.Nullable;

/**
 * The shard cannot be determined. No test runs then: a suite that is cut in a wrong way
 * would pass without some of its tests.
 */
public class ShardException extends PristineException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new exception.
	 * @param description what was found, and where
	 * @param action what the user can do
	 * @param cause the cause, if there is one
	 */
	public ShardException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
