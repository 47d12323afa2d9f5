package io.github.pristinedb.test;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.pristinedb.autoconfigure.PristinePropagationAutoConfiguration;
import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.jdbc.Sql;
import org.springframework.test.context.jdbc.Sql.ExecutionPhase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What scopes start from: template, context, class, scenario.
 */
class BaselineTests {

	private static final String FROM_CLASS = "from the class";

	@Test
	void whatABeforeAllMethodWroteIsInEachTestOfItsClassAndInNoOtherClass() {
		Runs.of(WritesBeforeAll.class, Reads.class, WritesBeforeAllOfItsSuperclass.class, ReadsToo.class)
			.assertPassed(6);
	}

	@Test
	void whatAScriptOfTheClassWroteIsInEachTestOfItsClassAndInNoOtherClass() {
		Runs.of(ScriptOfTheClass.class, Reads.class).assertPassed(3);
	}

	@Test
	void whatAStaticInitialiserWroteIsInEachTestOfItsClassAndInNoOtherClass() {
		Runs.of(Reads.class, StaticInitialiser.class, ReadsToo.class).assertPassed(3);
	}

	@Test
	void testsOfOneInstanceAreStillKeptApart() {
		Runs.of(OneInstance.class, Reads.class).assertPassed(3);
	}

	@Test
	void methodsOfOneClassRunSideBySideFromTheBaselineOfTheirClass() {
		Runs.inParallel(SideBySide.class).assertPassed(3);
	}

	@Test
	void classesRunSideBySide() {
		Runs.inParallel(WritesBeforeAll.class, Reads.class, ScriptOfTheClass.class, OneInstance.class).assertPassed(7);
	}

	@Test
	void dynamicTestsShareTheDatabaseOfTheirFactory() {
		Runs.of(Factory.class).assertPassed(5);
	}

	@Test
	void dynamicTestsOnOtherThreadsShareTheDatabaseOfTheirFactoryToo() {
		Runs.inParallel(Factory.class).assertPassed(5);
	}

	@Test
	void nestedClassesStartFromTheClassAround() {
		Runs.of(Around.class).assertPassed(3);
	}

	@Test
	void listenerThatWaitsForTheApplicationToBeReadyIsPartOfItsStartUp() {
		Runs.of(ReadyListenerWrites.class, ReadyListenerWritesToo.class).assertPassed(3);
	}

	@Test
	void taskThatARunnerWaitsForIsPartOfTheStartUp() {
		Runs.of(RunnerWaitsForATask.class, RunnerWaitsForATaskToo.class).assertPassed(3);
	}

	@Test
	void contextWithoutFlywayIsIsolatedToo() {
		Runs.of(SchemaScript.class, SchemaOfHibernate.class).assertPassed(4);
	}

	private static void assertStartsWith(Notes notes, String... more) {
		assertThat(notes.all()).containsExactlyElementsOf(Stream
			.concat(Stream.of(NotesApplication.FROM_MIGRATION, NotesApplication.FROM_START_UP), Stream.of(more))
			.toList());
		notes.add("from a test");
	}

	@SlimNotesTest
	static class Reads {

		@Test
		void findsNothingOfOtherClasses(@Autowired Notes notes) {
			Static.notes = notes;
			assertStartsWith(notes);
		}

	}

	static class ReadsToo extends Reads {

	}

	@SlimNotesTest
	static class WritesBeforeAll {

		@BeforeAll
		static void write(@Autowired Notes notes) {
			notes.add(FROM_CLASS);
		}

		@AfterAll
		static void check(@Autowired Notes notes) {
			assertThat(notes.all()).hasSize(3).endsWith(FROM_CLASS);
		}

		@RepeatedTest(2)
		void startsFromTheClass(@Autowired Notes notes) {
			assertStartsWith(notes, FROM_CLASS);
		}

	}

	static class WritesBeforeAllOfItsSuperclass extends WritesBeforeAll {

	}

	@SlimNotesTest
	@Sql(statements = "INSERT INTO note (text) VALUES ('from the class')",
			executionPhase = ExecutionPhase.BEFORE_TEST_CLASS)
	static class ScriptOfTheClass {

		@RepeatedTest(2)
		void startsFromTheClass(@Autowired Notes notes) {
			assertStartsWith(notes, FROM_CLASS);
		}

	}

	/**
	 * The beans of the application, as static code finds them.
	 */
	static class Static {

		static volatile Notes notes;

	}

	@SlimNotesTest
	static class StaticInitialiser {

		static {
			Static.notes.add(FROM_CLASS);
		}

		@Test
		void startsFromTheClass(@Autowired Notes notes) {
			assertStartsWith(notes, FROM_CLASS);
		}

	}

	@SlimNotesTest
	@TestInstance(Lifecycle.PER_CLASS)
	static class OneInstance {

		@Autowired
		Notes notes;

		@BeforeAll
		void write() {
			this.notes.add(FROM_CLASS);
		}

		@RepeatedTest(2)
		void startsFromTheClass() {
			assertStartsWith(this.notes, FROM_CLASS);
		}

	}

	@SlimNotesTest
	static class SideBySide {

		private static final CyclicBarrier allAtOnce = new CyclicBarrier(3);

		@BeforeAll
		static void write(@Autowired Notes notes) {
			notes.add(FROM_CLASS);
		}

		@Test
		void first(@Autowired Notes notes) throws Exception {
			meet(notes);
		}

		@Test
		void second(@Autowired Notes notes) throws Exception {
			meet(notes);
		}

