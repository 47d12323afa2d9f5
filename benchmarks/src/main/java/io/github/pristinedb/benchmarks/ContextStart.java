package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.autoconfigure.PristineAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristineFlywayAutoConfiguration;
import io.github.pristinedb.scope.TestRun;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * What the start of an application context costs whose database is missing: a data source
 * and Flyway, and nothing else.
 */
final class ContextStart implements TemplateTable {

	private static final String PLAIN = "context start, plain Flyway, new file";

	private static final String WARM = "context start, the template in the cache";

	@Override
	public List<String> measure(Path directory, int rounds) throws Exception {
		Fixture fixture = Fixture.generate(FixtureSize.SMALL, directory.resolve("migrations"));
		// Fills the cache.
		new Start(fixture, directory, true).finish();
		Map<String, Timings> timings = new PairedRun(rounds, rounds)
			.measure(List.of(start(PLAIN, fixture, directory, false), start(WARM, fixture, directory, true)));
		MarkdownTable table = MarkdownTable.of("100 migrations", "median", "against plain Flyway");
		double plain = timings.get(PLAIN).median();
		timings.forEach(
				(name, each) -> table.add(name, Figures.millis(each.median()), Figures.ratio(each.median() / plain)));
		return List.of(table.toString());
	}

	private static Variant<?> start(String name, Fixture fixture, Path directory, boolean enabled) {
		return Variant.of(name, () -> new Start(fixture, directory, enabled), Start::run, Start::finish);
	}

	/**
	 * One start.
	 */
	private static final class Start {

		private final Path file;

		private final String[] arguments;

		private ConfigurableApplicationContext context;

		private Start(Fixture fixture, Path directory, boolean enabled) throws IOException {
			this.file = Files.createTempDirectory(directory, "start-").resolve("scenario.db");
			this.arguments = new String[] { "--pristine.enabled=" + enabled,
					"--pristine.template.cache-dir=" + directory.resolve("cache"),
					"--pristine.workspace=" + directory.resolve("workspace"),
					"--spring.datasource.url=jdbc:sqlite:" + this.file,
					"--spring.flyway.locations=" + fixture.location() };
		}

		ConfigurableApplicationContext run() {
			TestRun.begin();
			this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.logStartupInfo(false)
				.registerShutdownHook(false)
				.run(this.arguments);
			return this.context;
		}

		void finish() throws IOException {
			((this.context != null) ? this.context : run()).close();
			// What is not there has not been measured.
			Files.delete(this.file);
		}

	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ PristineAutoConfiguration.class, PristineFlywayAutoConfiguration.class,
			DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class })
	static class Application {

	}

}
