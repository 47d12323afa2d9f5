package io.github.pristinedb.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * What the launchers of this JVM are at. Found by the JUnit Platform through
 * {@link java.util.ServiceLoader}. Static, because the Platform creates a filter, a
 * listener to discovery and one to execution that know nothing of each other.
 */
public final class LauncherState implements LauncherDiscoveryListener, TestExecutionListener {

	// Filters are asked on the thread that discovers, between the start and the end. A
	// filter or a test engine may discover something by itself meanwhile.
	private static final ThreadLocal<@Nullable Discovery> discovering = new ThreadLocal<>();

	private static final AtomicInteger executing = new AtomicInteger();

	/**
	 * The settings of the discovery on this thread.
	 * @return the settings
	 */
	public static LaunchSettings settings() {
		Discovery discovery = discovering.get();
		return LaunchSettings.of((discovery != null) ? discovery.request().getConfigurationParameters() : null);
	}

	/**
	 * The filters of the request that is discovered on this thread, by tags for example.
	 * The launcher has others besides, found by {@link java.util.ServiceLoader} or given
	 * to its configuration. It shows those to nobody.
	 * @return the filters, none outside a discovery
	 */
	public static List<PostDiscoveryFilter> requestFilters() {
		Discovery discovery = discovering.get();
		return (discovery != null) ? discovery.request().getPostDiscoveryFilters() : List.of();
	}

	/**
	 * Do something when the discovery on this thread is over and all filters were asked,
	 * or at once if there is none.
	 * @param action what to do
	 */
	public static void afterDiscovery(Runnable action) {
		Discovery discovery = discovering.get();
		if (discovery != null) {
			discovery.after().add(action);
		}
		else {
			action.run();
		}
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
		discovering.set(new Discovery(request, new ArrayList<>(), discovering.get()));
	}

	@Override
	public void launcherDiscoveryFinished(LauncherDiscoveryRequest request) {
		Discovery discovery = discovering.get();
		if (discovery == null) {
			return;
		}
		if (discovery.outer() != null) {
			discovering.set(discovery.outer());
		}
		else {
			discovering.remove();
		}
		discovery.after().forEach(Runnable::run);
	}

	@Override
	public void testPlanExecutionStarted(TestPlan testPlan) {
		executing.incrementAndGet();
	}

	@Override
	public void testPlanExecutionFinished(TestPlan testPlan) {
		executing.decrementAndGet();
	}

	/**
	 * A discovery that is going on.
	 *
	 * @param request what is to be found
	 * @param after what is to be done when it is over
	 * @param outer the one that it is a part of, {@code null} if there is none
	 */
	private record Discovery(LauncherDiscoveryRequest request, List<Runnable> after, @Nullable Discovery outer) {

	}

}
