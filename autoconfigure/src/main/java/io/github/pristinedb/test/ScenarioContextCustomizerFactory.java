package io.github.pristinedb.test;

import java.util.List;

import io.github.pristinedb.scenario.Scope;
import io.github.pristinedb.scenario.ScopeBinding;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.context.SpringBootContextLoader;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;
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

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		Scope scope = ScopeBinding.current();
		if (scope == null || ContextMode.of(testClass) == ContextMode.SHARED) {
			return new ScenarioContextCustomizer(0);
		}
		return new ScenarioContextCustomizer(scope.worker());
	}

	/**
	 * Part of the key under which a context is cached.
	 *
	 * @param worker the number of the worker that the context is for, 0 if it is for all
	 */
	private record ScenarioContextCustomizer(int worker) implements ContextCustomizer {

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
			context.getBeanFactory().registerSingleton(TestContextMarker.BEAN_NAME, new TestContextMarker());
			Scope scope = ScopeBinding.current();
			if (scope != null) {
				scope.leaveContexts();
				// Runners of Spring Boot are part of the start-up, and come after the
				// refresh.
				boolean boot = configuration.getContextLoader() instanceof SpringBootContextLoader;
				context.addApplicationListener(new StartUpListener(context, scope,
						boot ? ApplicationReadyEvent.class : ContextRefreshedEvent.class));
			}
		}

	}

	/**
	 * Waits for the end of the start-up.
	 *
	 * @param context the context that starts
	 * @param scope the scope that it starts for
	 * @param end the event that says so
	 */
	private record StartUpListener(ConfigurableApplicationContext context, Scope scope,
			Class<? extends ApplicationEvent> end) implements ApplicationListener<ApplicationEvent> {

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			boolean own = (event instanceof ApplicationReadyEvent ready
					&& ready.getApplicationContext() == this.context)
					|| (event instanceof ApplicationContextEvent other
							&& other.getApplicationContext() == this.context);
			if (own && this.end.isInstance(event)) {
				this.scope.join(this.context);
			}
		}

	}

}
