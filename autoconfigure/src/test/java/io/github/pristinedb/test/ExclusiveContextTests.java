package io.github.pristinedb.test;

import java.lang.reflect.Method;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent.ContextAwaited;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.Scope.Kind;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.test.NotesApplication.Notes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.annotation.DirtiesContext.MethodMode;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.ContextHierarchy;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;
import org.springframework.test.context.bean.override.mockito.MockReset;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What cannot share an application context with others is kept from it, side by side with
 * what can.
 */
@Timeout(300)
@DeliberateOutput({ "runs beside tests that cannot share", "as it should", "failure threshold",
		"Caught exception while allowing TestExecutionListener", "Application run failed", "pauses a context" })
@ExtendWith(OutputCaptureExtension.class)
class ExclusiveContextTests {

	@BeforeEach
	void forget() {
		Place.reset();
		Dirty.done.set(0);
		RecordedEvents.clear();
	}

	/**
	 * A test inside a test is meant to go on without waiting. JUnit may also start a
	 * class on a thread of another one, just when both turn out to have mocks.
	 */
	@AfterEach
	void findNothingHeldAndNobodyWhoWentOn(CapturedOutput output, TestInfo test) {
		if (!test.getDisplayName().startsWith("testInsideATest")
				&& !test.getDisplayName().startsWith("mockThatIsABean")) {
			assertThat(output).doesNotContain("runs beside tests");
		}
		assertThat(ContextHold.gates.uses()).isZero();
		assertThat(ContextHold.gates.waiting()).isZero();
	}

	@Test
	void testsOfClassesWithTheSameMockRunOneAtATime() {
		Runs.inParallel(Mocked.class, OtherMocked.class, ThirdMocked.class).assertPassed(6);
		assertThat(RecordedEvents.of(ContextAwaited.class)).isNotEmpty().allMatch((wait) -> wait.nanos() > 0);
	}

	@Test
	void whatAClassStubsForAllOfItsTestsIsStubbedByNoOtherClass() {
		Runs.inParallel(StubsForAll.class, StubsForAllToo.class).assertPassed(4);
	}

	@Test
	void mockThatIsABeanIsFoundWhenItsContextIsThere() {
		Runs.inParallel(MockAmongBeans.class, OtherMockAmongBeans.class).assertPassed(4);
	}

	@Test
	void beanOverrideOfAnyOtherKindIsOneToo() {
		Runs.inParallel(Overridden.class, OtherOverridden.class).assertPassed(4);
	}

	@Test
	void waitingIsExplainedOnceForAContext(CapturedOutput output) {
		// While an application starts, Spring Boot lets no thread log.
		new TestContextManager(Explained.class).getTestContext().getApplicationContext();
		Runs.inParallel(Explained.class, OtherExplained.class, ThirdExplained.class).assertPassed(6);
		assertThat(output.getOut().lines().filter((line) -> line.contains("has mocks (@MockitoBean or the like)")))
			.singleElement()
			.asString()
			.contains("Explained", "pristine.context=per-worker", "pristine.exclusive-contexts=false");
	}

	@ParameterizedTest
	@ValueSource(classes = { DirtyAfterClass.class, DirtyBeforeClass.class, DirtyAfterEach.class, DirtyBeforeEach.class,
			DirtyAfterMethod.class, DirtyBeforeMethod.class, DirtyWithin.class })
	void contextIsNotClosedUnderThoseWhoUseIt(Class<?> dirty) {
		Runs.inParallel(Clean.class, dirty, OtherClean.class).assertPassed(6);
	}

	@Test
	void classesThatCloseTheirContextDoNotWaitForEachOtherAtTheirEnds() {
		Runs.inParallel(DirtyAfterClass.class, DirtyBeforeClass.class, DirtyAfterEach.class, DirtyAfterMethod.class)
			.assertPassed(8);
	}

	@Test
	void parentIsNotClosedUnderTheTestsOfItsOtherChildren() {
		Runs.inParallel(Child.class, DirtyChild.class).assertPassed(4);
	}

	@Test
	void childIsClosedBesideTheTestsOfItsParentsOtherChildren() {
		Runs.inParallel(MeetingChild.class, MeetingDirtyChild.class).assertPassed(2);
	}

