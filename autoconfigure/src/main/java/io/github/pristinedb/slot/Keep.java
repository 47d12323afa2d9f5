package io.github.pristinedb.slot;

/**
 * Which scenarios' databases are kept when they end.
 */
public enum Keep {

	/**
	 * Those of scenarios that failed.
	 */
	FAILED,

	/**
	 * Those of all scenarios.
	 */
	ALL,

	/**
	 * None.
	 */
	NONE

}
