package io.github.pristinedb.demo.cli;

import java.nio.file.Path;
import java.util.Map;

import io.github.pristinedb.demo.DemoProperties;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Points the application at the database file in a project's directory, before it opens
 * its first connection. A project on a server is where the configuration says.
 */
final class ProjectDatabaseInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private final Path directory;

	private final boolean projectRequired;

	ProjectDatabaseInitializer(Path directory, boolean projectRequired) {
		this.directory = directory;
		this.projectRequired = projectRequired;
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		DemoProperties properties = Binder.get(environment).bindOrCreate("demo", DemoProperties.class);
		if (properties.databaseFile().isEmpty()) {
			return;
		}
		ProjectDatabase database = new ProjectDatabase(this.directory.resolve(properties.databaseFile()));
		if (this.projectRequired) {
			database.requirePresent();
		}
		database.requireDatabaseIfPresent();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("project database", Map.of("spring.datasource.url", database.url())));
	}

}
