package io.github.pristinedb.test;

import java.util.function.Supplier;

import io.github.pristinedb.error.SaidOnce;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.test.context.cache.ContextCache;
import org.springframework.test.context.cache.ContextCacheUtils;
import org.springframework.util.ClassUtils;

/**
 * Says once that the TestContext framework pauses contexts, where each worker has one:
 * every change from one to the other would stop servers and schedulers, and wait for the
 * work that they have at hand while no other worker gets a context.
 */
final class PauseWarning {

	private static final Log logger = LogFactory.getLog(PauseWarning.class);

	private final Supplier<Pausing> pausing;

	private final SaidOnce said = new SaidOnce(logger);

	PauseWarning(Supplier<Pausing> pausing) {
		this.pausing = pausing;
	}

	void logIfContextsArePaused() {
		Pausing pausing = this.pausing.get();
		if (pausing != Pausing.NEVER) {
			this.said.warn(pausing,
					() -> "With pristine.context=per-worker several contexts are used side by side. The TestContext"
							+ " framework pauses a context as soon as another one is used, and all workers wait meanwhile. "
							+ pausing.cure);
		}
	}

	/**
	 * Whether contexts are paused.
	 */
	enum Pausing {

		/**
		 * They are not.
		 */
		NEVER(""),

		/**
		 * They are, since nobody has said otherwise.
		 */
		BY_DEFAULT("Write spring.test.context.cache.pause=never into a file spring.properties at the root of the test"
				+ " class path, or set it as a system property."),

		/**
		 * They are, and this version knows no other way.
		 */
		ALWAYS("This version of Spring Framework has no property against the pause: update Spring Boot within"
				+ " 4.0, or use pristine.context=shared.");

		private final String cure;

		Pausing(String cure) {
			this.cure = cure;
		}

		/**
		 * What this version of Spring Framework does. The first ones of 7.0 have no pause
		 * mode; a class that needs one would not be loaded, and Spring would go on
		 * without it and say nothing.
		 * @return what it does
		 */
		static Pausing ofThisVersion() {
			if (!ClassUtils.hasMethod(ContextCacheUtils.class, "retrievePauseMode")) {
				return ALWAYS;
			}
			return Mode.isNever() ? NEVER : BY_DEFAULT;
		}

	}

	/**
	 * Only loaded where it links.
	 */
	private static final class Mode {

		static boolean isNever() {
			return ContextCacheUtils.retrievePauseMode() == ContextCache.PauseMode.NEVER;
		}

	}

}
