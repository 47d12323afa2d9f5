package io.github.pristinedb.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import javax.sql.DataSource;

import io.github.pristinedb.MigrationFiles;
import io.github.pristinedb.console.DeliberateOutput;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.AbstractDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a user reads who made a mistake: a description and an action, not a stack trace.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput({ "Exception encountered during context initialization", "LoggingFailureAnalysisReporter",
		"Migration of schema .* failed", "Application run failed", "The template cache .* is not used" })
class FailureAnalysisTests {

	@TempDir
	private Path temporary;

	private final Map<String, Object> properties = new HashMap<>();

	@BeforeEach
	void setUp() {
		MigrationFiles migrations = MigrationFiles.in(this.temporary.resolve("migrations")).projects();
		this.properties.putAll(Map.of("pristine.template.cache-dir", this.temporary.resolve("cache").toString(),
				"pristine.workspace", this.temporary.resolve("workspace").toString(), "spring.datasource.url",
				url("scenario-1.db"), "spring.flyway.locations", migrations.location()));
	}

	@Test
	void corruptDatabase(CapturedOutput output) throws IOException {
		Path database = Files.writeString(this.temporary.resolve("scenario-1.db"), "my shopping list");
		assertThatFailureIsAnalyzed(output, "The file " + database + " is not an SQLite database",
				"Delete it, or let the JDBC URL");
		assertThat(database).hasContent("my shopping list");
	}

	@Test
	void directoryInPlaceOfADatabase(CapturedOutput output) throws IOException {
		Path database = Files.createDirectory(this.temporary.resolve("scenario-1.db"));
		assertThatFailureIsAnalyzed(output, "The database file " + database + " is a directory",
				"Remove the directory");
	}

	@Test
	void databaseInAMissingDirectory(CapturedOutput output) {
		this.properties.put("spring.datasource.url", url("no/such/scenario-1.db"));
		assertThatFailureIsAnalyzed(output, "could not be copied to " + this.temporary.resolve("no/such/scenario-1.db"),
				"Check that the directory exists");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "scenario,,test" })
	void blankPrefix(String prefixes, CapturedOutput output) {
		this.properties.put("pristine.scenario-prefixes", prefixes);
		assertThatFailureIsAnalyzed(output, "pristine.scenario-prefixes", "Name at least one prefix");
	}

	@ParameterizedTest
	@CsvSource({ "pristine.isolaton, pristine.isolation", "pristine.template.seeds, pristine.template.seed",
			"pristine.template.seeds[0], pristine.template.seed", "pristine.seed, pristine.template.seed" })
	void misspeltProperty(String name, String meant, CapturedOutput output) {
		this.properties.put(name, "transaction");
		assertThatFailureIsAnalyzed(output, name,
				"Pristine has no such property. Did you mean " + meant + "? Its properties are pristine.context");
	}

	@Test
	void propertyThatThereIsNone(CapturedOutput output) {
		this.properties.put("pristine.isolation.mode", "transaction");
		assertThatFailureIsAnalyzed(output, "pristine.isolation.mode",
				"Pristine has no such property. Its properties are pristine.context");
	}

	@Test
	void propertyOfTheLaunchThatComesTooLate(CapturedOutput output) {
		this.properties.put("pristine.shard", "1/2");
		assertThatFailureIsAnalyzed(output, "pristine.shard", "in junit-platform.properties");
	}

	@Test
	void pathOfTheCacheThatIsNone(CapturedOutput output) {
		this.properties.put("pristine.template.cache-dir", "no\0path");
		assertThatFailureIsAnalyzed(output, "pristine.template.cache-dir", "not a valid path on this system");
	}

	@Test
	void pathOfTheWorkspaceThatIsNone(CapturedOutput output) {
		this.properties.put("pristine.workspace", "no\0path");
		assertThatFailureIsAnalyzed(output, "pristine.workspace", "not a valid path on this system");
	}

	@Test
	void neitherCacheNorWorkspaceThatCanBeUsed(CapturedOutput output) throws IOException {
		Files.createFile(this.temporary.resolve("cache"));
		Files.createFile(this.temporary.resolve("workspace"));
		assertThatFailureIsAnalyzed(output, "The workspace " + this.temporary.resolve("workspace"),
				"pristine.workspace");
	}

	@Test
	void missingSeed(CapturedOutput output) {
		this.properties.put("pristine.template.seed", "classpath:no/such/seed.sql");
		assertThatFailureIsAnalyzed(output, "The seed script classpath:no/such/seed.sql",
				"optional:classpath:no/such/seed.sql");
	}

	@Test
	void failingSeed(CapturedOutput output) throws IOException {
		Path seed = Files.writeString(this.temporary.resolve("seed.sql"), "\nINSERT INTO nowhere VALUES (1);");
		this.properties.put("pristine.template.seed", seed.toUri().toString());
		assertThatFailureIsAnalyzed(output, "seed.sql failed in line 2", "Correct the script");
	}

	@Test
	void dataSourceOfAnUnknownKind(CapturedOutput output) {
		this.properties.put("odd", true);
		assertThatFailureIsAnalyzed(output, OddDataSource.class.getName(), "Use HikariCP");
	}

	@Test
	void failedMigrationIsToldByFlyway(CapturedOutput output) {
		MigrationFiles.in(this.temporary.resolve("migrations")).add("V3__broken.sql", "SELECT * FROM nowhere;");
		assertThatException().isThrownBy(this::start).havingRootCause().withMessageContaining("no such table: nowhere");
		assertThat(output.getOut()).contains("V3__broken.sql");
	}

	private void assertThatFailureIsAnalyzed(CapturedOutput output, String description, String action) {
		assertThatException().isThrownBy(this::start);
		String analysis = output.getOut();
		assertThat(analysis).contains("APPLICATION FAILED TO START");
		assertThat(analysis.substring(analysis.indexOf("Description:"), analysis.indexOf("Action:")))
			.contains(description);
		assertThat(analysis.substring(analysis.indexOf("Description:"))).contains(action);
		assertThat(analysis.substring(analysis.indexOf("Action:") + "Action:".length())).isNotBlank();
	}

	private void start() {
		boolean odd = this.properties.containsKey("odd");
		new SpringApplicationBuilder(odd ? OddApplication.class : Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.properties(this.properties)
			.run()
			.close();
	}

	private String url(String file) {
		return "jdbc:sqlite:" + this.temporary.resolve(file);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ PristineAutoConfiguration.class, PristineFlywayAutoConfiguration.class,
			DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class OddApplication extends Application {

		@Bean
		DataSource dataSource(Environment environment) {
			return new OddDataSource(environment.getRequiredProperty("spring.datasource.url"));
		}

	}

	static final class OddDataSource extends AbstractDataSource {

		private final String url;

		OddDataSource(String url) {
			this.url = url;
		}

		public String getUrl() {
			return this.url;
		}

		@Override
		public Connection getConnection() throws SQLException {
			throw new SQLException("Never used");
		}

		@Override
		public Connection getConnection(String user, String password) throws SQLException {
			return getConnection();
		}

	}

}
