package io.github.pristinedb.engine.postgresql;

import java.util.HashMap;
import java.util.Map;

import io.github.pristinedb.engine.StatementTraits;
import org.jspecify.annotations.Nullable;

/**
 * The texts that one connection has read, as long as its schema stays the same:
 * applications execute the same statements again and again. Not for use by several
 * threads.
 */
final class KnownTexts {

	private static final int MOST_KNOWN = 1000;

	private static final int MOST_CHARACTERS = 4000;

	private final Map<String, Text> texts = new HashMap<>();

	/**
	 * A text that was read before.
	 * @param sql one or more statements
	 * @return what is known of it, {@code null} if it is new
	 */
	@Nullable Text get(String sql) {
		return this.texts.get(sql);
	}

	/**
	 * Remember a text, unless it is a long script.
	 * @param sql one or more statements
	 * @param text what is known of it
	 */
	void add(String sql, Text text) {
		if (sql.length() <= MOST_CHARACTERS) {
			if (this.texts.size() >= MOST_KNOWN) {
				this.texts.clear();
			}
			this.texts.put(sql, text);
		}
	}

	/**
	 * The number of texts that are known.
	 * @return the number
	 */
	int size() {
		return this.texts.size();
	}

	/**
	 * What is known of a text.
	 *
	 * @param traits its traits
	 * @param setsConstraints whether it may set constraints
	 * @param spends whether it may leave something on its connection that only the
	 * connection's end takes away
	 */
	record Text(StatementTraits traits, boolean setsConstraints, boolean spends) {

	}

}
