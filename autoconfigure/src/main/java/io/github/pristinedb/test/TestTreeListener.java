package io.github.pristinedb.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.pristinedb.launch.LaunchSettings;
import io.github.pristinedb.launch.LauncherState;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Follows the tests that the JUnit Platform runs, along JUnit's tree. Each test and each
 * container gets a scope on its thread, is published as an event, and is watched if
 * {@code pristine.scenario-timeout} says so. Found by the Platform through
 * {@link java.util.ServiceLoader}.
 */
public final class TestTreeListener implements TestExecutionListener {

	private final Function<ConfigurationParameters, LaunchSettings> settings;

	private final Supplier<ScheduledExecutorService> clocks;

	// There is one listener for each launcher, and it can run several plans at once.
	private final List<PlanExecution> executions = new CopyOnWriteArrayList<>();

	/**
	 * Create the listener of a launcher.
	 */
	public TestTreeListener() {
		this(LaunchSettings::of, SlowScenarios::clock);
	}

	TestTreeListener(Function<ConfigurationParameters, LaunchSettings> settings,
			Supplier<ScheduledExecutorService> clocks) {
		this.settings = settings;
		this.clocks = clocks;
	}

	@Override
	public void testPlanExecutionStarted(TestPlan testPlan) {
		LaunchSettings settings = this.settings.apply(testPlan.getConfigurationParameters());
		PlanExecution execution = new PlanExecution(testPlan, SlowScenarios.of(settings, this.clocks));
		this.executions.add(execution);
		// Tests that a test launches are part of that test.
		if (LauncherState.executing() <= 1) {
			execution.publishProgress(settings);
		}
	}

	@Override
	public void testPlanExecutionFinished(TestPlan testPlan) {
		for (PlanExecution execution : this.executions) {
			if (execution.isOf(testPlan)) {
				execution.close();
				this.executions.remove(execution);
			}
		}
	}

	@Override
	public void executionStarted(TestIdentifier test) {
		execution(test).started(test);
	}

	@Override
	public void executionFinished(TestIdentifier test, TestExecutionResult result) {
		execution(test).finished(test, result);
	}

	@Override
	public void executionSkipped(TestIdentifier test, String reason) {
		execution(test).skipped(test);
	}

	/**
	 * The execution that a test belongs to. Two plans can have the same test, but not the
	 * same object for it.
	 */
	private PlanExecution execution(TestIdentifier test) {
		for (PlanExecution execution : this.executions) {
			if (this.executions.size() == 1 || execution.has(test)) {
				return execution;
			}
		}
		throw new IllegalStateException("No plan has the test " + test.getUniqueId());
	}

}
