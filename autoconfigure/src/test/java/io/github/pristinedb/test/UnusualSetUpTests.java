package io.github.pristinedb.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.support.DependencyInjectionTestExecutionListener;
import org.springframework.test.context.support.DirtiesContextTestExecutionListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Each test has a database of its own, however its class or its application is set up.
 */
@DeliberateOutput({ "Application run failed", "Caught exception while allowing TestExecutionListener",
		"ReplacesTheListeners" })
class UnusualSetUpTests {

	@BeforeEach
	void clear() {
		RecordedEvents.clear();
	}

	@Test
	void classWhoseContextWasNeverRefreshedDoesNotConcernTheNextOne() {
		assertThat(Runs.of(FailsBeforeItsRefresh.class, AddsANote.class).failed()).hasSize(1)
			.allSatisfy((name, failure) -> assertThat(failure).hasRootCauseMessage("There is no Docker"));
	}

	@Test
	void classThatReplacesSpringsListenersHasPrivateDatabases() {
		Runs.inParallel(ReplacesTheListeners.class, AddsANote.class).assertPassed(5);
		assertThat(RecordedEvents.of(HandedOver.class)).hasSize(5);
		assertThat(RecordedEvents.of(ScenarioStarted.class)).hasSize(5);
		assertThat(RecordedEvents.of(ScenarioFinished.class)).hasSize(5);
	}

	@Test
	void classThatReplacesSpringsListenersStartsFromWhatItsBeforeAllHasWritten() {
		Runs.of(ReplacesTheListenersAndWritesBeforeAll.class, AddsANote.class).assertPassed(4);
	}

	@Test
	void annotationOfAClassThatReplacesSpringsListenersCounts() {
		Runs.of(ReplacesTheListenersAndSharesTheContextsDatabase.class).assertPassed(2);
	}

	@Test
	void applicationThatHandlesItsEventsLaterHasPrivateDatabasesFromTheStart() {
		Runs.of(HandlesEventsLater.class).assertPassed(2);
	}

	@Test
	void threadThatJUnitMakesForATimeLimitWorksForTheTestThatWaitsForIt() {
		Runs.inParallel(OnThreadsOfTheirOwn.class).assertPassed(2);
		Runs.inParallel(CutShort.class).assertPassed(2);
	}

	@Test
	void nothingIsAScenarioBeforeTheFirstTest() {
		Runs.of(AsksBeforeAll.class).assertPassed(1);
	}

	static class Fails implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			throw new IllegalStateException("There is no Docker");
		}

	}

	@SlimNotesTest
	@ContextConfiguration(initializers = Fails.class)
	static class FailsBeforeItsRefresh {

		@Test
		void neverRuns() {
		}

	}

	@SlimNotesTest
	static class AddsANote {

		@Test
		void first(@Autowired Notes notes) {
			addTo(notes);
		}

		@Test
		void second(@Autowired Notes notes) {
			addTo(notes);
		}

	}

	private static void addTo(Notes notes) {
		assertThat(notes.all()).containsExactly(NotesApplication.FROM_MIGRATION, NotesApplication.FROM_START_UP);
		notes.add("from a test");
		assertThat(notes.all()).hasSize(3);
	}

	@SlimNotesTest
	@TestExecutionListeners(DependencyInjectionTestExecutionListener.class)
	static class ReplacesTheListeners {

		@Autowired
		private Notes notes;

		@Test
		void first() {
			addTo(this.notes);
		}

		@Test
		void second() {
			addTo(this.notes);
		}

		@Test
		void third() {
			addTo(this.notes);
		}

	}

	@SlimNotesTest
	@TestExecutionListeners(DependencyInjectionTestExecutionListener.class)
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	static class ReplacesTheListenersAndWritesBeforeAll {

		@Autowired
		private Notes notes;

		@BeforeAll
		void write() {
			this.notes.add("from the class");
		}

		@Test
		void first() {
			assertThat(this.notes.all()).hasSize(3).contains("from the class");
			this.notes.add("from a test");
		}

		@Test
		void second() {
			first();
		}

	}

	@SlimNotesTest
	@TestExecutionListeners({ DependencyInjectionTestExecutionListener.class,
			DirtiesContextTestExecutionListener.class })
	@TestPropertySource(properties = "unique=other-listeners")
	@DirtiesContext
	@PristineDatabase(isolation = Isolation.NONE)
	static class ReplacesTheListenersAndSharesTheContextsDatabase {

		@Autowired
		private Notes notes;

		@Test
		void a() {
			addTo(this.notes);
		}

		@Test
		void b() {
			assertThat(this.notes.all()).endsWith("from a test");
		}

	}

	/**
	 * As if the executor had not come to it yet.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(SlimNotes.class)
	static class WithLateEvents {

		@Bean
		ApplicationEventMulticaster applicationEventMulticaster() {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			List<Runnable> later = new ArrayList<>();
			multicaster.setTaskExecutor(later::add);
			return multicaster;
		}

	}

	@NotesProperties
	@SpringBootTest(classes = WithLateEvents.class, webEnvironment = WebEnvironment.NONE)
	static class HandlesEventsLater extends AddsANote {

	}

	@SlimNotesTest
	abstract static class TwoAtOnce {

		private static final CyclicBarrier bothAtOnce = new CyclicBarrier(2);

		final void use(Notes notes) {
			addTo(notes);
			await();
			assertThat(notes.all()).hasSize(3);
			assertThat(Scenarios.current()).isPresent();
			await();
		}

		private static void await() {
			try {
				bothAtOnce.await(60, TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
	static class OnThreadsOfTheirOwn extends TwoAtOnce {

		@Test
		void first(@Autowired Notes notes) {
			use(notes);
		}

		@Test
		void second(@Autowired Notes notes) {
			use(notes);
		}

	}

	static class CutShort extends TwoAtOnce {

		@Test
		void first(@Autowired Notes notes) {
			assertTimeoutPreemptively(Duration.ofSeconds(60), () -> use(notes));
		}

		@Test
		void second(@Autowired Notes notes) {
			assertTimeoutPreemptively(Duration.ofSeconds(60), () -> use(notes));
		}

	}

	@SlimNotesTest
	static class AsksBeforeAll {

		@BeforeAll
		static void ask() {
			assertThat(Scenarios.current()).isEmpty();
		}

		@Test
		void asks() {
			assertThat(Scenarios.current()).isPresent();
		}

	}

}
