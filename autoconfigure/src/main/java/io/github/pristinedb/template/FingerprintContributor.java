package io.github.pristinedb.template;

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
	 */
	void contribute(FingerprintBuilder fingerprint);

}
