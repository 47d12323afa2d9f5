package io.github.pristinedb.benchmarks.generator;

import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many there are of something, where it is not the same everywhere.
 *
 * @param least the smallest number, not below 0
 * @param most the largest number
 */
public record Between(int least, int most) {

	private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

	public Between {
		if (least < 0 || most < least) {
			throw new IllegalArgumentException("There is no number between " + least + " and " + most);
		}
	}

	/**
	 * Read what a user wrote.
	 * @param text a number such as {@code 4}, or two such as {@code 3-5}
	 * @return the numbers
	 */
	public static Between parse(String text) {
		Matcher matcher = TEXT.matcher(text);
		if (!matcher.matches()) {
			throw new IllegalArgumentException(
					"'" + text + "' is neither a number such as 4 nor a range of numbers such as 3-5");
		}
		int least = Integer.parseInt(matcher.group(1));
		return new Between(least, (matcher.group(2) != null) ? Integer.parseInt(matcher.group(2)) : least);
	}

	int any(RandomGenerator random) {
		return this.least + random.nextInt(this.most - this.least + 1);
	}

	@Override
	public String toString() {
		return (this.least == this.most) ? Integer.toString(this.least) : this.least + "-" + this.most;
	}

}
