package io.github.pristinedb.scope;

import java.util.Locale;

/**
 * How a scenario is kept apart from all others.
 */
public enum Isolation {

	/**
	 * A private copy of the baseline.
	 */
	DATABASE,

	/**
	 * One transaction at the baseline, which is always rolled back. All connections of
	 * the scenario share one physical connection. Their commits count within the scenario
	 * only.
	 */
	TRANSACTION,

	/**
	 * A private copy of the baseline for a class, or a feature, as a whole: its tests
	 * build on each other, in their order.
	 */
	CLASS,

	/**
	 * Not at all: the scenario works on the context's own database, and what it leaves
	 * there stays.
	 */
	NONE;

	/**
	 * The name as it is written in a property or a tag.
	 * @return the name in lower case
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