	@Test
	void testThatTakesTooLongKeepsNobodyWaiting() {
		Runs.Run run = Runs.inParallel(TooSlow.class, OtherMocked.class, ThirdMocked.class);
		assertThat(run.failed().values()).singleElement().isInstanceOf(TimeoutException.class);
		assertThat(run.passed()).hasSize(4);
	}

	@Test
	void testThatGivesUpOrIsNotRunKeepsNobodyWaiting() {
		Runs.Run run = Runs.inParallel(GivesUp.class, DirtyAfterEach.class, Clean.class);
		assertThat(run.failed()).containsOnlyKeys("givesUp()");
		assertThat(run.passed()).hasSize(5);
	}

	@Test
	void contextThatCannotBeLoadedKeepsNobodyWaiting() {
		Runs.Run run = Runs.inParallel(Broken.class, OtherBroken.class);
		assertThat(run.passed()).isEmpty();
		assertThat(run.failed()).containsOnlyKeys("neverRuns()");
	}

	@Test
	void testInsideATestDoesNotWaitForIt(CapturedOutput output) {
		Runs.onOneThread(InsideEachOther.class).assertPassed(2);
		assertThat(Place.mostAtOnce()).isEqualTo(2);
		assertThat(output).containsOnlyOnce("a test that would wait for it runs around it");
	}

	@Test
	void scenariosWithoutAClassWaitForEachOtherToo() throws Exception {
		Concurrently.run(3, (number) -> drive(ByHand.class));
		assertThat(Place.mostAtOnce()).isOne();
	}

	@Test
	void scenariosOfCucumberWaitForEachOtherToo() throws Exception {
		Concurrently.run(3, (number) -> {
			Scope scenario = new Scope(Kind.SCENARIO, "scenario " + number);
			ScopeBinding.start(scenario);
			try {
				return drive(ClosedAfterEachScenario.class);
			}
			finally {
				ScopeBinding.end(scenario, false);
			}
		});
		assertThat(Place.mostAtOnce()).isOne();
	}

	@Test
	void nobodyWaitsIfThatIsSwitchedOff() {
		Runs.inParallel(SwitchedOff.class, OtherSwitchedOff.class).assertPassed(2);
		assertThat(RecordedEvents.of(ContextAwaited.class)).isEmpty();
	}

	@Test
	void nobodyWaitsForTheContextOfAnotherWorker() {
		Runs.inParallel(PerWorker.class, OtherPerWorker.class).assertPassed(2);
		assertThat(RecordedEvents.of(ContextAwaited.class)).isEmpty();
	}

	@Test
	void nobodyWaitsInAContextWithoutAManagedDatabase() {
		Runs.inParallel(Unmanaged.class, OtherUnmanaged.class).assertPassed(2);
	}

	@Test
	void sliceWithoutADatabaseWaitsWhereItsConfigurationNamesAManagedOne() {
		Runs.inParallel(Slice.class, OtherSlice.class, ThirdSlice.class).assertPassed(6);
		assertThat(RecordedEvents.of(ContextAwaited.class)).isNotEmpty();
	}

	@Test
	void sliceWithoutADatabaseWaitsWhereSpringBootWouldMakeAManagedOne() {
		Runs.inParallel(SliceWithoutUrl.class, OtherSliceWithoutUrl.class).assertPassed(4);
		assertThat(RecordedEvents.of(ContextAwaited.class)).isNotEmpty();
	}

	@Test
	void testsOfAContextWithoutMocksDoNotWait() {
		Runs.inParallel(Meeting.class, OtherMeeting.class).assertPassed(2);
		assertThat(RecordedEvents.of(ContextAwaited.class)).isEmpty();
	}

	private static Void drive(Class<?> glue) throws Exception {
		TestContextManager manager = new TestContextManager(glue);
		manager.beforeTestClass();
		ByHand instance = (ByHand) glue.getDeclaredConstructor().newInstance();
		manager.prepareTestInstance(instance);
		Method method = ByHand.class.getDeclaredMethod("work");
		manager.beforeTestMethod(instance, method);
		instance.work();
		manager.afterTestMethod(instance, method, null);
		manager.afterTestClass();
		return null;
	}