		@Test
		void third(@Autowired Notes notes) throws Exception {
			meet(notes);
		}

		private static void meet(Notes notes) throws Exception {
			allAtOnce.await(30, TimeUnit.SECONDS);
			assertStartsWith(notes, FROM_CLASS);
			allAtOnce.await(30, TimeUnit.SECONDS);
			assertThat(notes.all()).hasSize(4);
		}

	}

	@SlimNotesTest
	static class Factory {

		@Autowired
		Notes notes;

		@TestFactory
		Stream<DynamicTest> first() {
			return tests();
		}

		@TestFactory
		Stream<DynamicTest> second() {
			return tests();
		}

		@Test
		void third() {
			assertStartsWith(this.notes);
		}

		private Stream<DynamicTest> tests() {
			assertStartsWith(this.notes);
			return IntStream.range(0, 2)
				.mapToObj((number) -> DynamicTest.dynamicTest("number " + number,
						() -> assertThat(this.notes.all()).hasSize(3).endsWith("from a test")));
		}

	}

	@SlimNotesTest
	static class Around {

		@BeforeAll
		static void write(@Autowired Notes notes) {
			notes.add(FROM_CLASS);
		}

		@Test
		void startsFromTheClass(@Autowired Notes notes) {
			assertStartsWith(notes, FROM_CLASS);
		}

		@Nested
		class Silent {

			@Test
			void startsFromTheClassAround(@Autowired Notes notes) {
				assertStartsWith(notes, FROM_CLASS);
			}

		}

		@Nested
		class Writing {

			@BeforeAll
			static void write(@Autowired Notes notes) {
				notes.add("from within");
			}

			@Test
			void startsFromBoth(@Autowired Notes notes) {
				assertStartsWith(notes, FROM_CLASS, "from within");
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(SlimNotes.class)
	static class ReadyListener {

		@Autowired
		Notes notes;

		@EventListener(ApplicationReadyEvent.class)
		void write() {
			this.notes.add("when ready");
		}

	}

	@NotesProperties
	@SpringBootTest(classes = ReadyListener.class, webEnvironment = WebEnvironment.NONE)
	static class ReadyListenerWrites {

		@RepeatedTest(2)
		void startsFromWhatItWrote(@Autowired Notes notes) {
			assertStartsWith(notes, "when ready");
		}

	}

	static class ReadyListenerWritesToo extends ReadyListenerWrites {

		@Override
		@RepeatedTest(1)
		void startsFromWhatItWrote(@Autowired Notes notes) {
			assertStartsWith(notes, "when ready");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(SlimNotes.WithoutStartUp.class)
	@ImportAutoConfiguration({ TaskExecutionAutoConfiguration.class, PristinePropagationAutoConfiguration.class })
	static class WaitingRunner {

		@Bean
		CommandLineRunner wait(Notes notes, AsyncTaskExecutor executor) {
			return (arguments) -> executor.submit(() -> notes.add("by a task")).get(30, TimeUnit.SECONDS);
		}

	}

	@NotesProperties
	@SpringBootTest(classes = WaitingRunner.class, webEnvironment = WebEnvironment.NONE)
	static class RunnerWaitsForATask {

		@RepeatedTest(2)
		void startsFromWhatItWrote(@Autowired Notes notes) {
			assertThat(notes.all()).containsExactly(NotesApplication.FROM_MIGRATION, "by a task");
		}

	}

	static class RunnerWaitsForATaskToo extends RunnerWaitsForATask {

		@Override
		@RepeatedTest(1)
		void startsFromWhatItWrote(@Autowired Notes notes) {
			assertThat(notes.all()).containsExactly(NotesApplication.FROM_MIGRATION, "by a task");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(SlimNotes.class)
	@ImportAutoConfiguration(DataSourceInitializationAutoConfiguration.class)
	static class WithScript {

	}

	@SpringBootTest(classes = WithScript.class, webEnvironment = WebEnvironment.NONE)
	@TestPropertySource(properties = { "spring.datasource.url=jdbc:sqlite:target/scenario-script.db",
			"spring.flyway.enabled=false", "spring.sql.init.mode=always",
			"spring.sql.init.schema-locations=classpath:isolation/migration/V1__notes.sql" })
	static class SchemaScript {

		@RepeatedTest(2)
		void startsFromWhatTheScriptWrote(@Autowired Notes notes) {
			assertStartsWith(notes);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(SlimNotes.class)
	@ImportAutoConfiguration(HibernateJpaAutoConfiguration.class)
	static class WithHibernate {

	}

	@SpringBootTest(classes = WithHibernate.class, webEnvironment = WebEnvironment.NONE)
	@TestPropertySource(properties = { "spring.datasource.url=jdbc:sqlite:target/scenario-hibernate.db",
			"spring.autoconfigure.exclude=${test.tables}", "spring.flyway.enabled=false",
			"spring.jpa.hibernate.ddl-auto=create",
			"spring.jpa.properties.hibernate.hbm2ddl.import_files=isolation/migration/V1__notes.sql",
			"spring.jpa.database-platform=org.hibernate.community.dialect.SQLiteDialect" })
	static class SchemaOfHibernate {

		@RepeatedTest(2)
		void startsFromWhatHibernateWrote(@Autowired Notes notes) {
			assertThat(notes.all()).isEqualTo(List.of(NotesApplication.FROM_MIGRATION, NotesApplication.FROM_START_UP));
			notes.add("from a test");
		}

	}

}
