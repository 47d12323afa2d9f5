package io.github.pristinedb.autoconfigure;

import java.nio.file.Path;
import java.util.Arrays;

import javax.sql.DataSource;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.MigrationFiles;
import io.github.pristinedb.Sql;
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
 */
class RunTimeClassPathTests {

	@TempDir
	private Path temporary;

	@Test
	void newMigrationIsAppliedToADatabaseWhoseNameWouldBeManagedInATestAndOneWarningSaysThatPristineIsInert() {
		MigrationFiles migrations = MigrationFiles.in(this.temporary.resolve("migrations")).projects();
		Path database = this.temporary.resolve("tests.db");
		assertThat(run(2, database, migrations)).contains("beans []", "[alpha, beta]")
			.contains(" WARN ")
			.as("although two contexts start")
			.containsOnlyOnce("Pristine is on the run-time class path, but no test runs in this JVM");
		assertThat(this.temporary.resolve("target")).doesNotExist();
		assertThat(this.temporary.resolve(".cache")).doesNotExist();
		migrations.add("V3__gamma.sql", "INSERT INTO project (name) VALUES ('gamma')");
		assertThat(run(1, database, migrations)).contains("beans []", "[alpha, beta, gamma]");
	}

	@Test
	void seedsOfADisabledPristineStayOutOfADatabaseThatNoTestUses() {
		MigrationFiles migrations = MigrationFiles.in(this.temporary.resolve("migrations")).projects();
		migrations.add("seed.txt", "INSERT INTO project (name) VALUES ('seed');");
		assertThat(run(1, this.temporary.resolve("tests.db"), migrations, "--pristine.enabled=false",
				"--pristine.template.seed=file:" + this.temporary.resolve("migrations/seed.txt")))
			.contains("[alpha, beta]")
			.doesNotContain("seed]");
	}

	private String run(int contexts, Path database, MigrationFiles migrations, String... arguments) {
		String[] all = Arrays.copyOf(arguments, arguments.length + 2);
		all[arguments.length] = "--spring.datasource.url=jdbc:sqlite:" + database;
		all[arguments.length + 1] = "--spring.flyway.locations=" + migrations.location();
		try (ForkedJvm jvm = JvmCommand.of(Application.class)
			.in(this.temporary)
			.options("-Duser.home=" + this.temporary, "-Dcontexts=" + contexts)
			.environment("XDG_CACHE_HOME", "")
			.start((Object[]) all)) {
			return jvm.finish();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(
			excludeName = { "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
					"org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration" })
	static class Application {

		public static void main(String[] args) {
			for (int i = 0; i < Integer.getInteger("contexts"); i++) {
				try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
					.web(WebApplicationType.NONE)
					.run(args)) {
					System.out.println("beans " + Arrays.stream(context.getBeanDefinitionNames())
						.filter((name) -> name.contains("pristine") && !name.contains("RunTimeClassPathTests"))
						.filter((name) -> !name.startsWith("runTimeClassPathTests"))
						.toList());
					System.out.println(Sql.query(context.getBean(DataSource.class), Sql.PROJECTS));
				}
			}
		}

	}

}
