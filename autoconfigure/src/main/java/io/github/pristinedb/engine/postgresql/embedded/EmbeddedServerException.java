package io.github.pristinedb.engine.postgresql.embedded;

import io.github.pristinedb.error.PristineException;
import org.jspecify.annotations.Nullable;

/**
 * The embedded server cannot be used.
 */
final class EmbeddedServerException extends PristineException {

	private static final long serialVersionUID = 1L;

	EmbeddedServerException(String description, String action, @Nullable Throwable cause) {
		super(description, action, cause);
	}

}
