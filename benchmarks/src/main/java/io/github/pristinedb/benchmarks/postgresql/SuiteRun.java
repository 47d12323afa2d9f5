package io.github.pristinedb.benchmarks.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs a suite in a JVM of its own, after a smaller run of the same suite that starts its
 * contexts. Arguments: the file that the result goes to, the number of tests, and the
 * classes, each of which is a worker. The result: how many tests passed, how many tests
 * or containers failed, and the nanoseconds from the first test's start to the last one's
 * end.
 */
final class SuiteRun {

	/**
	 * The system property that says where the migrations are.
	 */
	static final String MIGRATIONS = "benchmark.migrations";

	private static final String PARALLEL = "junit.jupiter.execution.parallel.";

	private static final int WARM_UP = 40;

	// JUnit creates the tests, and knows of no run.
	private static volatile int testsOfClass;

	private SuiteRun() {
	}

	static int testsOfClass() {
		return testsOfClass;
	}

	public static void main(String[] args) throws IOException {
		List<String> classes = Stream.of(args).skip(2).toList();
		Outcome outcome = run(Integer.parseInt(args[1]), classes);
		Files.writeString(Path.of(args[0]), outcome.passed + " " + outcome.failed + " " + outcome.nanos());
		// A pool that nobody closed must not keep the JVM.
		System.exit(0);
	}

	private static Outcome run(int tests, List<String> classes) {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(classes.stream().map(DiscoverySelectors::selectClass).toList())
			.configurationParameter(PARALLEL + "enabled", "true")
			.configurationParameter(PARALLEL + "mode.default", "same_thread")
			.configurationParameter(PARALLEL + "mode.classes.default", "concurrent")
			.configurationParameter(PARALLEL + "config.strategy", "fixed")
			.configurationParameter(PARALLEL + "config.fixed.parallelism", Integer.toString(classes.size()))
			.build();
		try (LauncherSession session = LauncherFactory.openSession()) {
			Outcome warmUp = new Outcome();
			testsOfClass = WARM_UP / classes.size();
			session.getLauncher().execute(request, warmUp);
			Outcome outcome = new Outcome();
			testsOfClass = tests / classes.size();
			session.getLauncher().execute(request, outcome);
			outcome.failed += warmUp.failed;
			return outcome;
		}
	}

	/**
	 * Counts what passed and what did not, and takes the time.
	 */
	private static final class Outcome implements TestExecutionListener {

		private int passed;

		private int failed;

		private long first;

		private long last;

		@Override
		public synchronized void executionStarted(TestIdentifier test) {
			if (test.isTest() && this.first == 0) {
				this.first = System.nanoTime();
			}
		}

		@Override
		public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
			if (test.isTest()) {
				this.last = System.nanoTime();
			}
			if (result.getStatus() != Status.SUCCESSFUL) {
				this.failed++;
				// Into the log of the run, which the error names.
				result.getThrowable().ifPresent(Throwable::printStackTrace);
			}
			else if (test.isTest()) {
				this.passed++;
			}
		}

		synchronized long nanos() {
			return this.last - this.first;
		}

	}

}
