package io.github.pristinedb.flyway;

import io.github.pristinedb.template.NoFingerprintException;

/**
 * This Flyway is built differently from the one that its inputs are read from.
 */
final class UnsupportedFlywayException extends NoFingerprintException {

	private static final long serialVersionUID = 1L;

	UnsupportedFlywayException(LinkageError cause) {
		super("What Flyway would do cannot be found out (" + cause
				+ "). If the build asks for another version of Flyway"
				+ " than Spring Boot does, leave that to Spring Boot, or look for a newer Pristine", cause);
	}

}
