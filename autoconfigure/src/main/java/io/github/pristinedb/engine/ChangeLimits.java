package io.github.pristinedb.engine;

import java.time.Duration;

/**
 * How much is looked for when a database is compared with its baseline.
 *
 * @param rows how many rows are told for a database at the most; the others are counted
 * @param length how many characters of a value are told; a longer one is cut, and its
 * length is told
 * @param time how long the comparison may take
 */
public record ChangeLimits(int rows, int length, Duration time) {

	/**
	 * The limits of a report: 1,000 rows, 200 characters, 5 seconds.
	 */
	public static final ChangeLimits USUAL = new ChangeLimits(1000, 200, Duration.ofSeconds(5));

}
