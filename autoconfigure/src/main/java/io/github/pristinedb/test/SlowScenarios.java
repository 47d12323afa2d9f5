package io.github.pristinedb.test;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.pristinedb.launch.LaunchSettings;
import io.github.pristinedb.launch.TestNames;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

import org.springframework.boot.convert.DurationStyle;

/**
 * Names each scenario that runs longer than {@code pristine.scenario-timeout}, with the
 * stacks of its threads. Does the same for a class, suite or engine that spends this time
 * outside of its tests. Nothing is interrupted. Found by the JUnit Platform through
 * {@link java.util.ServiceLoader}, after {@link PlatformScenarioListener} so that a
 * scenario's scope is bound when it starts.
 */
public final class SlowScenarios implements TestExecutionListener {

	private static final Log logger = LogFactory.getLog(SlowScenarios.class);

	private static final String PROPERTY = "pristine.scenario-timeout";

	private final Function<ConfigurationParameters, LaunchSettings> settings;

	private final Supplier<ScheduledExecutorService> clocks;

	private final Map<String, WatchedTest> watched = new ConcurrentHashMap<>();

	private volatile @Nullable Watch watch;

	/**
	 * Create the listener of a launcher.
	 */
	public SlowScenarios() {
		this(LaunchSettings::of, SlowScenarios::clock);
	}

	SlowScenarios(Function<ConfigurationParameters, LaunchSettings> settings,
			Supplier<ScheduledExecutorService> clocks) {
		this.settings = settings;
		this.clocks = clocks;
	}

	private static ScheduledExecutorService clock() {
		ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "pristine-scenario-timeout");
			thread.setDaemon(true);
			return thread;
		});
		clock.setRemoveOnCancelPolicy(true);
		return clock;
	}

	@Override
	public void testPlanExecutionStarted(TestPlan testPlan) {
		String value = this.settings.apply(testPlan.getConfigurationParameters()).get(PROPERTY);
		if (value == null || value.equalsIgnoreCase("off")) {
			return;
		}
		try {
			this.watch = new Watch(nanos(value), PROPERTY + " (" + value + ")", this.clocks.get());
		}
		catch (IllegalArgumentException ex) {
			// A listener cannot end the run.
			logger.error("The property " + PROPERTY + " is '" + value + "': no scenario is watched. Set it to a"
					+ " duration such as 30s or 2m, or to 'off'.");
		}
	}

	private static long nanos(String value) {
		Duration limit = DurationStyle.detectAndParse(value);
		if (limit.isNegative() || limit.isZero()) {
			throw new IllegalArgumentException("No limit: " + limit);
		}
		// What is longer than 292 years is as good as that.
		return TimeUnit.NANOSECONDS.convert(limit);
	}

	@Override
	public void testPlanExecutionFinished(TestPlan testPlan) {
		Watch watch = this.watch;
		this.watch = null;
		if (watch != null) {
			watch.clock().shutdownNow();
			this.watched.clear();
		}
	}

	@Override
	public void executionStarted(TestIdentifier test) {
		Watch watch = this.watch;
		if (watch != null) {
			WatchedTest parent = parent(test);
			if (parent != null) {
				parent.startedWithin();
			}
			this.watched.put(test.getUniqueId(), watch.start(test));
		}
	}

	@Override
	public void executionFinished(TestIdentifier test, TestExecutionResult result) {
		WatchedTest finished = this.watched.remove(test.getUniqueId());
		if (finished != null) {
			finished.end();
			WatchedTest parent = parent(test);
			if (parent != null) {
				parent.endedWithin();
			}
		}
	}

	private @Nullable WatchedTest parent(TestIdentifier test) {
		return test.getParentId().map(this.watched::get).orElse(null);
	}

	/**
	 * What the tests of a plan are watched by.
	 *
	 * @param nanos how long one may run
	 * @param limit what says so, for messages
	 * @param clock has one thread
	 */
	private record Watch(long nanos, String limit, ScheduledExecutorService clock) {

		WatchedTest start(TestIdentifier test) {
			String name = TestNames.of(test.getSource(), test.getDisplayName());
			String problem = test.isTest()
					? "The scenario '" + name + "' has been running for longer than " + this.limit + "."
					: "For longer than " + this.limit + " no test of '" + name
							+ "' has been running. What is done before or after its tests may hang.";
			Thread thread = Thread.currentThread();
			Scope scope = ScopeBinding.current();
			return new WatchedTest(() -> logger.warn(problem + " Its threads stand at:" + stacks(thread, scope)),
					(alarm) -> this.clock.schedule(alarm, this.nanos, TimeUnit.NANOSECONDS));
		}

		private static String stacks(Thread thread, @Nullable Scope scope) {
			Set<Thread> threads = new LinkedHashSet<>(List.of(thread));
			if (scope != null) {
				scope.threads().stream().sorted(Comparator.comparing(Thread::getName)).forEach(threads::add);
			}
			StringBuilder text = new StringBuilder();
			for (Thread each : threads) {
				text.append("\n\"").append(each.getName()).append("\" ").append(each.getState());
				for (StackTraceElement frame : each.getStackTrace()) {
					text.append("\n\tat ").append(frame);
				}
			}
			return text.toString();
		}

	}

}
