package io.github.pristinedb.scope;

/**
 * One Cucumber scenario or one invocation of a JUnit test.
 */
public interface Scenario {

	/**
	 * What tells this scenario from all others of the run.
	 * @return the id, fit for an HTTP header
	 */
	String id();

	/**
	 * The readable name.
	 * @return the name
	 */
	String name();

}
