package io.github.pristinedb.tape;

/**
 * For which scenarios something is recorded and told.
 */
public enum Recording {

	/**
	 * For none.
	 */
	OFF,

	/**
	 * For those that fail.
	 */
	FAILURES,

	/**
	 * For all.
	 */
	ALL;

	/**
	 * Whether it is told for a scenario.
	 * @param failed whether the scenario failed
	 * @return whether it is
	 */
	public boolean isFor(boolean failed) {
		return this == ALL || (this == FAILURES && failed);
	}

}
