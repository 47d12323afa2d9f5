package io.github.pristinedb;

/**
 * How often a test repeats what it leaves to chance.
 */
public final class Rounds {

	/**
	 * Whether the build is a soak, {@code mvn -Psoak verify}, which takes all rounds.
	 */
	private static final boolean SOAK = Boolean.getBoolean("build.soak");

	private Rounds() {
	}

	/**
	 * The rounds of this build: a quarter of them, or all in a soak.
	 * @param all the number of rounds in a soak
	 * @return the number of rounds
	 */
	public static int of(int all) {
		return of((all + 3) / 4, all);
	}

	/**
	 * The rounds of this build.
	 * @param few the number of rounds in an ordinary build
	 * @param all the number of rounds in a soak
	 * @return the number of rounds
	 */
	public static int of(int few, int all) {
		return SOAK ? all : few;
	}

}
