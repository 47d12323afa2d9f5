package io.github.pristinedb.test;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.Listing;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent.DatabaseKept;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.ScenarioHandoverEvent;
import io.github.pristinedb.scope.ScenarioStartedEvent;
import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests that build on each other, in the database of their class.
 */
@DeliberateOutput({ "With pristine.context=per-worker", "share one database, but run side by side" })
class ClassIsolationTests {

	private static final Path WORKSPACE = Path.of("target/class-isolation-tests");

	private static final Path KEPT = WORKSPACE.resolve("kept");

	@BeforeEach
	@AfterEach
	void clear() throws Exception {
		RecordedEvents.clear();
		FileSystemUtils.deleteRecursively(KEPT);
	}

	private static void assertNotes(Notes notes, String... more) {
		List<String> expected = new ArrayList<>(
				List.of(NotesApplication.FROM_MIGRATION, NotesApplication.FROM_START_UP));
		expected.addAll(List.of(more));
		assertThat(notes.all()).isEqualTo(expected);
	}

	@Test
	void testsOfAClassBuildOnEachOtherAndNoOtherClassSeesThem() {
		Runs.of(Ordered.class, Other.class, OrderedToo.class).assertPassed(5);
		assertThat(RecordedEvents.of(HandedOver.class)).extracting(HandedOver::isolation)
			.containsExactly("class", "database", "class");
	}

	@Test
	void classesWhoseTestsBuildOnEachOtherRunSideBySide() {
		Runs.inParallel(Ordered.class, Other.class, OrderedToo.class, EachWorkersOwn.class).assertPassed(7);
	}

	@Test
	void tagOrPropertySaysTheSame() {
		Runs.of(Tagged.class, ByProperty.class).assertPassed(4);
	}

	@Test
	void handoverIsThatOfTheFirstTestThatAsks() {
		Runs.of(Tagged.class).assertPassed(2);
		assertThat(RecordedEvents.of(HandedOver.class)).extracting(HandedOver::scenario)
			.containsExactly(RecordedEvents.of(ScenarioStarted.class).get(0).id());
	}

	@Test
	void nestedClassSharesUnlessItSaysSomethingItself() {
		Runs.of(Around.class).assertPassed(5);
	}

	@Test
	void nestedClassSharesWhereThePropertySaysSo() {
		Runs.of(AroundByProperty.class).assertPassed(2);
	}

	@Test
	void testThatIsIsolatedForItselfStartsFromTheClass() {
		Runs.of(Mixed.class).assertPassed(3);
	}

	@Test
	void dynamicTestsUseTheDatabaseOfTheClass() {
		Runs.of(WithFactory.class).assertPassed(2);
	}

	@Test
	void invocationsOfAParameterizedClassHaveDatabasesOfTheirOwn() {
		Runs.of(Parameterized.class, ParameterizedByProperty.class).assertPassed(8);
	}

	@Test
	void contextThatATestStartsByHandJoinsTheDatabaseOfTheClass() {
		Runs.of(StartsAContext.class).assertPassed(2);
	}

	@Test
	void applicationHearsThatAScenarioGoesOnAndKeepsItsCaches() {
		Listening.heard.clear();
		Runs.of(Remembering.class, RememberingToo.class).assertPassed(4);
		assertThat(Listening.heard).containsExactly("Remembering.a starts", "handed to Remembering.a",
				"Remembering.b goes on", "RememberingToo.a starts", "handed to RememberingToo.a",
				"RememberingToo.b goes on");
	}

	@Test
	void databaseIsKeptOnceWhenTheClassHasEnded() {
		assertThat(Runs.of(Failing.class).failed()).containsOnlyKeys("b()");
		assertThat(Listing.of(KEPT)).containsExactly("ClassIsolationTests_Failing.db");
		assertThat(Sql.query(KEPT.resolve("ClassIsolationTests_Failing.db"), "SELECT text FROM note ORDER BY id"))
			.endsWith("of a", "of b", "of c");
		assertThat(RecordedEvents.of(DatabaseKept.class)).hasSize(1);
	}

	@Test
	void noDatabaseOfAClassIsKeptThatOnlyItsBeforeAllUsed() {
		assertThat(Runs.of(FailsInItsOwnDatabase.class).failed()).hasSize(1);
		assertThat(Listing.of(KEPT)).containsExactly("FailsInItsOwnDatabase.a.db");
	}

	@Test
	void classOfARunnerOfAnotherKindHasADatabaseForItsTests() throws Exception {
		Concurrently.run(1, (number) -> {
			TestContextManager manager = new TestContextManager(DrivenByHand.class);
			manager.beforeTestClass();
			drive(manager, "first", null);
			drive(manager, "second", new AssertionError("expected"));
			manager.afterTestClass();
			return number;
		});
		assertThat(Sql.query(KEPT.resolve("DrivenByHand.db"), "SELECT text FROM note ORDER BY id")).endsWith("of first",
				"of second");
		assertThat(Listing.of(KEPT)).hasSize(1);
	}

