package io.github.pristinedb.test;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.Listing;
import io.github.pristinedb.test.NotesApplication.Notes;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What contexts do when the JVM ends, and when the databases go.
 */
class RunEndTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "Boot Schema", "Plain", "Plain Boot" })
	void databasesStayUntilAllContextsAreClosed(String tests) {
		try (ForkedJvm jvm = command(tests).start(this.directory, tests)) {
			String output = jvm.finish();
			assertThat(output).contains("passed " + tests.split(" ").length)
				.doesNotContain("Exception", "ERROR", "WARN");
			assertThat(output.lines().filter((line) -> line.startsWith("at the end of")))
				.hasSize(tests.replace("Schema", "").split(" ").length)
				.allMatch((line) -> line.endsWith(": [from the migration, from the start-up, destroyed]")
						|| line.endsWith(": [from the migration, destroyed]"));
		}
		assertThat(Listing.of(this.directory.resolve("workspace"))).noneMatch((name) -> name.startsWith("run-"));
	}

	private static JvmCommand command(String tests) {
		JvmCommand command = JvmCommand.of(Jvm.class);
		return tests.contains("Schema") ? command.withAllLibraries() : command;
	}

	@Test
	void databasesOfAContextThatNobodyClosesGoWithTheJvm() {
		try (ForkedJvm jvm = JvmCommand.of(Jvm.class)
			.options("-Dspring.main.register-shutdown-hook=false")
			.start(this.directory, "Boot")) {
			assertThat(jvm.finish()).contains("passed 1").doesNotContain("at the end of");
		}
		assertThat(Listing.of(this.directory.resolve("workspace"))).noneMatch((name) -> name.startsWith("run-"));
	}

	static final class Jvm {

		public static void main(String[] arguments) {
			System.setProperty("pristine.workspace", Path.of(arguments[0], "workspace").toString());
			Class<?>[] tests = Stream.of(arguments[1].split(" "))
				.map((name) -> List.of(SchemaTests.class, BootTests.class, PlainTests.class)
					.stream()
					.filter((test) -> test.getSimpleName().equals(name + "Tests"))
					.findFirst()
					.orElseThrow())
				.toArray(Class<?>[]::new);
			Runs.Run run = Runs.of(tests);
			run.assertPassed(tests.length);
			System.out.println("passed " + run.passed().size());
		}

	}

	/**
	 * A bean that writes when it is destroyed.
	 *
	 * @param name what it writes
	 * @param notes where it writes
	 */
	record Diary(String name, Notes notes) implements DisposableBean {

		@Override
		public void destroy() {
			this.notes.add("destroyed");
			System.out.println("at the end of " + this.name + ": " + this.notes.all());
		}

	}

	@NotesProperties
	@SpringBootTest(classes = SchemaTests.Application.class, webEnvironment = WebEnvironment.NONE)
	@TestPropertySource(
			properties = { "spring.autoconfigure.exclude=${test.tables}", "spring.jpa.hibernate.ddl-auto=create-drop",
					"spring.jpa.database-platform=org.hibernate.community.dialect.SQLiteDialect" })
	static class SchemaTests {

		@Test
		void writes(@Autowired Notes notes) {
			notes.add("from a test");
		}

		@Configuration(proxyBeanMethods = false)
		@Import(SlimNotes.class)
		@ImportAutoConfiguration(HibernateJpaAutoConfiguration.class)
		@AutoConfigurationPackage(basePackageClasses = RunEndTests.class)
		static class Application {

		}

		@Entity(name = "Page")
		static class Page {

			@Id
			private long id;

		}

	}

	@NotesProperties
	@SpringBootTest(classes = BootTests.Application.class, webEnvironment = WebEnvironment.NONE)
	static class BootTests {

		@Test
		void writes(@Autowired Notes notes) {
			notes.add("from a test");
		}

		@Configuration(proxyBeanMethods = false)
		@Import(SlimNotes.class)
		static class Application {

			@Bean
			Diary diary(Notes notes) {
				return new Diary("Boot", notes);
			}

		}

	}

	@NotesProperties
	@SpringJUnitConfig(PlainTests.Application.class)
	static class PlainTests {

		@Test
		void writes(@Autowired Notes notes) {
			notes.add("from a test");
		}

		@Configuration(proxyBeanMethods = false)
		@Import(SlimNotes.class)
		static class Application {

			@Bean
			Diary diary(Notes notes) {
				return new Diary("Plain", notes);
			}

		}

	}

}
