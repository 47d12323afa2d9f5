package io.github.pristinedb.benchmarks;

import java.util.function.ToDoubleFunction;

/**
 * What a ratio of two medians must come to.
 *
 * @param what what is compared, in words
 * @param ratio how it is worked out
 * @param atLeast whether the limit is the smallest ratio that will do, or the largest
 * @param limit the limit
 * @param unit how the ratio is written
 */
public record Target(String what, Ratio ratio, boolean atLeast, double limit, Unit unit) {

	/**
	 * A target that the ratio reaches or exceeds.
	 * @param limit the smallest ratio that will do
	 * @param what what is compared, in words
	 * @param dividend the name of the step above the line
	 * @param divisor the name of the step below the line
	 * @return the target
	 */
	public static Target atLeast(double limit, String what, String dividend, String divisor) {
		return new Target(what, new Ratio(dividend, divisor), true, limit, Unit.TIMES);
	}

	/**
	 * A target that the ratio does not exceed.
	 * @param limit the largest ratio that will do
	 * @param what what is compared, in words
	 * @param dividend the name of the step above the line
	 * @param divisor the name of the step below the line
	 * @return the target
	 */
	public static Target atMost(double limit, String what, String dividend, String divisor) {
		return new Target(what, new Ratio(dividend, divisor), false, limit, Unit.TIMES);
	}

	/**
	 * The same target, written in percent.
	 * @return the target
	 */
	public Target inPercent() {
		return new Target(this.what, this.ratio, this.atLeast, this.limit, Unit.PERCENT);
	}

	/**
	 * The ratio, of the two names' figures.
	 * @param figures tells the figure of a name
	 * @return the ratio
	 */
	public double of(ToDoubleFunction<String> figures) {
		return figures.applyAsDouble(this.ratio.dividend()) / figures.applyAsDouble(this.ratio.divisor());
	}

	boolean isMetBy(double value) {
		return this.atLeast ? value >= this.limit : value <= this.limit;
	}

	/**
	 * What must come out.
	 * @return the text
	 */
	public String limitText() {
		return (this.atLeast ? "≥ " : "≤ ") + this.unit.text(this.limit);
	}

	/**
	 * What came out, and whether it is enough.
	 * @param value the ratio
	 * @return the text
	 */
	public String resultText(double value) {
		return this.unit.text(value) + (isMetBy(value) ? "" : " **missed**");
	}

	/**
	 * One step's median by another's.
	 *
	 * @param dividend the name of the step above the line
	 * @param divisor the name of the step below the line
	 */
	public record Ratio(String dividend, String divisor) {

	}

	/**
	 * How a ratio is written.
	 */
	public enum Unit {

		/**
		 * As {@code 1.15×}.
		 */
		TIMES,

		/**
		 * As {@code 3 %}.
		 */
		PERCENT;

		String text(double ratio) {
			return (this == TIMES) ? Figures.ratio(ratio) : Figures.share(ratio);
		}

	}

}