	/**
	 * Where tests are that must not be there together. The first one stays until another
	 * one waits to come in, or is in.
	 */
	private static final class Place {

		private static final AtomicInteger inside = new AtomicInteger();

		private static final AtomicInteger most = new AtomicInteger();

		private static final AtomicBoolean first = new AtomicBoolean();

		static void reset() {
			inside.set(0);
			most.set(0);
			first.set(true);
		}

		static int mostAtOnce() {
			return most.get();
		}

		static void visit() {
			enter();
			inside.decrementAndGet();
		}

		static void enter() {
			most.accumulateAndGet(inside.incrementAndGet(), Math::max);
			if (first.compareAndSet(true, false)) {
				Awaitility.await().until(() -> ContextHold.gates.waiting() > 0 || inside.get() > 1);
			}
		}

		static void visitAlone() {
			visit();
			assertThat(most).hasValue(1);
		}

	}

	interface Oracle {

		String answer();

	}

	@SlimNotesTest
	abstract static class WithAMock {

		@MockitoBean
		Oracle oracle;

		@RepeatedTest(2)
		void isAloneWithTheMock(@Autowired Notes notes) {
			assertThat(this.oracle.answer()).isNull();
			given(this.oracle.answer()).willReturn(toString());
			Place.visitAlone();
			assertThat(this.oracle.answer()).isEqualTo(toString());
			notes.add(this.oracle.answer());
			assertThat(notes.all()).hasSize(3);
		}

	}

	static class Mocked extends WithAMock {

	}

	static class OtherMocked extends WithAMock {

	}

	static class ThirdMocked extends WithAMock {

	}

	@TestPropertySource(properties = "of=the explained ones")
	static class Explained extends WithAMock {

	}

	static class OtherExplained extends Explained {

	}

	static class ThirdExplained extends Explained {

	}

	@SlimNotesTest
	@TestInstance(Lifecycle.PER_CLASS)
	@Execution(ExecutionMode.CONCURRENT)
	static class StubsForAll {

		@MockitoBean(reset = MockReset.NONE)
		Oracle oracle;

		@BeforeAll
		void stub() {
			given(this.oracle.answer()).willReturn(getClass().getName());
		}

		@RepeatedTest(2)
		void findsWhatItsClassStubbed() {
			Place.visitAlone();
			assertThat(this.oracle.answer()).isEqualTo(getClass().getName());
		}

	}

	static class StubsForAllToo extends StubsForAll {

	}

	@Configuration(proxyBeanMethods = false)
	static class MockOfOnesOwn {

		@Bean
		Oracle oracle() {
			return mock(Oracle.class);
		}

	}

	@SlimNotesTest
	@Import(MockOfOnesOwn.class)
	static class MockAmongBeans {

		@RepeatedTest(2)
		void isAloneWithTheMock(@Autowired Oracle oracle) {
			given(oracle.answer()).willReturn(toString());
			Place.visitAlone();
			assertThat(oracle.answer()).isEqualTo(toString());
		}

	}

	static class OtherMockAmongBeans extends MockAmongBeans {

	}

	@SlimNotesTest
	static class Overridden {

		@TestBean
		Oracle oracle;

		static Oracle oracle() {
			return () -> "as ever";
		}

		@RepeatedTest(2)
		void isAloneWithTheBean() {
			Place.visitAlone();
		}

	}

	static class OtherOverridden extends Overridden {

	}

	/**
	 * Its first test stays until another class wants the context, has closed it or is
	 * done with it.
	 */
	@SlimNotesTest
	static class Clean {

		@Autowired
		ConfigurableApplicationContext context;

		@Autowired
		Notes notes;

		@BeforeAll
		static void write(@Autowired Notes notes) {
			notes.add("of the class");
		}

		@RepeatedTest(2)
		@Execution(ExecutionMode.SAME_THREAD)
		void keepsItsContextAndTheDataOfItsClass() {
			assertThat(this.notes.all()).endsWith("of the class");
			Awaitility.await()
				.until(() -> ContextHold.gates.waiting() > 0 || !this.context.isActive() || Dirty.done.get() > 0);
			assertThat(this.context.isActive()).isTrue();
			this.notes.add("of the test");
			assertThat(this.notes.all()).endsWith("of the class", "of the test");
		}

	}

