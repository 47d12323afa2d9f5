package io.github.pristinedb.test;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.pristinedb.event.PristineEvent.ClassPrepared;
import io.github.pristinedb.event.PristineEvent.TestFailed;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.launch.LaunchSettings;
import io.github.pristinedb.launch.TestNames;
import io.github.pristinedb.shard.TestUnits;
import io.github.pristinedb.test.RunningTest.UnitPlace;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Publishes which tests of a plan are planned, which start and how they end, with or
 * without a database. Does the same for classes, features and engines.
 */
final class TestProgress {

	private final TestPlan testPlan;

	private final TestUnits units;

	// The units of the known tests that have not started, by id.
	private final Map<String, String> waiting = new ConcurrentHashMap<>();

	private TestProgress(TestPlan testPlan, TestUnits units) {
		this.testPlan = testPlan;
		this.units = units;
	}

	/**
	 * Publish which tests are planned.
	 * @param testPlan the plan
	 * @param settings the settings of its launch
	 * @return the progress of the plan
	 */
	static TestProgress of(TestPlan testPlan, LaunchSettings settings) {
		TestProgress progress = new TestProgress(testPlan, new TestUnits(settings));
		for (TestIdentifier root : testPlan.getRoots()) {
			for (TestIdentifier test : testPlan.getDescendants(root)) {
				if (test.isTest() || testPlan.getChildren(test).isEmpty()) {
					progress.planned(test);
				}
			}
		}
		return progress;
	}

	private void planned(TestIdentifier test) {
		String unit = unit(test);
		this.waiting.put(test.getUniqueId(), unit);
		PristineEvents
			.publish(new TestPlanned(test.getUniqueId(), unit, TestNames.of(test.getSource(), test.getDisplayName())));
	}

	private String unit(TestIdentifier test) {
		return this.units.of(test.getUniqueIdObject(), test.getSource());
	}

	/**
	 * A test or container has started.
	 * @param started the test or container
	 */
	void started(RunningTest started) {
		TestIdentifier test = started.test();
		RunningTest parent = started.parent();
		String planned = this.waiting.remove(started.id());
		if (parent != null) {
			startedWithin(parent);
		}
		started.assign(unit(test, planned, parent), place(test, planned != null, parent));
		PristineEvents.publish(
				new TestStarted(started.id(), started.unit(), started.name(), !test.isTest(), started.scope().id()));
	}

	private String unit(TestIdentifier test, @Nullable String planned, @Nullable RunningTest parent) {
		if (planned != null) {
			return planned;
		}
		return (parent != null && parent.place() == UnitPlace.UNIT) ? parent.unit() : unit(test);
	}

	private UnitPlace place(TestIdentifier test, boolean planned, @Nullable RunningTest parent) {
		UnitPlace around = (parent != null) ? parent.place() : UnitPlace.AROUND;
		boolean torn = planned ? this.units.isTornApart(test.getSource()) : around == UnitPlace.TORN;
		if (torn && isClass(test)) {
			return UnitPlace.TORN;
		}
		return (planned || around != UnitPlace.AROUND) ? UnitPlace.UNIT : UnitPlace.AROUND;
	}

	private static void startedWithin(RunningTest container) {
		if (isClass(container.test()) && container.place() != UnitPlace.UNIT && container.prepare()) {
			PristineEvents.publish(new ClassPrepared(container.unit(),
					Math.max(0, container.nanos() - container.scope().contextNanos())));
		}
	}

	private static boolean isClass(TestIdentifier test) {
		return test.isContainer() && test.getSource().filter(ClassSource.class::isInstance).isPresent();
	}

	/**
	 * A test or container has ended.
	 * @param finished the test or container
	 * @param result its result
	 */
	void finished(RunningTest finished, TestExecutionResult result) {
		long nanos = finished.nanos();
		TestIdentifier test = finished.test();
		Outcome outcome = switch (result.getStatus()) {
			case SUCCESSFUL -> Outcome.PASSED;
			case FAILED -> Outcome.FAILED;
			case ABORTED -> Outcome.ABORTED;
		};
		if (test.isContainer() && outcome != Outcome.PASSED && (endAllWithin(test, outcome)
				|| (outcome == Outcome.ABORTED && finished.place() == UnitPlace.AROUND))) {
			// Reported on the tests that never started instead.
			outcome = Outcome.PASSED;
		}
		if (outcome == Outcome.FAILED) {
			result.getThrowable()
				.ifPresent((failure) -> PristineEvents.publish(new TestFailed(finished.id(), FailureText.of(failure))));
		}
		PristineEvents
			.publish(new TestFinished(finished.id(), outcome, nanos, Math.min(nanos, finished.contextNanos())));
	}

	/**
	 * A test or container will not run.
	 * @param test the test or container
	 */
	void skipped(TestIdentifier test) {
		endAllWithin(test, Outcome.SKIPPED);
	}

	/**
	 * None of these tests will start any more.
	 * @return whether there are any
	 */
	private boolean endAllWithin(TestIdentifier container, Outcome outcome) {
		boolean any = end(container, outcome);
		for (TestIdentifier test : this.testPlan.getDescendants(container)) {
			any |= end(test, outcome);
		}
		return any;
	}

	private boolean end(TestIdentifier test, Outcome outcome) {
		if (this.waiting.remove(test.getUniqueId()) == null) {
			return false;
		}
		PristineEvents.publish(new TestFinished(test.getUniqueId(), outcome, 0, 0));
		return true;
	}

}
