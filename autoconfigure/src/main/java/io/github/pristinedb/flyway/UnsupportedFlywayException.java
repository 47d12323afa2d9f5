package io.github.pristinedb.flyway;

import io.github.pristinedb.template.NoFingerprintException;

/**
 * A version of Flyway whose inputs cannot be read, because its classes differ.
 */
final class UnsupportedFlywayException extends NoFingerprintException {

	private static final long serialVersionUID = 1L;

	UnsupportedFlywayException(LinkageError cause) {
		super("Pristine cannot read the configuration of this version of Flyway (" + cause
				+ "). Leave the version to Spring Boot, or update Pristine", cause);
	}

}
