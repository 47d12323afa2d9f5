package io.github.pristinedb.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.scenario.Scope;
import io.github.pristinedb.scenario.ScopeBinding;
import io.github.pristinedb.shard.LaunchSettings;
import io.github.pristinedb.shard.TestNames;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

import org.springframework.boot.convert.DurationStyle;

/**
 * Names a scenario that runs longer than {@code pristine.scenario-timeout}, with the
 * stacks of its threads, while it does. It only looks: what hangs goes on hanging. Found
 * by the JUnit Platform through {@link java.util.ServiceLoader}, after
 * {@link PlatformScenarioListener} so that a scenario's scope is bound when it starts.
 */
public final class SlowScenarios implements TestExecutionListener {

	private static final Log logger = LogFactory.getLog(SlowScenarios.class);

	private static final String PROPERTY = "pristine.scenario-timeout";

	private final Map<String, Future<?>> alarms = new ConcurrentHashMap<>();

	private volatile @Nullable Watch watch;

	@Override
	public void testPlanExecutionStarted(TestPlan testPlan) {
		String value = LaunchSettings.of(testPlan.getConfigurationParameters()).get(PROPERTY);
		if (value == null || value.equalsIgnoreCase("off")) {
			return;
		}
		try {
			this.watch = Watch.of(value);
		}
		catch (IllegalArgumentException ex) {
			// A listener cannot end the run.
			logger.error("The property " + PROPERTY + " is '" + value + "': no scenario is watched. Set it to a"
					+ " duration such as 30s or 2m, or to 'off'.");
		}
	}

	@Override
	public void testPlanExecutionFinished(TestPlan testPlan) {
		Watch watch = this.watch;
		this.watch = null;
		if (watch != null) {
			watch.clock().shutdownNow();
			this.alarms.clear();
		}
	}

	@Override
	public void executionStarted(TestIdentifier test) {
		Watch watch = this.watch;
		if (watch != null && test.isTest()) {
			Late late = new Late(TestNames.of(test.getSource(), test.getDisplayName()), Thread.currentThread(),
					ScopeBinding.current(), watch.value());
			this.alarms.put(test.getUniqueId(),
					watch.clock().schedule(late::tell, watch.limit().toNanos(), TimeUnit.NANOSECONDS));
		}
	}

	@Override
	public void executionFinished(TestIdentifier test, TestExecutionResult result) {
		Future<?> alarm = this.alarms.remove(test.getUniqueId());
		if (alarm != null) {
			alarm.cancel(false);
		}
	}

	/**
	 * What the scenarios of a test plan are watched by.
	 *
	 * @param value how long a scenario may run, as it was set
	 * @param limit the same
	 * @param clock has one thread
	 */
	private record Watch(String value, Duration limit, ScheduledThreadPoolExecutor clock) {

		static Watch of(String value) {
			Duration limit = DurationStyle.detectAndParse(value);
			if (limit.isNegative() || limit.isZero()) {
				throw new IllegalArgumentException("No limit: " + limit);
			}
			ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, (task) -> {
				Thread thread = new Thread(task, "pristine-scenario-timeout");
				thread.setDaemon(true);
				return thread;
			});
			clock.setRemoveOnCancelPolicy(true);
			return new Watch(value, limit, clock);
		}

	}

	/**
	 * A scenario that will be late unless it ends before.
	 *
	 * @param name its name
	 * @param thread the thread that runs it
	 * @param scope its scope
	 * @param limit how long it may run
	 */
	private record Late(String name, Thread thread, @Nullable Scope scope, String limit) {

		void tell() {
			List<Thread> threads = new ArrayList<>(List.of(this.thread));
			if (this.scope != null) {
				this.scope.threads().stream().filter((other) -> other != this.thread).forEach(threads::add);
			}
			StringBuilder text = new StringBuilder("The scenario '" + this.name + "' has been running for longer than "
					+ PROPERTY + " (" + this.limit + "). Its threads stand at:");
			for (Thread each : threads) {
				text.append("\n\"").append(each.getName()).append("\" ").append(each.getState());
				for (StackTraceElement frame : each.getStackTrace()) {
					text.append("\n\tat ").append(frame);
				}
			}
			logger.warn(text);
		}

	}

}
