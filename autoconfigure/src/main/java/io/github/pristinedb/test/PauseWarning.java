package io.github.pristinedb.test;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.test.context.cache.ContextCache.PauseMode;

/**
 * Says once that the TestContext framework pauses contexts, where each worker has one:
 * every change from one to the other would stop servers and schedulers, and wait for the
 * work that they have at hand while no other worker gets a context.
 */
final class PauseWarning {

	private static final Log logger = LogFactory.getLog(PauseWarning.class);

	private final Supplier<PauseMode> mode;

	private final AtomicBoolean said = new AtomicBoolean();

	PauseWarning(Supplier<PauseMode> mode) {
		this.mode = mode;
	}

	void logIfContextsArePaused() {
		if (this.mode.get() != PauseMode.NEVER && this.said.compareAndSet(false, true)) {
			logger.warn("With pristine.context=per-worker several contexts are used side by side, but the TestContext"
					+ " framework pauses a context as soon as another one is used, and lets all workers wait"
					+ " meanwhile. Write spring.test.context.cache.pause=never into a file spring.properties at the"
					+ " root of the test class path, or set it as a system property.");
		}
	}

}
