package io.github.pristinedb.report;

import java.util.List;

/**
 * The times of handovers, in milliseconds with three decimals.
 *
 * @param median the time that half of the handovers exceed
 * @param p95 the time that five of a hundred handovers exceed
 * @param max the longest time
 */
record HandoverMillis(double median, double p95, double max) {

	static HandoverMillis of(List<Long> nanos) {
		if (nanos.isEmpty()) {
			return new HandoverMillis(0, 0, 0);
		}
		List<Long> sorted = nanos.stream().sorted().toList();
		return new HandoverMillis(quantile(sorted, 0.5), quantile(sorted, 0.95), quantile(sorted, 1));
	}

	/**
	 * The smallest value that this share of all values does not exceed.
	 */
	private static double quantile(List<Long> sorted, double share) {
		int index = Math.max(0, (int) Math.ceil(share * sorted.size()) - 1);
		return round(sorted.get(index));
	}

	static double round(long nanos) {
		return Math.round(nanos / 1e3) / 1e3;
	}

}
