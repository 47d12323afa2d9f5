package io.github.pristinedb.error;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;

/**
 * Warnings that a user reads once for each subject. In a static field they are given once
 * in a run: a run has many contexts and scenarios, and one warning is enough. Safe for
 * use by several threads.
 */
public final class SaidOnce {

	private final Set<Object> subjects = ConcurrentHashMap.newKeySet();

	private final Log logger;

	/**
	 * Nothing is said yet.
	 * @param logger logs the warnings
	 */
	public SaidOnce(Log logger) {
		this.logger = logger;
	}

	/**
	 * Warn, unless the subject is known.
	 * @param subject what the warning is about
	 * @param message makes the text
	 */
	public void warn(Object subject, Supplier<String> message) {
		if (isNew(subject)) {
			this.logger.warn(message.get());
		}
	}

	/**
	 * Whether nothing was said of a subject yet. From now on something is.
	 * @param subject the subject
	 * @return whether the subject is new
	 */
	public boolean isNew(Object subject) {
		return this.subjects.add(subject);
	}

}
