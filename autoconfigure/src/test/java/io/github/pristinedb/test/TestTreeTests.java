package io.github.pristinedb.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test starts from what was written for the container that it is in, as JUnit's tree
 * says, whatever else its Java class is in.
 */
class TestTreeTests {

	private static void assertStartsWith(Notes notes, String... more) {
		List<String> expected = new ArrayList<>(
				List.of(NotesApplication.FROM_MIGRATION, NotesApplication.FROM_START_UP));
		expected.addAll(List.of(more));
		assertThat(notes.all()).isEqualTo(expected);
		notes.add("from a test");
	}

	@Test
	void inheritedNestedClassStartsFromTheClassThatRunsIt() {
		Runs.of(Impl.class, OtherImpl.class).assertPassed(4);
	}

	@Test
	void inheritedNestedClassesOfTwoClassesRunSideBySide() {
		Runs.inParallel(Impl.class, OtherImpl.class).assertPassed(4);
	}

	@Test
	void inheritedNestedClassIsKeptApartAsTheClassThatRunsIt() {
		Runs.of(SharingImpl.class).assertPassed(2);
	}

	@Test
	void nestedClassIsKeptApartAsAClassAroundItOfWhichSpringKnowsNothing() {
		Runs.of(WithoutSpring.class).assertPassed(1);
	}

	@Test
	void invocationsOfAParameterizedClassStartFromTheirOwnBaseline() {
		Runs.of(Parameterized.class).assertPassed(4);
		Runs.inParallel(Parameterized.class).assertPassed(4);
	}

	@Test
	void classThatTwoLaunchersRunAtOnceHasABaselineInEach() throws Exception {
		Concurrently.run(2, (number) -> {
			Runs.of(Twice.class).assertPassed(2);
			return number;
		});
	}

	@Test
	void classThatOneLauncherRunsTwiceAtOnceHasABaselineInEachRun() throws Exception {
		Launcher launcher = LauncherFactory.create();
		List<Long> failed = Concurrently.run(2, (number) -> {
			SummaryGeneratingListener summary = new SummaryGeneratingListener();
			launcher.execute(LauncherDiscoveryRequestBuilder.request()
				.selectors(DiscoverySelectors.selectClass(Twice.class))
				.configurationParameters(Map.of("junit.jupiter.execution.parallel.enabled", "false"))
				.build(), summary);
			assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(2);
			return summary.getSummary().getTotalFailureCount();
		});
		assertThat(failed).containsExactly(0L, 0L);
	}

	@Test
	void classThatIsDrivenByHandTwiceAtOnceHasABaselineInEachRun() throws Exception {
		CyclicBarrier bothAtOnce = new CyclicBarrier(2);
		Concurrently.run(2, (number) -> {
			TestContextManager manager = new TestContextManager(HandDrivenTests.Glue.class);
			Object instance = new HandDrivenTests.Glue();
			java.lang.reflect.Method method = HandDrivenTests.Glue.class.getMethod("scenario");
			manager.beforeTestClass();
			manager.prepareTestInstance(instance);
			Notes notes = manager.getTestContext().getApplicationContext().getBean(Notes.class);
			notes.add("of class " + number);
			bothAtOnce.await(60, TimeUnit.SECONDS);
			manager.beforeTestMethod(instance, method);
			assertStartsWith(notes, "of class " + number);
			bothAtOnce.await(60, TimeUnit.SECONDS);
			manager.afterTestMethod(instance, method, null);
			manager.afterTestClass();
			return number;
		});
	}

	@SlimNotesTest
	abstract static class Contract {

		@Test
		void startsFromTheClassThatRunsIt(@Autowired Notes notes) {
			assertStartsWith(notes, name());
		}

		abstract String name();

		@Nested
		class Group {

			@Test
			void startsFromTheClassThatRunsIt(@Autowired Notes notes) {
				assertStartsWith(notes, name());
			}

		}

	}

	static class Impl extends Contract {

		@BeforeAll
		static void write(@Autowired Notes notes) {
			notes.add("of the implementation");
		}

		@Override
		String name() {
			return "of the implementation";
		}

	}

	static class OtherImpl extends Contract {

		@BeforeAll
		static void write(@Autowired Notes notes) {
			notes.add("of the other one");
		}

		@Override
		String name() {
			return "of the other one";
		}

	}

	@SlimNotesTest
	abstract static class AsksForItsIsolation {

		@Test
		void isKeptApartAsItsClass() {
			assertThat(isolation()).isEqualTo(Isolation.TRANSACTION);
		}

		@Nested
		class Group {

			@Test
			void isKeptApartAsTheClassThatRunsIt() {
				assertThat(isolation()).isEqualTo(Isolation.TRANSACTION);
			}

		}

	}

	private static Isolation isolation() {
		return ((Scope) Scenarios.current().orElseThrow()).isolation();
	}

	@PristineDatabase(isolation = Isolation.TRANSACTION)
	static class SharingImpl extends AsksForItsIsolation {

	}

	abstract static class GroupOfSpring {

		@Nested
		@SlimNotesTest
		class Group {

			@Test
			void isKeptApartAsTheClassThatRunsIt() {
				assertThat(isolation()).isEqualTo(Isolation.TRANSACTION);
			}

		}

	}

	@PristineDatabase(isolation = Isolation.TRANSACTION)
	static class WithoutSpring extends GroupOfSpring {

	}

	@SlimNotesTest
	@ParameterizedClass
	@ValueSource(strings = { "of the first", "of the second" })
	static class Parameterized {

		@Parameter
		String own;

		@Autowired
		Notes notes;

		@BeforeAll
		static void write(@Autowired Notes notes) {
			notes.add("of the class");
		}

		@BeforeParameterizedClassInvocation
		static void writeFor(String own, @Autowired Notes notes) {
			notes.add(own);
		}

		@Test
		void startsFromTheInvocation() {
			assertStartsWith(this.notes, "of the class", this.own);
		}

		@Test
		void startsFromTheInvocationToo() {
			startsFromTheInvocation();
		}

	}

	@SlimNotesTest
	static class Twice {

		private static final CyclicBarrier bothAtOnce = new CyclicBarrier(2);

		private static final AtomicInteger numbers = new AtomicInteger();

		private static final ThreadLocal<String> own = new ThreadLocal<>();

		@BeforeAll
		static void write(@Autowired Notes notes) throws Exception {
			own.set("of run " + numbers.incrementAndGet());
			notes.add(own.get());
			bothAtOnce.await(60, TimeUnit.SECONDS);
		}

		@AfterEach
		void waitForTheOther() throws Exception {
			bothAtOnce.await(60, TimeUnit.SECONDS);
		}

		@Test
		void startsFromItsOwnRun(@Autowired Notes notes) {
			assertStartsWith(notes, own.get());
		}

		@Test
		void startsFromItsOwnRunToo(@Autowired Notes notes) {
			assertStartsWith(notes, own.get());
		}

	}

}
