package io.github.pristinedb.scenario;

/**
 * How a scenario is kept apart from all others.
 */
public enum Isolation {

	/**
	 * A private copy of the baseline.
	 */
	DATABASE,

	/**
	 * Not at all: the scenario works on the context's own database, and what it leaves
	 * there stays.
	 */
	NONE

}
