package io.github.pristinedb.command;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.metrics.ApplicationStartup;
import org.springframework.core.metrics.StartupStep;

/**
 * Does something in the start-up of a context of whatever kind, when all post-processors
 * have done their work on bean definitions and are ready for beans, but no bean was made
 * yet and no server started: at the end of the step that Spring calls
 * {@code spring.context.beans.post-process} (Spring Framework, "Application Startup
 * Steps"). What it throws breaks the start-up off.
 */
final class PostProcessedStartup implements ApplicationStartup {

	private static final String STEP = "spring.context.beans.post-process";

	private final Runnable action;

	PostProcessedStartup(Runnable action) {
		this.action = action;
	}

	@Override
	public StartupStep start(String name) {
		StartupStep step = DEFAULT.start(name);
		return STEP.equals(name) ? new LastStep(step, this.action) : step;
	}

	/**
	 * The step, and what is done at its end.
	 */
	private record LastStep(StartupStep step, Runnable action) implements StartupStep {

		@Override
		public String getName() {
			return this.step.getName();
		}

		@Override
		public long getId() {
			return this.step.getId();
		}

		@Override
		public @Nullable Long getParentId() {
			return this.step.getParentId();
		}

		@Override
		public StartupStep tag(String key, String value) {
			this.step.tag(key, value);
			return this;
		}

		@Override
		public StartupStep tag(String key, Supplier<String> value) {
			this.step.tag(key, value);
			return this;
		}

		@Override
		public Tags getTags() {
			return this.step.getTags();
		}

		@Override
		public void end() {
			this.step.end();
			this.action.run();
		}

	}

}
