package io.github.pristinedb.test;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.pristinedb.launch.LaunchSettings;
import io.github.pristinedb.scope.Scope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * Names each scenario of a plan that runs longer than {@code pristine.scenario-timeout},
 * with the stacks of its threads. Does the same for a class, suite or engine that spends
 * this time outside of its tests. Nothing is interrupted.
 */
final class SlowScenarios {

	private static final Log logger = LogFactory.getLog(SlowScenarios.class);

	private static final String PROPERTY = "pristine.scenario-timeout";

	private final long nanos;

	private final String limit;

	// Has one thread.
	private final ScheduledExecutorService clock;

	private SlowScenarios(long nanos, String limit, ScheduledExecutorService clock) {
		this.nanos = nanos;
		this.limit = limit;
		this.clock = clock;
	}

	/**
	 * Watch the tests of a plan.
	 * @param settings the settings of its launch
	 * @param clocks creates the clock
	 * @return the watch, {@code null} if there is no limit
	 */
	static @Nullable SlowScenarios of(LaunchSettings settings, Supplier<ScheduledExecutorService> clocks) {
		String value = settings.get(PROPERTY);
		if (value == null || value.equalsIgnoreCase("off")) {
			return null;
		}
		try {
			return new SlowScenarios(nanos(value), PROPERTY + " (" + value + ")", clocks.get());
		}
		catch (IllegalArgumentException ex) {
			// A listener cannot end the run.
			logger.error("The property " + PROPERTY + " is '" + value + "': no scenario is watched. Set it to a"
					+ " duration such as 30s or 2m, or to 'off'.");
			return null;
		}
	}

	static ScheduledExecutorService clock() {
		ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "pristine-scenario-timeout");
			thread.setDaemon(true);
			return thread;
		});
		clock.setRemoveOnCancelPolicy(true);
		return clock;
	}

	private static long nanos(String value) {
		Duration limit = DurationStyle.detectAndParse(value);
		if (limit.isNegative() || limit.isZero()) {
			throw new IllegalArgumentException("No limit: " + limit);
		}
		// What is longer than 292 years is as good as that.
		return TimeUnit.NANOSECONDS.convert(limit);
	}

	/**
	 * A test or container has started on this thread.
	 * @param started the test or container
	 */
	void started(RunningTest started) {
		WatchedTest around = around(started);
		if (around != null) {
			around.startedWithin();
		}
		String problem = started.test().isTest()
				? "The scenario '" + started.name() + "' has been running for longer than " + this.limit + "."
				: "For longer than " + this.limit + " no test of '" + started.name()
						+ "' has been running. The work before or after its tests may hang.";
		Thread thread = Thread.currentThread();
		Scope scope = started.scope();
		started.watch(new WatchedTest(() -> logger.warn(problem + " Its threads stand at:" + stacks(thread, scope)),
				(alarm) -> this.clock.schedule(alarm, this.nanos, TimeUnit.NANOSECONDS)));
	}

	/**
	 * A test or container has ended.
	 * @param finished the test or container
	 */
	void finished(RunningTest finished) {
		WatchedTest watched = finished.watched();
		if (watched != null) {
			watched.end();
		}
		WatchedTest around = around(finished);
		if (around != null) {
			around.endedWithin();
		}
	}

	private static @Nullable WatchedTest around(RunningTest test) {
		RunningTest parent = test.parent();
		return (parent != null) ? parent.watched() : null;
	}

	/**
	 * No test of the plan runs any more.
	 */
	void close() {
		this.clock.shutdownNow();
	}

	private static String stacks(Thread thread, Scope scope) {
		Set<Thread> threads = new LinkedHashSet<>(List.of(thread));
		scope.threads().stream().sorted(Comparator.comparing(Thread::getName)).forEach(threads::add);
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
