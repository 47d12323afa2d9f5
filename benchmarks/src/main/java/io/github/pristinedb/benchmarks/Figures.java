package io.github.pristinedb.benchmarks;

import java.util.Locale;

/**
 * How figures are written: with as many digits as they can bear.
 */
public final class Figures {

	private Figures() {
	}

	/**
	 * A short time.
	 * @param millis milliseconds
	 * @return the text
	 */
	public static String millis(double millis) {
		return digits(millis) + " ms";
	}

	/**
	 * A longer time.
	 * @param millis milliseconds
	 * @return the text
	 */
	public static String seconds(double millis) {
		return String.format(Locale.ROOT, "%.2f s", millis / 1000);
	}

	/**
	 * How many times one is the other.
	 * @param ratio the ratio
	 * @return the text
	 */
	public static String ratio(double ratio) {
		return ((ratio < 10) ? String.format(Locale.ROOT, "%.2f", ratio) : count(Math.round(ratio))) + "×";
	}

	/**
	 * How much of a whole something is.
	 * @param share the share, 1 for all
	 * @return the text, in percent
	 */
	public static String share(double share) {
		return String.format(Locale.ROOT, (share < 0.1) ? "%.2f %%" : "%.1f %%", share * 100);
	}

	/**
	 * A number of things.
	 * @param count the number
	 * @return the text
	 */
	public static String count(long count) {
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
