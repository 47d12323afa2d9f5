package io.github.pristinedb.benchmarks;

import java.util.Locale;

/**
 * How figures are written: with as many digits as they can bear.
 */
final class Figures {

	private Figures() {
	}

	static String millis(double millis) {
		return digits(millis) + " ms";
	}

	static String seconds(double millis) {
		return String.format(Locale.ROOT, "%.2f s", millis / 1000);
	}

	static String ratio(double ratio) {
		return ((ratio < 10) ? String.format(Locale.ROOT, "%.2f", ratio) : count(Math.round(ratio))) + "×";
	}

	static String count(long count) {
		return String.format(Locale.ROOT, "%,d", count);
	}

	private static String digits(double value) {
		if (value >= 100) {
			return count(Math.round(value));
		}
		int decimals = (value >= 10) ? 1 : (value >= 1) ? 2 : (value >= 0.1) ? 3 : 4;
		return String.format(Locale.ROOT, "%." + decimals + "f", value);
	}

}