	private static void drive(TestContextManager manager, String name, Throwable failure) throws Exception {
		DrivenByHand instance = new DrivenByHand();
		Method method = DrivenByHand.class.getMethod(name);
		manager.prepareTestInstance(instance);
		manager.beforeTestMethod(instance, method);
		method.invoke(instance);
		manager.afterTestMethod(instance, method, failure);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void testsThatRunSideBySideInOneDatabaseAreWarnedOfOnce(CapturedOutput output) {
		Runs.inParallel(SideBySide.class).assertPassed(3);
		assertThat(output.toString().split("The tests of 'ClassIsolationTests.SideBySide' share", -1)).hasSize(2);
	}

	@SlimNotesTest
	@TestMethodOrder(MethodOrderer.MethodName.class)
	abstract static class InOrder {

		@Autowired
		Notes notes;

	}

	@PristineDatabase(isolation = Isolation.CLASS)
	static class Ordered extends InOrder {

		@BeforeAll
		static void write(@Autowired Notes notes) {
			notes.add("of the class");
		}

		@AfterAll
		static void findAll(@Autowired Notes notes) {
			assertNotes(notes, "of the class", "of a");
		}

		@Test
		void a() {
			assertNotes(this.notes, "of the class");
			this.notes.add("of a");
		}

		@Test
		void b() {
			assertNotes(this.notes, "of the class", "of a");
		}

	}

	static class OrderedToo extends Ordered {

	}

	@TestPropertySource(properties = "pristine.context=per-worker")
	static class EachWorkersOwn extends Ordered {

	}

	@SlimNotesTest
	static class Other {

		@Test
		void findsNothing(@Autowired Notes notes) {
			assertNotes(notes);
		}

	}

	abstract static class TwoSteps extends InOrder {

		@Test
		void a() {
			assertNotes(this.notes);
			this.notes.add("of a");
		}

		@Test
		void b() {
			assertNotes(this.notes, "of a");
		}

	}

	@Tag("pristine-class")
	static class Tagged extends TwoSteps {

	}

	@TestPropertySource(properties = "pristine.isolation=class")
	static class ByProperty extends TwoSteps {

	}

	@PristineDatabase(isolation = Isolation.CLASS)
	static class Around extends InOrder {

		@BeforeAll
		static void write(@Autowired Notes notes) {
			notes.add("of the class");
		}

		@AfterAll
		static void findAll(@Autowired Notes notes) {
			assertNotes(notes, "of the class", "of a", "of the nested class", "of silent");
		}

		@Test
		void a() {
			this.notes.add("of a");
		}

		@Nested
		class Silent {

			@BeforeAll
			static void write(@Autowired Notes notes) {
				notes.add("of the nested class");
			}

			@Test
			void a() {
				assertNotes(Around.this.notes, "of the class", "of a", "of the nested class");
				Around.this.notes.add("of silent");
			}

		}

		@Nested
		@PristineDatabase(isolation = Isolation.CLASS)
		@TestMethodOrder(MethodOrderer.MethodName.class)
		class Own {

			@Test
			void a() {
				assertNotes(Around.this.notes, "of the class");
				Around.this.notes.add("of the own one");
			}

			@Test
			void b() {
				assertNotes(Around.this.notes, "of the class", "of the own one");
			}

		}

		@Nested
		@PristineDatabase
		class Isolated {

			@Test
			void a() {
				assertNotes(Around.this.notes, "of the class");
				Around.this.notes.add("of the isolated one");
			}

		}

	}

	@TestPropertySource(properties = "pristine.isolation=class")
	static class AroundByProperty extends InOrder {

		@Test
		void a() {
			this.notes.add("of a");
		}

		@Nested
		class Silent {

			@Test
			void a() {
				assertNotes(AroundByProperty.this.notes, "of a");
			}

		}

	}

	@PristineDatabase(isolation = Isolation.CLASS)
	static class Mixed extends InOrder {

		@BeforeAll
		static void write(@Autowired Notes notes) {
			notes.add("of the class");
		}

		@Test
		void a() {
			this.notes.add("of a");
		}

		@Test
		@PristineDatabase
		void b() {
			assertNotes(this.notes, "of the class");
			this.notes.add("of b");
		}

		@Test
		void c() {
			assertNotes(this.notes, "of the class", "of a");
		}

	}

	@PristineDatabase(isolation = Isolation.CLASS)
	static class WithFactory extends InOrder {

		@TestFactory
		Stream<DynamicTest> a() {
			this.notes.add("of the factory");
			return Stream.of(DynamicTest.dynamicTest("dynamic", () -> this.notes.add("of a dynamic test")));
		}

		@Test
		void b() {
			assertNotes(this.notes, "of the factory", "of a dynamic test");
		}

	}

	@ParameterizedClass
	@ValueSource(strings = { "one", "two" })
	@PristineDatabase(isolation = Isolation.CLASS)
	static class Parameterized extends InOrder {

		@Parameter
		String own;

		@Test
		void a() {
			assertNotes(this.notes);
			this.notes.add(this.own);
		}

		@Test
		void b() {
			assertNotes(this.notes, this.own);
		}

	}

	@ParameterizedClass
	@ValueSource(strings = { "one", "two" })
	@TestPropertySource(properties = "pristine.isolation=class")
	static class ParameterizedByProperty extends InOrder {

		@Parameter
		String own;

		@Test
		void a() {
			assertNotes(this.notes);
			this.notes.add(this.own);
		}

		@Test
		void b() {
			assertNotes(this.notes, this.own);
		}

	}

	@PristineDatabase(isolation = Isolation.CLASS)
	static class StartsAContext extends InOrder {

		@Test
		void a() {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(SlimNotes.class)
				.web(WebApplicationType.NONE)
				.run("--spring.datasource.url=" + Stage.URL, "--spring.flyway.locations=classpath:isolation/migration",
						"--pristine.template.cache-dir=target/test-templates")) {
				context.getBean(Notes.class).add("by hand");
			}
		}

		@Test
		void b() {
			assertThat(this.notes.all()).endsWith("by hand");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(SlimNotes.class)
	static class Listening {

		static final Queue<String> heard = new ConcurrentLinkedQueue<>();

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager("notes");
		}

		@EventListener
		void on(ScenarioStartedEvent event) {
			heard.add(event.getScenario().name() + (event.isContinuing() ? " goes on" : " starts"));
		}

		@EventListener
		void on(ScenarioHandoverEvent event) {
			heard.add("handed to " + event.getScenario().name());
		}

	}

	@NotesProperties
	@SpringBootTest(classes = Listening.class, webEnvironment = WebEnvironment.NONE)
	@TestMethodOrder(MethodOrderer.MethodName.class)
	@PristineDatabase(isolation = Isolation.CLASS)
	static class Remembering {

		@Autowired
		Notes notes;

		@Autowired
		CacheManager caches;

		@BeforeAll
		static void write(@Autowired Notes notes) {
			notes.add("of the class");
		}

		@Test
		void a() {
			assertThat(this.caches.getCache("notes").get("key")).isNull();
			assertThat(this.notes.all()).hasSize(3);
			this.caches.getCache("notes").put("key", "of a");
		}

		@Test
		void b() {
			assertThat(this.caches.getCache("notes").get("key", String.class)).isEqualTo("of a");
			assertThat(this.notes.all()).hasSize(3);
		}

	}

	static class RememberingToo extends Remembering {

	}

	@PristineDatabase(isolation = Isolation.CLASS)
	@TestPropertySource(properties = "pristine.workspace=target/class-isolation-tests")
	static class Failing extends InOrder {

		@Test
		void a() {
			this.notes.add("of a");
		}

		@Test
		void b() {
			this.notes.add("of b");
			fail("as it should");
		}

		@Test
		void c() {
			this.notes.add("of c");
		}

	}

	@TestPropertySource(properties = "pristine.workspace=target/class-isolation-tests")
	static class FailsInItsOwnDatabase extends InOrder {

		@BeforeAll
		static void write(@Autowired Notes notes) {
			notes.add("of the class");
		}

		@Test
		void a() {
			this.notes.add("of a");
			fail("as it should");
		}

	}

	@SlimNotesTest
	@PristineDatabase(isolation = Isolation.CLASS)
	@TestPropertySource(properties = "pristine.workspace=target/class-isolation-tests")
	public static class DrivenByHand {

		@Autowired
		Notes notes;

		public void first() {
			assertNotes(this.notes);
			this.notes.add("of first");
		}

		public void second() {
			assertNotes(this.notes, "of first");
			this.notes.add("of second");
		}

	}

	@SlimNotesTest
	@PristineDatabase(isolation = Isolation.CLASS)
	static class SideBySide {

		private static final CyclicBarrier allAtOnce = new CyclicBarrier(3);

		@Autowired
		Notes notes;

		@Test
		void a() throws Exception {
			meet("of a");
		}

		@Test
		void b() throws Exception {
			meet("of b");
		}

		@Test
		void c() throws Exception {
			meet("of c");
		}

		private void meet(String own) throws Exception {
			this.notes.add(own);
			allAtOnce.await(60, TimeUnit.SECONDS);
			assertThat(this.notes.all()).contains("of a", "of b", "of c");
		}

	}

}
