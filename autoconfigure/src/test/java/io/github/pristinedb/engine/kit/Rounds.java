package io.github.pristinedb.engine.kit;

/**
 * How many random programs there are. The ordinary build has a few of each; for many:
 * {@code -Dpristine.test.rounds=50}, which multiplies them, and
 * {@code -Dpristine.test.seed=…} to begin with another one, or with the one that failed.
 */
final class Rounds {

	private Rounds() {
	}

	static long first() {
		return Long.getLong("pristine.test.seed", 1);
	}

	static long end(int few) {
		return first() + (long) few * Integer.getInteger("pristine.test.rounds", 1);
	}

}
