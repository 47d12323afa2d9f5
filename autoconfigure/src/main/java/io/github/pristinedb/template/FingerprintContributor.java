package io.github.pristinedb.template;

import java.io.IOException;

/**
 * Adds inputs to the fingerprint that Pristine cannot see: a file that a migration reads,
 * the helper classes of a Java migration, a feature switch. Declare a contributor as a
 * bean. Another value makes another template.
 */
@FunctionalInterface
public interface FingerprintContributor {

	/**
	 * Add inputs to the fingerprint. Open no connection.
	 * @param fingerprint the fingerprint
	 * @throws IOException if an input cannot be read. The context does not start then
	 */
	void contribute(FingerprintBuilder fingerprint) throws IOException;

}
