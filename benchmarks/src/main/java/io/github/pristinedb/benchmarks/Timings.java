package io.github.pristinedb.benchmarks;

import java.util.Arrays;

/**
 * How long the rounds of one variant took.
 */
final class Timings {

	private double[] nanos = new double[0];

	void add(double nanos) {
		this.nanos = Arrays.copyOf(this.nanos, this.nanos.length + 1);
		this.nanos[this.nanos.length - 1] = nanos;
	}

	int rounds() {
		return this.nanos.length;
	}

	/**
	 * The median.
	 * @return milliseconds
	 */
	double median() {
		double[] sorted = sorted();
		int middle = sorted.length / 2;
		return ((sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2) / 1e6;
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
