package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs one suite in a JVM of its own, through the JUnit Platform as Maven and IDEs do.
 * Arguments: the number of workers, the file that the result goes to, and what to select.
 */
final class SuiteMain {

	private SuiteMain() {
	}

	public static void main(String[] args) throws IOException {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(Stream.of(args).skip(2).flatMap((text) -> DiscoverySelectors.parse(text).stream()).toList())
			.configurationParameters(workers(args[0]))
			.build();
		Stopwatch stopwatch = new Stopwatch();
		LauncherFactory.create().execute(request, stopwatch);
		Files.writeString(Path.of(args[1]), stopwatch.result().toString());
		// A pool that nobody closed must not keep the JVM.
		System.exit(0);
	}

	private static Map<String, String> workers(String workers) {
		String prefix = "cucumber.execution.parallel.config.";
		return Map.of("cucumber.execution.parallel.enabled", "true", prefix + "strategy", "fixed",
				prefix + "fixed.parallelism", workers, prefix + "fixed.max-pool-size", workers);
	}

	/**
	 * Takes the time from the first scenario's start to the first end of one, and to the
	 * last one's.
	 */
	private static final class Stopwatch implements TestExecutionListener {

		private long first;

		private long firstEnded;

		private long last;

		private int passed;

		private int failed;

		@Override
		public synchronized void executionStarted(TestIdentifier test) {
			if (test.isTest() && this.first == 0) {
				this.first = System.nanoTime();
			}
		}

		@Override
		public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
			if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
				this.failed++;
				// Into the log of the run, which the error names.
				result.getThrowable().ifPresent(Throwable::printStackTrace);
			}
			else if (test.isTest()) {
				this.passed++;
			}
			if (test.isTest()) {
				this.last = System.nanoTime();
				if (this.firstEnded == 0) {
					this.firstEnded = this.last;
				}
			}
		}

		synchronized SuiteResult result() {
			OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
			return new SuiteResult(this.passed, this.failed, this.last - this.first, this.firstEnded - this.first,
					system.getProcessCpuTime());
		}

	}

}
