package io.github.pristinedb.benchmarks.mocks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

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
 * Runs the suite in a JVM of its own, as the README's lines for parallel tests have it.
 * Arguments: the number of workers, and the file that the result goes to: how many tests
 * passed, how many tests or containers failed, and the nanoseconds of the whole run.
 */
final class MocksRun {

	private MocksRun() {
	}

	public static void main(String[] args) throws IOException {
		String prefix = "junit.jupiter.execution.parallel.";
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(MocksSuite.classes().stream().map(DiscoverySelectors::selectClass).toList())
			.configurationParameters(Map.of(prefix + "enabled", "true", prefix + "mode.default", "concurrent",
					prefix + "config.strategy", "fixed", prefix + "config.fixed.parallelism", args[0]))
			.build();
		Count count = new Count();
		long started = System.nanoTime();
		try (LauncherSession session = LauncherFactory.openSession()) {
			session.getLauncher().execute(request, count);
		}
		Files.writeString(Path.of(args[1]), count.passed + " " + count.failed + " " + (System.nanoTime() - started));
		// A pool that nobody closed must not keep the JVM.
		System.exit(0);
	}

	/**
	 * Counts what passed and what did not.
	 */
	private static final class Count implements TestExecutionListener {

		private int passed;

		private int failed;

		@Override
		public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
			if (result.getStatus() != Status.SUCCESSFUL) {
				this.failed++;
				// Into the log of the run, which the error names.
				result.getThrowable().ifPresent(Throwable::printStackTrace);
			}
			else if (test.isTest()) {
				this.passed++;
			}
		}

	}

}
