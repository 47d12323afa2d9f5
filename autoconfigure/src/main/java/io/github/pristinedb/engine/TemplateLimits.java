package io.github.pristinedb.engine;

import java.time.Duration;

/**
 * How far a {@link TemplateStore} goes.
 *
 * @param buildTimeout how long to wait for another process that builds a template
 * @param maxEntries how many templates are kept at the most
 * @param maxAge how long a template is kept that nobody uses
 */
public record TemplateLimits(Duration buildTimeout, int maxEntries, Duration maxAge) {

	/**
	 * The limits where nothing else is said.
	 */
	public static final TemplateLimits DEFAULTS = new TemplateLimits(Duration.ofMinutes(10), 100, Duration.ofDays(30));

	/**
	 * Check the limits.
	 * @throws IllegalArgumentException if one of them is not positive
	 */
	public TemplateLimits {
		if (!isPositive(buildTimeout) || maxEntries < 1 || !isPositive(maxAge)) {
			throw new IllegalArgumentException("The limits of a template cache must be above zero. Found: buildTimeout="
					+ buildTimeout + ", maxEntries=" + maxEntries + ", maxAge=" + maxAge);
		}
	}

	private static boolean isPositive(Duration duration) {
		return !duration.isNegative() && !duration.isZero();
	}

}
