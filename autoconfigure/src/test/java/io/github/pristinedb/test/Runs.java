package io.github.pristinedb.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs of test classes inside a test, with all that the JUnit Platform finds on the class
 * path.
 */
public final class Runs {

	private static final int WORKERS = 4;

	private Runs() {
	}

	/**
	 * Run tests one after the other, methods in the order of their names.
	 * @param tests the test classes
	 * @return what came of it
	 */
	public static Run of(Class<?>... tests) {
		return execute(
				Map.of("junit.jupiter.testmethod.order.default", "org.junit.jupiter.api.MethodOrderer$MethodName"),
				tests);
	}

	/**
	 * Run tests side by side, classes and methods.
	 * @param tests the test classes
	 * @return what came of it
	 */
	static Run inParallel(Class<?>... tests) {
		return execute(Map.of("junit.jupiter.execution.parallel.enabled", "true",
				"junit.jupiter.execution.parallel.mode.default", "concurrent",
				"junit.jupiter.execution.parallel.config.strategy", "fixed",
				"junit.jupiter.execution.parallel.config.fixed.parallelism", String.valueOf(WORKERS)), tests);
	}

	/**
	 * Run tests that can be side by side where there is one thread: those that it has not
	 * begun can only run inside another one.
	 * @param tests the test classes
	 * @return what came of it
	 */
	static Run onOneThread(Class<?>... tests) {
		return execute(Map.of("junit.jupiter.execution.parallel.enabled", "true",
				"junit.jupiter.execution.parallel.config.strategy", "fixed",
				"junit.jupiter.execution.parallel.config.fixed.parallelism", "1",
				"junit.jupiter.execution.parallel.config.fixed.max-pool-size", "1"), tests);
	}

	private static Run execute(Map<String, String> parameters, Class<?>... tests) {
		LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
			.configurationParameters(parameters);
		for (Class<?> test : tests) {
			request.selectors(DiscoverySelectors.selectClass(test));
		}
		Outcomes outcomes = new Outcomes();
		try (LauncherSession session = LauncherFactory.openSession()) {
			session.getLauncher().execute(request.build(), outcomes);
		}
		return new Run(outcomes.passed, outcomes.failed);
	}

	/**
	 * What came of a run.
	 *
	 * @param passed the names of the tests that passed
	 * @param failed why tests and containers failed, by name
	 */
	public record Run(List<String> passed, Map<String, Throwable> failed) {

		/**
		 * See that all went well.
		 * @param tests how many tests there are to be
		 */
		public void assertPassed(int tests) {
			this.failed.values().stream().findFirst().ifPresent((failure) -> {
				throw new AssertionError("Failed: " + this.failed, failure);
			});
			assertThat(this.passed).hasSize(tests);
		}

	}

	private static final class Outcomes implements TestExecutionListener {

		private final List<String> passed = Collections.synchronizedList(new ArrayList<>());

		private final Map<String, Throwable> failed = Collections.synchronizedMap(new LinkedHashMap<>());

		@Override
		public void executionFinished(TestIdentifier test, TestExecutionResult result) {
			if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
				this.failed.put(test.getDisplayName(), result.getThrowable().orElseThrow());
			}
			else if (test.isTest()) {
				this.passed.add(test.getDisplayName());
			}
		}

	}

}