	static class OtherClean extends Clean {

	}

	@SlimNotesTest
	abstract static class Dirty {

		static final AtomicInteger done = new AtomicInteger();

		@Autowired
		ConfigurableApplicationContext context;

		@Autowired
		Notes notes;

		@AfterAll
		static void end() {
			done.incrementAndGet();
		}

		void work() {
			this.notes.add("of the dirty test");
			assertThat(this.context.isActive()).isTrue();
			assertThat(this.notes.all()).hasSize(3);
		}

	}

	@DirtiesContext(classMode = ClassMode.AFTER_CLASS)
	static class DirtyAfterClass extends Dirty {

		@RepeatedTest(2)
		void a() {
			work();
		}

	}

	@DirtiesContext(classMode = ClassMode.BEFORE_CLASS)
	static class DirtyBeforeClass extends Dirty {

		@RepeatedTest(2)
		void a() {
			work();
		}

	}

	@DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
	static class DirtyAfterEach extends Dirty {

		@RepeatedTest(2)
		void a() {
			work();
		}

	}

	@DirtiesContext(classMode = ClassMode.BEFORE_EACH_TEST_METHOD)
	static class DirtyBeforeEach extends Dirty {

		@RepeatedTest(2)
		void a() {
			work();
		}

	}

	static class DirtyAfterMethod extends Dirty {

		@Test
		@DirtiesContext(methodMode = MethodMode.AFTER_METHOD)
		void a() {
			work();
		}

		@Test
		void b() {
			work();
		}

	}

	static class DirtyBeforeMethod extends Dirty {

		@Test
		void a() {
			work();
		}

		@Test
		@DirtiesContext(methodMode = MethodMode.BEFORE_METHOD)
		void b() {
			work();
		}

	}

	static class DirtyWithin extends Dirty {

		@Test
		void a() {
			work();
		}

		@Nested
		class Within {

