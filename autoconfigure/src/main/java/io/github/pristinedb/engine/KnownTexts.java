package io.github.pristinedb.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * What was found out about texts of SQL by reading them: applications execute the same
 * statements again and again. The number of texts is limited. Safe for use by several
 * threads.
 *
 * @param <T> what is known of a text
 */
public final class KnownTexts<T> {

	private static final int MOST_KNOWN = 1000;

	private static final int MOST_CHARACTERS = 4000;

	private final Map<String, T> texts = new ConcurrentHashMap<>();

	/**
	 * A text that was read before.
	 * @param sql one or more statements
	 * @return what is known of it, {@code null} if it is new
	 */
	public @Nullable T get(String sql) {
		return this.texts.get(sql);
	}

	/**
	 * Remember a text, unless it is a long script.
	 * @param sql one or more statements
	 * @param text what is known of it
	 */
	public void add(String sql, T text) {
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

}
