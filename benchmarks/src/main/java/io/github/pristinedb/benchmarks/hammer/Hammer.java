package io.github.pristinedb.benchmarks.hammer;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the hammer's scenarios on the JUnit Platform, in this JVM.
 */
final class Hammer {

	private static final String PARALLEL = "junit.jupiter.execution.parallel.";

	/**
	 * So many scenarios are one request to JUnit, which remembers each of them until the
	 * request is over.
	 */
	private static final int BATCH = 250;

	private final HammerOptions options;

	Hammer(HammerOptions options) {
		this.options = options;
	}

	HammerReport run() throws InterruptedException, SQLException {
		HammerRun run = HammerRun.start(this.options);
		HammerDatabase database = this.options.engine().database();
		database.start();
		try (LauncherSession session = LauncherFactory.openSession()) {
			long started = System.nanoTime();
			int quarter = Math.max(1, this.options.scenarios() / 4);
			execute(session, run, 0, quarter);
			run.settle();
			Resources early = Resources.settled(database);
			execute(session, run, quarter, this.options.scenarios());
			run.settle();
			Resources late = Resources.settled(database);
			return run.report(System.nanoTime() - started, early, late);
		}
		finally {
			run.stop();
		}
	}

	private void execute(LauncherSession session, HammerRun run, int from, int to) {
		for (int first = from; first < to; first += BATCH) {
			run.batch(first, Math.min(first + BATCH, to));
			session.getLauncher().execute(request(), new Outcomes(run));
		}
	}

	private LauncherDiscoveryRequest request() {
		boolean perClass = this.options.mode() == HammerMode.PER_WORKER;
		String workers = Integer.toString(this.options.workers());
		return LauncherDiscoveryRequestBuilder.request()
			.selectors(this.options.mode().testClasses().stream().map(DiscoverySelectors::selectClass).toList())
			.configurationParameter(PARALLEL + "enabled", "true")
			.configurationParameter(PARALLEL + "mode.default", perClass ? "same_thread" : "concurrent")
			.configurationParameter(PARALLEL + "mode.classes.default", "concurrent")
			.configurationParameter(PARALLEL + "config.strategy", "fixed")
			.configurationParameter(PARALLEL + "config.fixed.parallelism", workers)
			.configurationParameter(PARALLEL + "config.fixed.max-pool-size", workers)
			.build();
	}

	/**
	 * Tells failures that are meant from those that are not.
	 *
	 * @param run the run
	 */
	private record Outcomes(HammerRun run) implements TestExecutionListener {

		@Override
		public void executionFinished(TestIdentifier test, TestExecutionResult result) {
			result.getThrowable().ifPresent((failure) -> {
				if (failure instanceof ExpectedFailure) {
					this.run.failedAsExpected();
				}
				else {
					StringWriter text = new StringWriter();
					failure.printStackTrace(new PrintWriter(text));
					this.run.violated(test.getDisplayName(), "failed: " + text);
				}
			});
		}

	}

}