			@Test
			@DirtiesContext
			void b() {
				work();
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Kid {

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherKid {

	}

	@NotesProperties
	@SpringBootTest
	@ContextHierarchy({ @ContextConfiguration(classes = SlimNotes.class), @ContextConfiguration(classes = Kid.class) })
	static class Child {

		@RepeatedTest(2)
		void keepsItsParent(@Autowired ConfigurableApplicationContext context, @Autowired Notes notes) {
			ConfigurableApplicationContext parent = (ConfigurableApplicationContext) context.getParent();
			Awaitility.await()
				.until(() -> ContextHold.gates.waiting() > 0 || !parent.isActive() || Dirty.done.get() > 0);
			notes.add("of the test");
			assertThat(parent.isActive()).isTrue();
		}

	}

	@NotesProperties
	@SpringBootTest
	@ContextHierarchy({ @ContextConfiguration(classes = SlimNotes.class),
			@ContextConfiguration(classes = OtherKid.class) })
	@DirtiesContext
	static class DirtyChild {

		@AfterAll
		static void end() {
			Dirty.done.incrementAndGet();
		}

		@RepeatedTest(2)
		void works(@Autowired Notes notes) {
			notes.add("of the test");
		}

	}

	@NotesProperties
	@SpringBootTest
	@ContextHierarchy({ @ContextConfiguration(classes = SlimNotes.class), @ContextConfiguration(classes = Kid.class) })
	static class MeetingChild {

		static final CyclicBarrier both = new CyclicBarrier(2);

		@Test
		void meetsTheOther() throws Exception {
			both.await(60, TimeUnit.SECONDS);
		}

	}

	@NotesProperties
	@SpringBootTest
	@ContextHierarchy({ @ContextConfiguration(classes = SlimNotes.class),
			@ContextConfiguration(classes = OtherKid.class) })
	@DirtiesContext(hierarchyMode = HierarchyMode.CURRENT_LEVEL)
	static class MeetingDirtyChild {

		@Test
		void meetsTheOther() throws Exception {
			MeetingChild.both.await(60, TimeUnit.SECONDS);
		}

	}

	@SlimNotesTest
	static class TooSlow {

		@MockitoBean
		Oracle oracle;

		@Test
		@Timeout(value = 50, unit = TimeUnit.MILLISECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
		void isInterrupted() throws InterruptedException {
			new CountDownLatch(1).await();
		}

	}

	@SlimNotesTest
	static class GivesUp {

		@Test
		@DirtiesContext
		void closes() {
		}

		@Test
		void givesUp() {
			abort("as it should");
		}

		@Test
		@Disabled
		void isNotRun() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		Oracle fails() {
			throw new IllegalStateException("as it should");
		}

	}

	interface Unused {

	}

	@SlimNotesTest
	@Import(Failing.class)
	static class Broken {

		@MockitoBean
		Unused unused;

		@Test
		void neverRuns() {
		}

	}

	static class OtherBroken extends Broken {

	}

	@SlimNotesTest
	@Execution(ExecutionMode.CONCURRENT)
	static class InsideEachOther {

		@MockitoBean
		Oracle oracle;

		@RepeatedTest(2)
		void letsTheOtherRun() {
			Place.most.accumulateAndGet(Place.inside.incrementAndGet(), Math::max);
			ForkJoinTask.helpQuiesce();
			Place.inside.decrementAndGet();
		}

	}

	@SlimNotesTest
	static class ByHand {

		@MockitoBean
		Oracle oracle;

		@Autowired
		Notes notes;

		void work() {
			Place.visit();
			assertThat(this.notes.all()).hasSize(2);
		}

	}

	@DirtiesContext
	static class ClosedAfterEachScenario extends ByHand {

	}

	@SlimNotesTest
	abstract static class MeetsAnother {

		@MockitoBean
		Oracle oracle;

		abstract CyclicBarrier both();

		@Test
		void meetsTheOther() throws Exception {
			both().await(60, TimeUnit.SECONDS);
		}

	}

	@TestPropertySource(properties = "pristine.exclusive-contexts=false")
	static class SwitchedOff extends MeetsAnother {

		private static final CyclicBarrier both = new CyclicBarrier(2);

		@Override
		CyclicBarrier both() {
			return both;
		}

	}

	static class OtherSwitchedOff extends SwitchedOff {

	}

	@TestPropertySource(properties = "pristine.context=per-worker")
	static class PerWorker extends MeetsAnother {

		private static final CyclicBarrier both = new CyclicBarrier(2);

		@Override
		CyclicBarrier both() {
			return both;
		}

	}

	static class OtherPerWorker extends PerWorker {

	}

	@SpringJUnitConfig(Kid.class)
	static class Unmanaged {

		private static final CyclicBarrier both = new CyclicBarrier(2);

		@MockitoBean
		Oracle oracle;

		@Test
		void meetsTheOther() throws Exception {
			both.await(60, TimeUnit.SECONDS);
		}

	}

	static class OtherUnmanaged extends Unmanaged {

	}

	@SpringBootTest(classes = Kid.class, properties = "spring.datasource.url=jdbc:sqlite:target/scenario-slice.db")
	static class Slice extends AloneWithTheMock {

	}

	static class OtherSlice extends Slice {

	}

	static class ThirdSlice extends Slice {

	}

	@SpringBootTest(classes = Kid.class)
	static class SliceWithoutUrl extends AloneWithTheMock {

	}

	static class OtherSliceWithoutUrl extends SliceWithoutUrl {

	}

	abstract static class AloneWithTheMock {

		@MockitoBean
		Oracle oracle;

		@RepeatedTest(2)
		void isAloneWithTheMock() {
			assertThat(this.oracle.answer()).isNull();
			given(this.oracle.answer()).willReturn(toString());
			Place.visitAlone();
			assertThat(this.oracle.answer()).isEqualTo(toString());
		}

	}

	@SlimNotesTest
	static class Meeting {

		private static final CyclicBarrier both = new CyclicBarrier(2);

		@Test
		void meetsTheOther() throws Exception {
			both.await(60, TimeUnit.SECONDS);
		}

	}

	static class OtherMeeting extends Meeting {

	}

}
