package io.github.pristinedb.test;

/**
 * How many application contexts there are for one configuration.
 */
public enum ContextMode {

	/**
	 * One, which all workers share.
	 */
	SHARED,

	/**
	 * One for each worker, with its own port and singletons.
	 */
	PER_WORKER

}
