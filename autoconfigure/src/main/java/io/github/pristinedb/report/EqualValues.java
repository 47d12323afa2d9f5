package io.github.pristinedb.report;

import java.util.HashMap;
import java.util.Map;

/**
 * Gives one object for all values that are equal: thousands of tests have databases of
 * the same name. Remembers the first values alone, since others may all differ. Not safe
 * for use by several threads.
 *
 * @param <T> the type of the values
 */
final class EqualValues<T> {

	private static final int MOST = 1000;

	private final Map<T, T> values = new HashMap<>();

	/**
	 * The object for a value.
	 * @param value the value
	 * @return an equal one, perhaps the same
	 */
	T one(T value) {
		if (this.values.size() >= MOST) {
			return this.values.getOrDefault(value, value);
		}
		T known = this.values.putIfAbsent(value, value);
		return (known != null) ? known : value;
	}

}
