package io.github.pristinedb.flyway;

import io.github.pristinedb.template.NoFingerprintException;

/**
 * A version of Flyway whose inputs cannot be read, because its classes differ.
 */
final class UnsupportedFlywayException extends NoFingerprintException {

	private static final long serialVersionUID = 1L;

	UnsupportedFlywayException(LinkageError cause) {
		super("What Flyway would do cannot be found out (" + cause
				+ "). If the build asks for another version of Flyway"
				+ " than Spring Boot does, leave that to Spring Boot, or look for a newer Pristine", cause);
	}

}
