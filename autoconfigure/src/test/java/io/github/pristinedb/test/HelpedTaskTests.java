package io.github.pristinedb.test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.scope.Scenario;
import io.github.pristinedb.scope.ScenarioException;
import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A thread of a fork-join pool that waits inside one scenario, and meanwhile runs what
 * another one has left to the pool.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput({ "asks for a connection", "works for no scenario" })
class HelpedTaskTests {

	private static final String FIRST = "from the migration";

	@Test
	void taskOfAnotherScenarioIsRefusedAndWritesNowhere(CapturedOutput output) {
		withPool((context, pool) -> Stage.scenario(context, "the first", () -> {
			List<ForkJoinTask<?>> left = whileAnotherScenarioHelps(context, pool,
					() -> Stage.write(context, "of the first"));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> left.get(0).get())
				.havingRootCause()
				.isInstanceOfSatisfying(ScenarioException.class, (ex) -> {
					assertThat(ex.getDescription()).contains("while it waits", "the first", "the second");
					assertThat(ex.getAction()).contains("Scenarios.wrap");
				});
			assertThat(Stage.notes(context)).containsExactly(FIRST);
			assertThat(output.toString().lines().filter((line) -> line.contains("WARN"))).singleElement()
				.asString()
				.contains("while it waits", "Scenarios.wrap");
		}));
	}

	@Test
	void taskThatIsWrappedIsDoneForTheScenarioThatWrappedIt() {
		withPool((context, pool) -> Stage.scenario(context, "the first", () -> {
			whileAnotherScenarioHelps(context, pool, Scenarios.wrap(() -> Stage.write(context, "of the first")));
			assertThat(Stage.notes(context)).containsExactly(FIRST, "of the first");
		}));
	}

	@Test
	void whatTheTaskLeavesToOthersIsOfNoScenarioEither() {
		withPool((context, pool) -> Stage.scenario(context, "the first", () -> {
			AtomicInteger bound = new AtomicInteger();
			whileAnotherScenarioHelps(context, pool, () -> {
				Runnable work = bound::incrementAndGet;
				assertThat(Scenarios.current()).isEmpty();
				assertThat(Scenarios.wrap(work)).isSameAs(work);
				bound.incrementAndGet();
			});
			assertThat(bound).hasValue(1);
		}));
	}

	@Test
	void taskIsDoneForTheOnlyScenarioThatRuns() {
		withPool((context, pool) -> inPool(pool, () -> {
			Stage.scenario(context, () -> {
				pool.submit(() -> Stage.write(context, "by a helper"));
				ForkJoinTask.helpQuiesce();
				assertThat(Stage.notes(context)).containsExactly(FIRST, "by a helper");
			});
			return null;
		}));
	}

	@Test
	void partsOfAParallelStreamThatItsOwnThreadRunsAreOfItsScenario() {
		withPool((context, pool) -> Stage.scenario(context, "the first", () -> inPool(pool, () -> {
			Stage.scenario(context, "the second", () -> {
				IntStream.range(0, 8).parallel().forEach((i) -> Stage.write(context, "in parallel"));
				assertThat(Stage.notes(context)).hasSize(9);
			});
			return null;
		})));
	}

	@Test
	void taskThatItsOwnThreadForksAndJoinsIsOfItsScenario() {
		withPool((context, pool) -> Stage.scenario(context, "the first", () -> inPool(pool, () -> {
			Stage.scenario(context, "the second", () -> {
				ForkJoinTask.adapt(() -> Stage.write(context, "forked")).fork().join();
				assertThat(Stage.notes(context)).containsExactly(FIRST, "forked");
			});
			return null;
		})));
	}

	@Test
	void testsInParallelKeepTheirStreamsApart() {
		Runs.inParallel(Imports.class).assertPassed(Imports.TESTS);
	}

	/**
	 * One thread, which finds the first scenario's task while it waits inside the second.
	 */
	private static List<ForkJoinTask<?>> whileAnotherScenarioHelps(ApplicationContext context, ForkJoinPool pool,
			Runnable task) throws Exception {
		return inPool(pool, () -> {
			List<ForkJoinTask<?>> left = new ArrayList<>();
			Stage.scenario(context, "the second", () -> {
				Thread submitter = new Thread(() -> left.add(pool.submit(task)));
				submitter.start();
				submitter.join();
				ForkJoinTask.helpQuiesce();
				assertThat(left.get(0).isDone()).isTrue();
				assertThat(Scenarios.current()).map(Scenario::name).hasValue("the second");
				assertThat(Stage.notes(context)).containsExactly(FIRST);
			});
			return left;
		});
	}

	private static <T> T inPool(ForkJoinPool pool, Callable<T> work) throws Exception {
		return pool.submit(work).get(60, TimeUnit.SECONDS);
	}

	private static void withPool(Play play) {
		ForkJoinPool pool = new ForkJoinPool(1);
		try {
			Stage.context().run((context) -> play.run(context, pool));
		}
		finally {
			pool.shutdownNow();
		}
	}

	@FunctionalInterface
	private interface Play {

		void run(ApplicationContext context, ForkJoinPool pool) throws Exception;

	}

	@SlimNotesTest
	static class Imports {

		private static final int TESTS = 12;

		@Autowired
		private Notes notes;

		@RepeatedTest(TESTS)
		void rowsAreThereUnlessTheyWereRefused(RepetitionInfo repetition) {
			AtomicInteger written = new AtomicInteger();
			int before = this.notes.all().size();
			IntStream.range(0, 40).parallel().forEach((i) -> {
				try {
					this.notes.add("imported");
					written.incrementAndGet();
				}
				catch (ScenarioException ex) {
					// The part was run by a thread that works for no scenario.
				}
			});
			assertThat(this.notes.all()).hasSize(before + written.get());
		}

	}

}
