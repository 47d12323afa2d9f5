package io.github.pristinedb.test;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.pristinedb.event.PristineEvent.ClassPrepared;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.launch.LaunchSettings;
import io.github.pristinedb.launch.LauncherState;
import io.github.pristinedb.launch.TestNames;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.shard.TestUnits;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Publishes which tests are planned, which start and how they end, with or without a
 * database. Does the same for classes, features and engines. Found by the JUnit Platform
 * through {@link java.util.ServiceLoader}, after {@link PlatformScenarioListener} so that
 * a test's scope is still bound when it ends. Tests that a test launches are part of that
 * test.
 */
public final class TestProgressListener implements TestExecutionListener {

	private final Map<String, Running> running = new ConcurrentHashMap<>();

	private volatile @Nullable Plan plan;

	@Override
	public void testPlanExecutionStarted(TestPlan testPlan) {
		if (LauncherState.executing() > 1) {
			return;
		}
		Plan plan = new Plan(testPlan, new TestUnits(LaunchSettings.of(testPlan.getConfigurationParameters())),
				new ConcurrentHashMap<>());
		for (TestIdentifier root : testPlan.getRoots()) {
			for (TestIdentifier test : testPlan.getDescendants(root)) {
				if (test.isTest() || testPlan.getChildren(test).isEmpty()) {
					String unit = plan.unit(test);
					plan.waiting().put(test.getUniqueId(), unit);
					PristineEvents.publish(new TestPlanned(test.getUniqueId(), unit, name(test)));
				}
			}
		}
		this.plan = plan;
	}

	@Override
	public void testPlanExecutionFinished(TestPlan testPlan) {
		Plan plan = this.plan;
		if (plan != null && plan.testPlan() == testPlan) {
			this.plan = null;
		}
	}

	@Override
	public void executionStarted(TestIdentifier test) {
		Plan plan = this.plan;
		if (plan == null) {
			return;
		}
		Running parent = test.getParentId().map(this.running::get).orElse(null);
		String planned = plan.waiting().remove(test.getUniqueId());
		String unit = (planned != null) ? planned
				: (parent != null && parent.place() == Place.UNIT) ? parent.unit() : plan.unit(test);
		if (parent != null) {
			parent.prepared();
		}
		Place place = place(plan, test, planned != null, (parent != null) ? parent.place() : Place.AROUND);
		Scope scope = ScopeBinding.current();
		this.running.put(test.getUniqueId(),
				new Running(unit, place, isClass(test), scope, System.nanoTime(), new AtomicBoolean()));
		PristineEvents.publish(new TestStarted(test.getUniqueId(), unit, name(test), !test.isTest(),
				(scope != null) ? scope.id() : ""));
	}

	private static Place place(Plan plan, TestIdentifier test, boolean planned, Place around) {
		boolean torn = planned ? plan.units().isTornApart(test.getSource()) : around == Place.TORN;
		if (torn && isClass(test)) {
			return Place.TORN;
		}
		return (planned || around != Place.AROUND) ? Place.UNIT : Place.AROUND;
	}

	@Override
	public void executionFinished(TestIdentifier test, TestExecutionResult result) {
		Running finished = this.running.remove(test.getUniqueId());
		Plan plan = this.plan;
		if (finished == null || plan == null) {
			return;
		}
		long nanos = System.nanoTime() - finished.start();
		Outcome outcome = switch (result.getStatus()) {
			case SUCCESSFUL -> Outcome.PASSED;
			case FAILED -> Outcome.FAILED;
			case ABORTED -> Outcome.ABORTED;
		};
		if (test.isContainer() && outcome != Outcome.PASSED && (endAllWithin(plan, test, outcome)
				|| (outcome == Outcome.ABORTED && finished.place() == Place.AROUND))) {
			// It is told of its tests, which have not started.
			outcome = Outcome.PASSED;
		}
		PristineEvents.publish(
				new TestFinished(test.getUniqueId(), outcome, nanos, Math.min(nanos, contextNanos(test, finished))));
	}

	private long contextNanos(TestIdentifier test, Running finished) {
		Scope scope = finished.scope();
		Running parent = test.getParentId().map(this.running::get).orElse(null);
		// Of a dynamic test, the scope and the wait are those of its factory.
		return (scope != null && (parent == null || parent.scope() != scope)) ? scope.contextNanos() : 0;
	}

	@Override
	public void executionSkipped(TestIdentifier test, String reason) {
		Plan plan = this.plan;
		if (plan == null) {
			return;
		}
		endAllWithin(plan, test, Outcome.SKIPPED);
	}

	/**
	 * None of these tests will start any more.
	 * @return whether there are any
	 */
	private static boolean endAllWithin(Plan plan, TestIdentifier container, Outcome outcome) {
		boolean any = end(plan, container, outcome);
		for (TestIdentifier test : plan.testPlan().getDescendants(container)) {
			any |= end(plan, test, outcome);
		}
		return any;
	}

	private static boolean end(Plan plan, TestIdentifier test, Outcome outcome) {
		if (plan.waiting().remove(test.getUniqueId()) == null) {
			return false;
		}
		PristineEvents.publish(new TestFinished(test.getUniqueId(), outcome, 0, 0));
		return true;
	}

	private static String name(TestIdentifier test) {
		return TestNames.of(test.getSource(), test.getDisplayName());
	}

	private static boolean isClass(TestIdentifier test) {
		return test.isContainer() && test.getSource().filter(ClassSource.class::isInstance).isPresent();
	}

	/**
	 * What is to be run.
	 *
	 * @param testPlan the plan
	 * @param units the units of its tests
	 * @param waiting the units of the tests that are known and have not started, by id
	 */
	private record Plan(TestPlan testPlan, TestUnits units, Map<String, String> waiting) {

		String unit(TestIdentifier test) {
			return this.units.of(test.getUniqueIdObject(), test.getSource());
		}

	}

	/**
	 * Where something is, seen from the tests that were planned.
	 */
	private enum Place {

		/**
		 * Around planned tests: an engine, a feature, a class as a rule.
		 */
		AROUND,

		/**
		 * A class that was planned as one, or is within such a class, and has tests of
		 * several units.
		 */
		TORN,

		/**
		 * A planned test or within one, so that all that is within it belongs to its
		 * unit.
		 */
		UNIT

	}

	/**
	 * A test or container that runs.
	 *
	 * @param unit the unit that it belongs to
	 * @param place where it is, seen from what was planned
	 * @param isClass whether it is a class
	 * @param scope its scope
	 * @param start when it started, as {@link System#nanoTime()}
	 * @param isPrepared whether something in it has started
	 */
	private record Running(String unit, Place place, boolean isClass, @Nullable Scope scope, long start,
			AtomicBoolean isPrepared) {

		void prepared() {
			if (this.isClass && this.place != Place.UNIT && this.isPrepared.compareAndSet(false, true)) {
				long context = (this.scope != null) ? this.scope.contextNanos() : 0;
				PristineEvents
					.publish(new ClassPrepared(this.unit, Math.max(0, System.nanoTime() - this.start - context)));
			}
		}

	}

}
