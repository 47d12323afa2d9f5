package io.github.pristinedb.demo.plan;

import java.util.Locale;

/**
 * How far a plan has come.
 */
public enum PlanState {

	/** Told, without steps. */
	DRAFT,

	/** With steps, none of them done. */
	BUILT,

	/** With all steps done. */
	APPLIED;

	static PlanState of(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

	/**
	 * The name as the database and the users know it.
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
