package io.github.pristinedb.shard;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * What the launchers of this JVM are at. Found by the JUnit Platform through
 * {@link java.util.ServiceLoader}. Static, because the Platform creates a filter, a
 * listener to discovery and one to execution that know nothing of each other.
 */
public final class Launches implements LauncherDiscoveryListener, TestExecutionListener {

	// Filters are asked on the thread that discovers, between the start and the end.
	private static final ThreadLocal<@Nullable LauncherDiscoveryRequest> discovering = new ThreadLocal<>();

	private static final AtomicInteger executing = new AtomicInteger();

	/**
	 * The settings of the discovery on this thread.
	 * @return the settings
	 */
	static LaunchSettings settings() {
		LauncherDiscoveryRequest request = discovering.get();
		return LaunchSettings.of((request != null) ? request.getConfigurationParameters() : null);
	}

	/**
	 * Whether a test that was found is meant to run on any machine: the filters of the
	 * discovery on this thread, by tags for example, take it in.
	 * @param test the test
	 * @return whether they all do
	 */
	static boolean isChosen(TestDescriptor test) {
		LauncherDiscoveryRequest request = discovering.get();
		return request == null || request.getPostDiscoveryFilters()
			.stream()
			.filter((filter) -> !(filter instanceof ShardFilter))
			.allMatch((filter) -> filter.apply(test).included());
	}

	/**
	 * How many test plans are being executed. A test can launch others, which belong to
	 * it: they are not cut, and do not count.
	 * @return how many, 0 outside any test
	 */
	public static int executing() {
		return executing.get();
	}

	/**
	 * No launcher is at anything: the last session is closed. One that was torn out of
	 * its work by an {@link OutOfMemoryError} does not say so.
	 */
	public static void reset() {
		executing.set(0);
	}

	@Override
	public void launcherDiscoveryStarted(LauncherDiscoveryRequest request) {
		discovering.set(request);
	}

	@Override
	public void launcherDiscoveryFinished(LauncherDiscoveryRequest request) {
		discovering.remove();
	}

	@Override
	public void testPlanExecutionStarted(TestPlan testPlan) {
		executing.incrementAndGet();
	}

	@Override
	public void testPlanExecutionFinished(TestPlan testPlan) {
		executing.decrementAndGet();
	}

}
