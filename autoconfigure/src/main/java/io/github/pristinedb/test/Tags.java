package io.github.pristinedb.test;

import io.github.pristinedb.scope.Isolation;
import org.jspecify.annotations.Nullable;

/**
 * What the tags of a scenario say.
 */
final class Tags {

	private static final String PREFIX = "pristine-";

	// What Cucumber has for a class.
	private static final String FEATURE = "feature";

	private Tags() {
	}

	/**
	 * How a tag says that a scenario is kept apart.
	 * @param tag the tag, with or without a leading at sign
	 * @return the isolation, or {@code null} if it says nothing of the kind
	 */
	static @Nullable Isolation isolation(String tag) {
		String name = tag.startsWith("@") ? tag.substring(1) : tag;
		if (name.startsWith(PREFIX)) {
			String label = name.substring(PREFIX.length());
			if (label.equals(FEATURE)) {
				return Isolation.CLASS;
			}
			for (Isolation isolation : Isolation.values()) {
				if (label.equals(isolation.label())) {
					return isolation;
				}
			}
		}
		return null;
	}

}
