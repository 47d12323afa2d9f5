package io.github.pristinedb.test;

import java.io.File;
import java.sql.Connection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import io.github.pristinedb.Sql;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.ClasspathResourceSource;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * How a test says that it is to be kept apart, or not.
 */
class IsolationTests {

	@Test
	void nearestAnnotationWins() {
		Runs.of(Annotated.class).assertPassed(8);
	}

	@Test
	void annotationOfASuperclassIsInherited() {
		Runs.of(Inheriting.class).assertPassed(1);
	}

	@Test
	void nearestTagWins() {
		Runs.of(Tagged.class).assertPassed(7);
	}

	@Test
	void propertyIsForTestsThatSayNothing() {
		Runs.of(NoneByDefault.class).assertPassed(3);
	}

	@Test
	void whatAScenarioWithoutIsolationLeavesIsNobodysBaseline() {
		Runs.of(LeavesSomething.class).assertPassed(2);
	}

	@Test
	void whatAScenarioWithoutIsolationLeavesInADatabaseThatNobodyUsedBeforeIsNobodysBaseline() {
		Stage.context().withPropertyValues("spring.flyway.enabled=false").run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Scope open = new Scope(Scope.Kind.SCENARIO, "not isolated");
			open.isolate(Isolation.NONE);
			Stage.scope(context, open, () -> {
				try (Connection connection = dataSource.getConnection()) {
					connection.createStatement().execute("CREATE TABLE left_behind (id INTEGER)");
				}
			});
			// Not by the stage, to which the start-up would be over again.
			Scope isolated = new Scope(Scope.Kind.SCENARIO, "isolated");
			ScopeBinding.start(isolated);
			isolated.join(context.getSourceApplicationContext());
			assertThat(Sql.query(dataSource, Sql.SCHEMA)).isEmpty();
			ScopeBinding.end(isolated, false);
		});
	}

	@ParameterizedTest
	@CsvSource({ "pristine-database, DATABASE", "@pristine-database, DATABASE", "pristine-none, NONE",
			"@pristine-none, NONE", "pristine-transaction, TRANSACTION", "@pristine-transaction, TRANSACTION",
			"pristine-class, CLASS", "@pristine-feature, CLASS" })
	void tagsOfJUnitAndOfCucumberSayTheSame(String tag, Isolation isolation) {
		assertThat(Tags.isolation(tag)).isEqualTo(isolation);
	}

	@ParameterizedTest
	@ValueSource(strings = { "pristine", "pristine-", "pristine-nothing", "database", "none", "@none", "fast" })
	void otherTagsSayNothing(String tag) {
		assertThat(Tags.isolation(tag)).isNull();
	}

	@Test
	void tagOfAScenarioOfCucumberWinsOverThatOfItsFeature() {
		PlanExecution execution = new PlanExecution(mock(TestPlan.class), null);
		// Cucumber hands down a feature's tags before those of the scenario.
		assertThat(isolation(execution, "pristine-none", "pristine-database")).isEqualTo(Isolation.DATABASE);
		assertThat(isolation(execution, "pristine-database", "slow", "pristine-none")).isEqualTo(Isolation.NONE);
		assertThat(isolation(execution, "slow")).isNull();
	}

	@Test
	void orderOfScenariosIsThatOfTheLinesOfTheirFile() {
		FilePosition position = FilePosition.from(12, 3);
		assertThat(line(ClasspathResourceSource.from("cart.feature", position))).isEqualTo(12);
		assertThat(line(FileSource.from(new File("cart.feature"), position))).isEqualTo(12);
		assertThat(line(FileSource.from(new File("cart.feature")))).isZero();
		assertThat(line(ClassSource.from(getClass()))).isZero();
	}

	private static int line(TestSource source) {
		TestIdentifier test = TestIdentifier.from(new TaggedDescriptor(source));
		return TestPlace.line(test);
	}

	private static Isolation isolation(PlanExecution execution, String... tags) {
		TestIdentifier test = TestIdentifier.from(new TaggedDescriptor(tags));
		execution.started(test);
		try {
			return isolation();
		}
		finally {
			execution.finished(test, TestExecutionResult.successful());
		}
	}

	private static Isolation isolation() {
		return ((Scope) Scenarios.current().orElseThrow()).isolation();
	}

	private static void assertIsolated(Notes notes) {
		assertThat(notes.all()).doesNotContain("left");
		notes.add("from a test");
		assertThat(isolation()).isNotEqualTo(Isolation.NONE);
	}

	private static void assertNotIsolated(Notes notes) {
		notes.add("left");
		assertThat(isolation()).isEqualTo(Isolation.NONE);
	}

	private static final class TaggedDescriptor extends AbstractTestDescriptor {

		private final Set<TestTag> tags = new LinkedHashSet<>();

		TaggedDescriptor(String... tags) {
			super(UniqueId.forEngine("cucumber").append("scenario", String.join("-", tags)), "a scenario");
			List.of(tags).forEach((tag) -> this.tags.add(TestTag.create(tag)));
		}

		TaggedDescriptor(TestSource source) {
			super(UniqueId.forEngine("cucumber").append("scenario", "12"), "a scenario", source);
		}

		@Override
		public Type getType() {
			return TestDescriptor.Type.TEST;
		}

		@Override
		public Set<TestTag> getTags() {
			return this.tags;
		}

	}

	@SlimNotesTest
	@PristineDatabase(isolation = Isolation.NONE)
	@TestPropertySource(properties = "unique=annotated")
	@DirtiesContext
	static class Annotated {

		@Autowired
		Notes notes;

		@Test
		void a() {
			assertNotIsolated(this.notes);
		}

		@Test
		void b() {
			assertThat(this.notes.all()).contains("left");
		}

		@Test
		@PristineDatabase
		void c() {
			assertIsolated(this.notes);
		}

		@Test
		@Tag("pristine-database")
		void d() {
			assertIsolated(this.notes);
		}

		@Nested
		class Silent {

			@Test
			void a() {
				assertNotIsolated(Annotated.this.notes);
			}

		}

		@Nested
		@Tag("pristine-database")
		class IsolatedByTag {

			@Test
			void a() {
				assertIsolated(Annotated.this.notes);
			}

		}

		@Nested
		@PristineDatabase
		class Isolated {

			@Test
			void a() {
				assertIsolated(Annotated.this.notes);
			}

			@Test
			@PristineDatabase(isolation = Isolation.NONE)
			void b() {
				assertNotIsolated(Annotated.this.notes);
			}

		}

	}

	@PristineDatabase(isolation = Isolation.NONE)
	abstract static class Inherited {

	}

	@SlimNotesTest
	@TestPropertySource(properties = "unique=inheriting")
	@DirtiesContext
	static class Inheriting extends Inherited {

		@Test
		void a(@Autowired Notes notes) {
			assertNotIsolated(notes);
		}

	}

	@SlimNotesTest
	@Tag("pristine-none")
	@TestPropertySource(properties = "unique=tagged")
	@DirtiesContext
	static class Tagged {

		@Autowired
		Notes notes;

		@Test
		void a() {
			assertNotIsolated(this.notes);
		}

		@Test
		@Tag("pristine-database")
		void b() {
			assertIsolated(this.notes);
		}

		@Test
		@PristineDatabase
		void c() {
			assertIsolated(this.notes);
		}

		@ParameterizedTest
		@ValueSource(ints = 1)
		@Tag("pristine-database")
		void d(int number) {
			assertIsolated(this.notes);
		}

		@Nested
		@Tag("pristine-database")
		class Isolated {

			@Test
			void a() {
				assertIsolated(Tagged.this.notes);
			}

			@Test
			@PristineDatabase(isolation = Isolation.NONE)
			void b() {
				assertNotIsolated(Tagged.this.notes);
			}

		}

		@Nested
		@PristineDatabase
		class IsolatedByAnnotation {

			@Test
			void a() {
				assertIsolated(Tagged.this.notes);
			}

		}

	}

	@SlimNotesTest
	@TestPropertySource(properties = "pristine.isolation=none")
	@DirtiesContext
	static class NoneByDefault {

		@Autowired
		Notes notes;

		@Test
		void a() {
			this.notes.add("left");
		}

		@Test
		void b() {
			assertThat(this.notes.all()).contains("left");
		}

		@Test
		@PristineDatabase
		void c() {
			assertIsolated(this.notes);
		}

	}

	@SlimNotesTest
	@TestPropertySource(properties = "unique=leaves-something")
	@DirtiesContext
	static class LeavesSomething {

		@AfterAll
		static void find(@Autowired Notes notes) {
			assertThat(notes.all()).doesNotContain("left");
		}

		@Test
		@PristineDatabase(isolation = Isolation.NONE)
		void a(@Autowired Notes notes) {
			assertNotIsolated(notes);
		}

		@Test
		void b(@Autowired Notes notes) {
			assertIsolated(notes);
		}

	}

}
