package io.github.pristinedb.engine.postgresql.embedded;

import java.util.Map;

import io.github.pristinedb.scope.TestRun;

import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps test slices from replacing the embedded PostgreSQL server by a database of
 * another product: sets {@code spring.test.database.replace} to {@code none}, unless it
 * is set. Late enough to see the properties that a test registers, early enough to be
 * seen by auto-configuration.
 */
final class EmbeddedServerInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	static final String PROPERTY = "pristine.postgresql.embedded";

	private static final String REPLACE = "spring.test.database.replace";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		if (TestRun.hasBegun()) {
			BeanDefinitionRegistryPostProcessor decision = (registry) -> decide(context.getEnvironment());
			context.addBeanFactoryPostProcessor(decision);
		}
	}

	private static void decide(ConfigurableEnvironment environment) {
		if (environment.getProperty(PROPERTY, Boolean.class, false) && !environment.containsProperty(REPLACE)) {
			environment.getPropertySources()
				.addLast(new MapPropertySource("pristineEmbeddedPostgres", Map.of(REPLACE, "none")));
		}
	}

}
