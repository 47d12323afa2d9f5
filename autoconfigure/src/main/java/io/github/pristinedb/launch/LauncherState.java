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
 * The discoveries and executions of this JVM's launchers. Found by the JUnit Platform
 * through {@link java.util.ServiceLoader}. Static, because the Platform creates filters
 * and listeners that do not know each other.
 */
public final class LauncherState implements LauncherDiscoveryListener, TestExecutionListener {

	// The discovering thread asks the filters between start and end. A filter or a test
	// engine may start a discovery of its own meanwhile.
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
	 * Run an action when the discovery on this thread is over, or at once without a
	 * discovery.
	 * @param action the action
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
	 * The number of test plans that are being executed. A test can launch other plans.
	 * They belong to it: they are not cut, and not counted.
	 * @return the number, 0 outside of any test
	 */
	public static int executing() {
		return executing.get();
	}

	/**
	 * Forget all executions, because the last session was closed. A launcher that an
	 * {@link OutOfMemoryError} aborts reports no end.
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
	 * A discovery that has not ended.
	 *
	 * @param request the request
	 * @param after the actions after its end
	 * @param outer the discovery around it, {@code null} if there is none
	 */
	private record Discovery(LauncherDiscoveryRequest request, List<Runnable> after, @Nullable Discovery outer) {

	}

}
