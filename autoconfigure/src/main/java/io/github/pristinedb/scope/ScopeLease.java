package io.github.pristinedb.scope;

/**
 * Something that a scope has until it ends, such as a database.
 */
@FunctionalInterface
public interface ScopeLease {

	/**
	 * Give it back.
	 * @param scope the scope that had it
	 * @param failed whether the scope failed
	 */
	void end(Scope scope, boolean failed);

}
