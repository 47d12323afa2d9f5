package io.github.pristinedb.benchmarks.generator;

/**
 * What a step costs.
 *
 * @param statements how many SQL statements it runs, at least one
 * @param rounds how many rounds of work for the processor it does besides: in each, a
 * kibibyte is hashed
 */
public record StepWeight(int statements, int rounds) {

	/**
	 * As little as can be.
	 */
	public static final StepWeight NONE = new StepWeight(1, 0);

	public StepWeight {
		if (statements < 1 || rounds < 0) {
			throw new IllegalArgumentException(
					"A step runs at least one statement, and no fewer than 0 rounds of work: statements=%d work=%d"
						.formatted(statements, rounds));
		}
	}

	StepWeight times(int factor) {
		return new StepWeight(this.statements, Math.multiplyExact(this.rounds, factor));
	}

}
