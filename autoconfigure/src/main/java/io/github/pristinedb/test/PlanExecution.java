package io.github.pristinedb.test;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.pristinedb.launch.LaunchSettings;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.PreconditionViolationException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * One execution of a test plan, with the tests and containers that run at the moment.
 */
final class PlanExecution {

	private final TestPlan testPlan;

	private final @Nullable SlowScenarios slow;

	private volatile @Nullable TestProgress progress;

	// By id. A container is here before anything within it starts.
	private final Map<String, RunningTest> running = new ConcurrentHashMap<>();

	/**
	 * Create an execution.
	 * @param testPlan the plan
	 * @param slow names slow scenarios, {@code null} if there is no limit
	 */
	PlanExecution(TestPlan testPlan, @Nullable SlowScenarios slow) {
		this.testPlan = testPlan;
		this.slow = slow;
	}

	boolean isOf(TestPlan testPlan) {
		return this.testPlan == testPlan;
	}

	boolean has(TestIdentifier test) {
		try {
			return this.testPlan.getTestIdentifier(test.getUniqueIdObject()) == test;
		}
		catch (PreconditionViolationException ex) {
			return false;
		}
	}

	/**
	 * Publish the progress of the plan from now on.
	 * @param settings the settings of its launch
	 */
	void publishProgress(LaunchSettings settings) {
		this.progress = TestProgress.of(this.testPlan, settings);
	}

	/**
	 * A test or container starts on this thread.
	 * @param test the test or container
	 */
	void started(TestIdentifier test) {
		RunningTest started = new RunningTest(test, test.getParentId().map(this.running::get).orElse(null));
		this.running.put(test.getUniqueId(), started);
		started.start();
		TestProgress progress = this.progress;
		if (progress != null) {
			progress.started(started);
		}
		if (this.slow != null) {
			this.slow.started(started);
		}
	}

	/**
	 * A test or container has ended on this thread. Its scope ends last: what is
	 * published of it needs the scope.
	 * @param test the test or container
	 * @param result its result
	 */
	void finished(TestIdentifier test, TestExecutionResult result) {
		RunningTest finished = this.running.remove(test.getUniqueId());
		if (finished == null) {
			InstanceHold.end();
			return;
		}
		try {
			if (this.slow != null) {
				this.slow.finished(finished);
			}
			TestProgress progress = this.progress;
			if (progress != null) {
				progress.finished(finished, result);
			}
		}
		finally {
			InstanceHold.end();
			finished.end(result);
		}
	}

	/**
	 * A test or container will not run.
	 * @param test the test or container
	 */
	void skipped(TestIdentifier test) {
		InstanceHold.end();
		TestProgress progress = this.progress;
		if (progress != null) {
			progress.skipped(test);
		}
	}

	/**
	 * The execution is over.
	 */
	void close() {
		if (this.slow != null) {
			this.slow.close();
		}
	}

}
