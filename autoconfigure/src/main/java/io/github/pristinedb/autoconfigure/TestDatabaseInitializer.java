package io.github.pristinedb.autoconfigure;

import java.util.Map;

import io.github.pristinedb.jdbc.SpringBootNames;
import io.github.pristinedb.scope.TestRun;

import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Keeps test slices from replacing a managed database by an embedded one: sets
 * {@code spring.test.database.replace} to {@code none}, unless it is set. Also if
 * Pristine is disabled, so that the same tests pass: an embedded database is of another
 * product. Late enough to see the properties that a test registers, early enough to be
 * seen by auto-configuration.
 */
final class TestDatabaseInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final boolean APPLICABLE = ClassUtils.isPresent(SpringBootNames.TEST_DATABASE_AUTO_CONFIGURATION,
			TestDatabaseInitializer.class.getClassLoader());

	private static final String REPLACE = "spring.test.database.replace";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		if (APPLICABLE && TestRun.hasBegun()) {
			BeanDefinitionRegistryPostProcessor decision = (registry) -> decide(context);
			context.addBeanFactoryPostProcessor(decision);
		}
	}

	private static void decide(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		if (!environment.containsProperty(REPLACE)
				&& new ConfiguredDatabases(environment, context.getClassLoader()).anyManaged("spring.datasource")) {
			environment.getPropertySources()
				.addLast(new MapPropertySource("pristineTestDatabase", Map.of(REPLACE, "none")));
		}
	}

}
