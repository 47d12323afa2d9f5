package io.github.pristinedb.benchmarks.generator;

/**
 * How large a suite is, and what its scenarios are like.
 *
 * @param features how many features there are
 * @param scenarios how many scenarios a feature has
 * @param steps how many steps a scenario has
 * @param writers which share of all scenarios writes, from 0 to 1; the number is exact,
 * which ones they are is up to the seed
 * @param weight what a step costs
 * @param heavy how many of all scenarios are heavier than the others
 * @param heavyFactor by how much their work is heavier
 * @param seed what all randomness comes from
 */
public record SuiteShape(int features, Between scenarios, Between steps, double writers, StepWeight weight, int heavy,
		int heavyFactor, long seed) {

	public SuiteShape {
		if (features < 1 || scenarios.least() < 1 || steps.least() < 1) {
			throw new IllegalArgumentException(
					"A suite has at least one feature, one scenario in each, and one step in each of those: "
							+ "features=%d scenarios=%s steps=%s".formatted(features, scenarios, steps));
		}
		if (!(writers >= 0 && writers <= 1)) {
			throw new IllegalArgumentException(
					"The share of the scenarios that write is between 0 and 1, not " + writers);
		}
		if (heavy < 0 || heavyFactor < 1) {
			throw new IllegalArgumentException(
					"There are no fewer than 0 heavy scenarios, at least as heavy as others: heavy=%d heavy-factor=%d"
						.formatted(heavy, heavyFactor));
		}
	}

	/**
	 * A suite all of whose scenarios are of one feature.
	 * @param scenarios how many there are
	 * @param steps how many steps a scenario has
	 * @param writers the share of the scenarios that write
	 * @param seed what all randomness comes from
	 * @return the shape
	 */
	public static SuiteShape ofScenarios(int scenarios, Between steps, double writers, long seed) {
		return new SuiteShape(1, new Between(scenarios, scenarios), steps, writers, StepWeight.NONE, 0, 1, seed);
	}

}
