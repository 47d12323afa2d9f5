package io.github.pristinedb.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.sql.DataSource;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.MigrationFiles;
import io.github.pristinedb.Sql;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that runs outside of tests, with Pristine on its class path by mistake.
 * Four of its contexts start one after the other in one JVM: two on a database, a third
 * one with a new migration, and one on another database with Pristine disabled.
 */
class RunTimeClassPathTests {

	@TempDir
	private static Path temporary;

	private static String output;

	@BeforeAll
	static void startContexts() {
		MigrationFiles migrations = MigrationFiles.in(temporary.resolve("migrations")).projects();
		try (ForkedJvm jvm = JvmCommand.of(Application.class)
			.withAllLibraries()
			.in(temporary)
			.options("-Duser.home=" + temporary)
			.environment("XDG_CACHE_HOME", "")
			.start(migrations.location(), temporary.resolve("migrations/seed.txt"))) {
			jvm.awaitLine("ready");
			migrations.add("V3__gamma.sql", "INSERT INTO project (name) VALUES ('gamma')");
			migrations.add("seed.txt", "INSERT INTO project (name) VALUES ('seed');");
			jvm.go();
			output = jvm.finish();
		}
	}

	@Test
	void newMigrationIsAppliedToADatabaseWhoseNameWouldBeManagedInATestAndOneWarningSaysThatPristineIsInert() {
		assertThat(output.lines().filter((line) -> line.startsWith("tests.db "))).containsExactly(
				"tests.db without beans: [alpha, beta]", "tests.db without beans: [alpha, beta]",
				"tests.db without beans: [alpha, beta, gamma]");
		assertThat(output).contains(" WARN ")
			.as("although several contexts start")
			.containsOnlyOnce("Pristine is on the run-time class path, but no test runs in this JVM");
		assertThat(temporary.resolve("target")).doesNotExist();
		assertThat(temporary.resolve(".cache")).doesNotExist();
	}

	@Test
	void seedsOfADisabledPristineStayOutOfADatabaseThatNoTestUses() {
		assertThat(output.lines().filter((line) -> line.startsWith("test-disabled.db "))).singleElement()
			.asString()
			.endsWith(": [alpha, beta, gamma]");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			excludeName = { "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
					"org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration" })
	static class Application {

		public static void main(String[] arguments) {
			String location = arguments[0];
			start("tests.db", location);
			start("tests.db", location);
			ForkedJvm.awaitGo();
			start("tests.db", location);
			start("test-disabled.db", location, "--pristine.enabled=false",
					"--pristine.template.seed=file:" + arguments[1]);
		}

		private static void start(String database, String location, String... more) {
			List<String> arguments = new ArrayList<>(List.of(more));
			arguments.add("--spring.datasource.url=jdbc:sqlite:" + database);
			arguments.add("--spring.flyway.locations=" + location);
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
				.web(WebApplicationType.NONE)
				.run(arguments.toArray(String[]::new))) {
				List<String> beans = Arrays.stream(context.getBeanDefinitionNames())
					.filter((name) -> name.contains("pristine") && !name.contains("RunTimeClassPathTests"))
					.filter((name) -> !name.startsWith("runTimeClassPathTests"))
					.toList();
				System.out.println(database + (beans.isEmpty() ? " without beans: " : " with " + beans + ": ")
						+ Sql.query(context.getBean(DataSource.class), Sql.PROJECTS));
			}
		}

	}

}
