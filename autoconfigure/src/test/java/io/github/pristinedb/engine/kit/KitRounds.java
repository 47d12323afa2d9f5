package io.github.pristinedb.engine.kit;

/**
 * How many random programs there are: a few of each in the ordinary build, ten times as
 * many in a soak ({@code mvn -Psoak verify}). {@code -Dpristine.test.rounds=100}
 * multiplies the few by another factor, and {@code -Dpristine.test.seed=…} begins with
 * the program that failed.
 */
final class KitRounds {

	private static final int SOAK = 10;

	private KitRounds() {
	}

	static boolean isSoak() {
		return Boolean.getBoolean("build.soak");
	}

	static long first() {
		return Long.getLong("pristine.test.seed", 1);
	}

	static long end(int few) {
		return first() + (long) few * Integer.getInteger("pristine.test.rounds", isSoak() ? SOAK : 1);
	}

}
