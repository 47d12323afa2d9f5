package io.github.pristinedb.benchmarks;

import java.util.Arrays;

/**
 * How long the rounds of one variant took.
 */
public final class Timings {

	private double[] nanos = new double[0];

	/**
	 * Add a round.
	 * @param nanos nanoseconds
	 */
	public void add(double nanos) {
		this.nanos = Arrays.copyOf(this.nanos, this.nanos.length + 1);
		this.nanos[this.nanos.length - 1] = nanos;
	}

	/**
	 * The number of rounds.
	 * @return the number
	 */
	public int rounds() {
		return this.nanos.length;
	}

	/**
	 * The median.
	 * @return milliseconds
	 */
	public double median() {
		double[] sorted = sorted();
		int middle = sorted.length / 2;
		return ((sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2) / 1e6;
	}

	/**
	 * The mean, from which a sample can be extrapolated.
	 * @return milliseconds
	 */
	public double mean() {
		return Arrays.stream(sorted()).sum() / this.nanos.length / 1e6;
	}

	/**
	 * The shortest round.
	 * @return milliseconds
	 */
	public double least() {
		return sorted()[0] / 1e6;
	}

	/**
	 * The longest round.
	 * @return milliseconds
	 */
	public double most() {
		return sorted()[this.nanos.length - 1] / 1e6;
	}

	/**
	 * What 95 of 100 rounds did not exceed.
	 * @return milliseconds
	 */
	double p95() {
		double[] sorted = sorted();
		return sorted[(int) Math.ceil(sorted.length * 0.95) - 1] / 1e6;
	}

	private double[] sorted() {
		if (this.nanos.length == 0) {
			throw new IllegalStateException("Nothing was measured");
		}
		double[] sorted = this.nanos.clone();
		Arrays.sort(sorted);
		return sorted;
	}

}
