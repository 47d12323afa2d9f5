package io.github.pristinedb.shard;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * One of the parts of a suite.
 *
 * @param number the number of the part, from 1 on
 * @param total the number of parts
 * @param origin the setting behind it, for messages
 */
record Shard(int number, int total, String origin) {

	private static final Pattern SYNTAX = Pattern.compile("\\s*(\\d{1,6})\\s*/\\s*(\\d{1,6})\\s*");

	Shard {
		if (total < 1 || number < 1 || number > total) {
			throw bad(origin, null);
		}
	}

	/**
	 * Parse a shard.
	 * @param text the text, such as {@code 2/5}
	 * @param origin the setting with the text, for messages
	 * @return the shard
	 * @throws ShardException if the text is no shard
	 */
	static Shard parse(String text, String origin) {
		Matcher matcher = SYNTAX.matcher(text);
		if (!matcher.matches()) {
			throw bad(origin, null);
		}
		return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), origin);
	}

	/**
	 * Whether this is less than the whole suite.
	 * @return whether there is more than one shard
	 */
	boolean isPart() {
		return this.total > 1;
	}

	static ShardException bad(String origin, @Nullable Throwable cause) {
		return new ShardException("There is no such shard: " + origin + ".",
				"Set pristine.shard to a number and a total, from 1/5 to 5/5 for five shards, or to 'off' to run all"
						+ " tests here.",
				cause);
	}

	@Override
	public String toString() {
		return this.number + "/" + this.total;
	}

}
