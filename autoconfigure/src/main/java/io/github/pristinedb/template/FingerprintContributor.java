package io.github.pristinedb.template;

import java.io.IOException;

/**
 * Names inputs of a template that cannot be seen from outside: a file that a migration
 * reads, the helper classes of a Java migration, a feature switch. Declare it as a bean;
 * whenever what it adds changes, another template is built.
 */
@FunctionalInterface
public interface FingerprintContributor {

	/**
	 * Add inputs to the fingerprint. No connection may be opened.
	 * @param fingerprint what they are added to
	 * @throws IOException if an input cannot be read; the context does not start then
	 */
	void contribute(FingerprintBuilder fingerprint) throws IOException;

}
