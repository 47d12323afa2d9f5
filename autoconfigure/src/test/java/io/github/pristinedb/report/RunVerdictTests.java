package io.github.pristinedb.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.autoconfigure.PristineAutoConfiguration;
import io.github.pristinedb.autoconfigure.PristineFlywayAutoConfiguration;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.test.PristineDatabase;
import io.github.pristinedb.test.Runs;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.junit.jupiter.SpringExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * The verdict on suites of the JUnit Platform, from what happens in them.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput({ "Exception encountered during context initialization", "LoggingFailureAnalysisReporter",
		"Caught exception while allowing TestExecutionListener" })
class RunVerdictTests {

	@TempDir
	private Path temporary;

	@Test
	void verdictOfASuiteIsTheFirstLineOfItsSummaryAndInItsReport() throws Exception {
		Path report = Files.createDirectories(this.temporary.resolve("target")).resolve("pristine/report.json");
		String output;
		try (ForkedJvm jvm = JvmCommand.of(Suite.class).in(this.temporary).start()) {
			output = jvm.finish();
		}
		String verdict = "10 tests, 5 isolated, 1 shared on purpose, 2 without a database,"
				+ " 1 on verdict (name does not start with scenario or test): RunVerdictTests.OnH2,"
				+ " 1 on generated (its name is generated, and pristine.h2.manage-generated is false):"
				+ " RunVerdictTests.Replaced";
		assertThat(output).containsOnlyOnce("Pristine: " + verdict + "\n")
			.contains("  report               " + report.toRealPath())
			.containsOnlyOnce("Tests share the database jdbc:h2:mem:verdict: name does not start with scenario or test."
					+ " spring.datasource.url is from the properties of the test class: change or remove it there;"
					+ " name a database such as jdbc:h2:mem:test-verdict.")
			.containsOnlyOnce("Remove pristine.h2.manage-generated from ");
		assertThat(JsonParserFactory.getJsonParser().parseMap(Files.readString(report))).contains(
				entry("verdict", verdict), entry("isolated", 5),
				entry("managed", List.of(Map.of("database", "scenario-notes.db", "testCount", 6))));
		assertThat(Files.readAllLines(report))
			.filteredOn((line) -> line.startsWith("{\"name\":\"Isolated.asksForAConnection"))
			.hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains("\"isolation\":\"database\"",
					"\"handovers\":[{\"database\":\"scenario-notes.db\""));
	}

	@Test
	void suiteThatRequiresManagedDatabasesFailsWithReasonAndCure(CapturedOutput output) {
		assertThat(Runs.of(Required.class).failed()).isNotEmpty();
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Tests would share the database jdbc:sqlite:target/dev.db, although pristine.required is true:"
					+ " name does not start with scenario or test.")
			.contains("Action:")
			.contains("spring.datasource.url is from the properties of the test class: change or remove it there;"
					+ " name a file such as jdbc:sqlite:target/test-dev.db.")
			.doesNotContain("No profile is active");
	}

	@Test
	void testsThatCouldNotStartAreToldFromThoseWithoutADatabase() throws Exception {
		Path report = Files.createDirectories(this.temporary.resolve("target")).resolve("pristine/report.json");
		try (ForkedJvm jvm = JvmCommand.of(BrokenSuite.class).in(this.temporary).start()) {
			jvm.finish();
		}
		Map<String, Object> json = JsonParserFactory.getJsonParser().parseMap(Files.readString(report));
		assertThat(json).contains(entry("verdict",
				"12 tests, 5 isolated, 1 without a database, 3 did not start,"
						+ " 3 on dev.db (name does not start with scenario or test):"
						+ " RunVerdictTests.Required, RunVerdictTests.RequiredForAll"));
		assertThat(json).contains(entry("didNotStart", 3), entry("withoutDatabase", 1));
	}

	static final class BrokenSuite {

		public static void main(String... args) {
			Runs.of(Isolated.class, Required.class, RequiredForAll.class, Broken.class, PlainAndFailing.class);
		}

	}

	static final class Suite {

		public static void main(String... args) {
			Runs.of(Isolated.class, OnPurpose.class, OnH2.class, Replaced.class, WithoutDatabase.class, Plain.class)
				.assertPassed(10);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class,
			PristineAutoConfiguration.class, PristineFlywayAutoConfiguration.class })
	static class Application {

	}

	@SpringBootTest(classes = Application.class,
			properties = { "spring.datasource.url=" + Stage.URL,
					"spring.flyway.locations=classpath:isolation/migration",
					"pristine.template.cache-dir=target/test-templates" })
	static class Isolated {

		@RepeatedTest(2)
		void asksForAConnection(@Autowired DataSource dataSource) throws Exception {
			dataSource.getConnection().close();
		}

		@Test
		void asksForNone() {
		}

		@TestFactory
		List<DynamicTest> dynamic() {
			return List.of(DynamicTest.dynamicTest("one", () -> {
			}));
		}

		@Nested
		class Inner {

			@Test
			void inside() {
			}

		}

	}

	@SpringBootTest(classes = Application.class,
			properties = { "spring.datasource.url=" + Stage.URL,
					"spring.flyway.locations=classpath:isolation/migration",
					"pristine.template.cache-dir=target/test-templates" })
	static class OnPurpose {

		@Test
		@PristineDatabase(isolation = Isolation.NONE)
		void one() {
		}

	}

	@SpringBootTest(classes = Application.class,
			properties = { "spring.datasource.url=jdbc:h2:mem:verdict", "spring.flyway.enabled=false" })
	static class OnH2 {

		@Test
		void one() {
		}

	}

	@SpringBootTest(classes = Application.class, properties = { "spring.datasource.url=jdbc:sqlite:target/dev.db",
			"spring.flyway.enabled=false", "pristine.required=true" })
	static class Required {

		@RepeatedTest(2)
		void one() {
		}

	}

	@SpringBootTest(classes = Application.class,
			properties = { "spring.datasource.url=jdbc:sqlite:target/dev.db", "spring.flyway.enabled=false",
					"pristine.required=true", "spring.application.name=another" })
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	static class RequiredForAll {

		@Test
		void one() {
		}

	}

	@SpringBootTest(classes = { Application.class, Broken.Failing.class },
			properties = { "spring.datasource.url=" + Stage.URL,
					"spring.flyway.locations=classpath:isolation/migration",
					"pristine.template.cache-dir=target/test-templates" })
	static class Broken {

		@RepeatedTest(3)
		void one() {
		}

		@Configuration(proxyBeanMethods = false)
		static class Failing {

			@Bean
			Object failing() {
				throw new IllegalStateException("It cannot start");
			}

		}

	}

	static class PlainAndFailing {

		@Test
		void one() {
			throw new IllegalStateException("It fails");
		}

	}

	@SpringBootTest(classes = Application.class,
			properties = { "spring.datasource.url=" + Stage.URL, "spring.flyway.enabled=false",
					"pristine.h2.manage-generated=false" })
	@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.ANY)
	static class Replaced {

		@Test
		void one(@Autowired DataSource dataSource) {
			assertThat(dataSource).isInstanceOf(EmbeddedDatabase.class);
		}

	}

	@ExtendWith(SpringExtension.class)
	@ContextConfiguration(classes = WithoutDatabase.Nothing.class)
	static class WithoutDatabase {

		@Test
		void one() {
		}

		@Configuration(proxyBeanMethods = false)
		static class Nothing {

		}

	}

	static class Plain {

		@Test
		void one() {
		}

	}

}
