package io.github.pristinedb.autoconfigure;

import java.util.List;
import java.util.Map;

import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.sqlite.SqliteEngine;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Keeps test slices from replacing a managed database by an embedded one: sets
 * {@code spring.test.database.replace} to {@code none}, unless it is set. Also if
 * Pristine is disabled, so that the same tests pass: there is no embedded database of
 * SQLite to replace it with. Late enough to see the properties that a test registers,
 * early enough to be seen by auto-configuration.
 */
final class TestDatabaseInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final boolean APPLICABLE = ClassUtils.isPresent(
			"org.springframework.boot.jdbc.test.autoconfigure.TestDatabaseAutoConfiguration",
			TestDatabaseInitializer.class.getClassLoader())
			&& ClassUtils.isPresent("org.sqlite.JDBC", TestDatabaseInitializer.class.getClassLoader());

	private static final String REPLACE = "spring.test.database.replace";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		if (APPLICABLE) {
			BeanDefinitionRegistryPostProcessor decision = (registry) -> decide(registry, context.getEnvironment());
			context.addBeanFactoryPostProcessor(decision);
		}
	}

	private static void decide(BeanDefinitionRegistry registry, ConfigurableEnvironment environment) {
		Binder binder = Binder.get(environment);
		String url = binder.bind("spring.datasource.url", String.class).orElse(null);
		if (url == null || environment.containsProperty(REPLACE)) {
			return;
		}
		List<String> prefixes = binder.bind("pristine.scenario-prefixes", Bindable.listOf(String.class))
			.orElse(PristineProperties.SCENARIO_PREFIXES);
		if (prefixes.stream().noneMatch(String::isBlank)
				&& new Guard(List.of(new SqliteEngine()), prefixes).admit(url) != null) {
			environment.getPropertySources()
				.addLast(new MapPropertySource("pristineTestDatabase", Map.of(REPLACE, "none")));
		}
	}

}
