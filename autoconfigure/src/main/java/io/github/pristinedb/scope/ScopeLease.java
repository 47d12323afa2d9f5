package io.github.pristinedb.scope;

import java.util.List;

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

	/**
	 * Whether threads use it at this moment.
	 * @param threads the threads
	 * @return whether one of them does
	 */
	default boolean isUsedBy(List<Thread> threads) {
		return false;
	}

}
