package io.github.pristinedb.benchmarks;

/**
 * What a ratio of two medians must come to.
 *
 * @param what what is compared, in words
 * @param ratio how it is worked out
 * @param atLeast whether the limit is the smallest ratio that will do, or the largest
 * @param limit the limit
 */
record Target(String what, Ratio ratio, boolean atLeast, double limit) {

	static Target atLeast(double limit, String what, String dividend, String divisor) {
		return new Target(what, new Ratio(dividend, divisor), true, limit);
	}

	static Target atMost(double limit, String what, String dividend, String divisor) {
		return new Target(what, new Ratio(dividend, divisor), false, limit);
	}

	boolean isMetBy(double value) {
		return this.atLeast ? value >= this.limit : value <= this.limit;
	}

	String limitText() {
		return (this.atLeast ? "≥ " : "≤ ") + Figures.ratio(this.limit);
	}

	String resultText(double value) {
		return Figures.ratio(value) + (isMetBy(value) ? "" : " **missed**");
	}

	/**
	 * One step's median by another's.
	 *
	 * @param dividend the name of the step above the line
	 * @param divisor the name of the step below the line
	 */
	record Ratio(String dividend, String divisor) {

	}

}
