package io.github.pristinedb.test;

import java.util.List;

import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.StartUp;
import io.github.pristinedb.scope.TestRun;
import io.github.pristinedb.slot.ManagedDatabases;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.SpringBootContextLoader;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Marks the contexts that the TestContext framework loads, and joins the scope that a
 * context is loaded for when its start-up is over.
 */
final class ScenarioContextCustomizerFactory implements ContextCustomizerFactory {

	// The TestContext framework makes a factory for each class.
	private static final PauseWarning pauseWarning = new PauseWarning(PauseWarning.Pausing::ofThisVersion);

	private final PauseWarning warning;

	ScenarioContextCustomizerFactory() {
		this(pauseWarning);
	}

	ScenarioContextCustomizerFactory(PauseWarning warning) {
		this.warning = warning;
	}

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		SupportedVersions.check();
		TestRun.begin();
		if (ConfiguredContexts.modeFor(testClass) == ContextMode.SHARED) {
			return new ScenarioContextCustomizer(0);
		}
		this.warning.logIfContextsArePaused();
		return new ScenarioContextCustomizer(ScopeBinding.worker());
	}

	/**
	 * Part of the key under which a context is cached.
	 *
	 * @param worker the number of the worker that the context is for, 0 if it is for all
	 */
	private record ScenarioContextCustomizer(int worker) implements ContextCustomizer {

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
			TestContextMarker marker = new TestContextMarker();
			context.getBeanFactory().registerSingleton(TestContextMarker.BEAN_NAME, marker);
			context.addApplicationListener(new StartUpListener(context, StartUp.of(context), marker,
					configuration.getContextLoader() instanceof SpringBootContextLoader));
		}

	}

	/**
	 * Waits for the end of the start-up.
	 *
	 * @param context the context that starts
	 * @param startUp its start-up
	 * @param marker is told of the end
	 * @param boot whether Spring Boot starts it: then runners, and listeners to the event
	 * that it is ready, are part of the start-up and come after the refresh
	 */
	private record StartUpListener(ConfigurableApplicationContext context, StartUp startUp, TestContextMarker marker,
			boolean boot) implements ApplicationListener<ApplicationEvent> {

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			if (event.getSource() == this.context && isEnd(event)) {
				ManagedDatabases.startUpEnded(this.context);
				this.startUp.end();
				this.marker.ready();
			}
		}

		/**
		 * On the thread that starts the context, whatever the application's multicaster
		 * would do: the next thing on that thread may be a scenario.
		 */
		@Override
		public boolean supportsAsyncExecution() {
			return false;
		}

		private boolean isEnd(ApplicationEvent event) {
			if (this.boot) {
				return event instanceof AvailabilityChangeEvent<?> change
						&& change.getState() == ReadinessState.ACCEPTING_TRAFFIC;
			}
			return event instanceof ContextRefreshedEvent;
		}

	}

}
