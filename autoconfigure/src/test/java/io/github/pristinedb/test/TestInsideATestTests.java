package io.github.pristinedb.test;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.scope.Scenario;
import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thread of JUnit's fork-join pool that waits in a test takes up another test, as it
 * takes up any other task. With only one thread there is no other that could.
 */
class TestInsideATestTests {

	private static final String PARALLEL = "junit.jupiter.execution.parallel.";

	private static final AtomicInteger depth = new AtomicInteger();

	private static final ConcurrentLinkedQueue<String> steps = new ConcurrentLinkedQueue<>();

	private static final ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();

	@Test
	void bothHaveDatabasesOfTheirOwn() {
		SummaryGeneratingListener summary = new SummaryGeneratingListener();
		try (LauncherSession session = LauncherFactory.openSession()) {
			session.getLauncher()
				.execute(LauncherDiscoveryRequestBuilder.request()
					.selectors(DiscoverySelectors.selectClass(TwoTests.class))
					.configurationParameter(PARALLEL + "enabled", "true")
					.configurationParameter(PARALLEL + "config.strategy", "fixed")
					.configurationParameter(PARALLEL + "config.fixed.parallelism", "1")
					.configurationParameter(PARALLEL + "config.fixed.max-pool-size", "1")
					.build(), summary);
		}
		assertThat(summary.getSummary().getFailures()).extracting((failure) -> failure.getException()).isEmpty();
		assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(2);
		assertThat(steps).containsExactly("outer starts", "inner starts", "inner ends", "outer ends");
		assertThat(threads).hasSize(2).allMatch((thread) -> thread == threads.peek());
	}

	/**
	 * Whichever JUnit starts first has the other one run inside.
	 */
	@SlimNotesTest
	@Execution(ExecutionMode.CONCURRENT)
	static class TwoTests {

		@Autowired
		private Notes notes;

		@Test
		void one() {
			writeAndLetTheOtherWrite("one");
		}

		@Test
		void other() {
			writeAndLetTheOtherWrite("other");
		}

		private void writeAndLetTheOtherWrite(String own) {
			String place = (depth.getAndIncrement() == 0) ? "outer" : "inner";
			Scenario scenario = Scenarios.current().orElseThrow();
			steps.add(place + " starts");
			threads.add(Thread.currentThread());
			assertThat(this.notes.all()).hasSize(2);
			this.notes.add(own);
			if (place.equals("outer")) {
				ForkJoinTask.helpQuiesce();
			}
			assertThat(Scenarios.current()).containsSame(scenario);
			this.notes.add(own + " again");
			assertThat(this.notes.all()).isEqualTo(
					List.of(NotesApplication.FROM_MIGRATION, NotesApplication.FROM_START_UP, own, own + " again"));
			steps.add(place + " ends");
		}

	}

}
