package io.github.pristinedb.test;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.evidence.ScenarioEvidence;
import io.github.pristinedb.launch.TestNames;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.Scope.Kind;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.ScopePlace;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;

/**
 * A test or container while it runs, with its scope. JUnit's tree gives a scope its
 * place, since one class can run in several places, and several times at once. A scope
 * that no Spring context is joined to costs next to nothing.
 */
final class RunningTest {

	private final TestIdentifier test;

	private final @Nullable RunningTest parent;

	private final String name;

	private final Scope scope;

	private final boolean isPart;

	private volatile boolean failed;

	private volatile UnitPlace place = UnitPlace.AROUND;

	private volatile String unit = "";

	private volatile long start;

	private final AtomicBoolean isPrepared = new AtomicBoolean();

	private volatile @Nullable WatchedTest watched;

	/**
	 * Create a test or container that has not started.
	 * @param test the test or container, as JUnit knows it
	 * @param parent the container around it
	 */
	RunningTest(TestIdentifier test, @Nullable RunningTest parent) {
		this.test = test;
		this.parent = parent;
		this.name = TestNames.of(test.getSource(), test.getDisplayName());
		// A dynamic test is a part of the scenario that made it, on whatever thread.
		this.isPart = parent != null && parent.scope.kind() == Kind.SCENARIO;
		this.scope = (parent != null && this.isPart) ? parent.scope : createScope(parent);
	}

	private Scope createScope(@Nullable RunningTest parent) {
		String path = path();
		ScopePlace place = ScopePlace.of(TestPlace.kind(this.test, (parent != null) ? parent.test : null), this.name)
			.at(path.isEmpty() ? this.name : path, TestPlace.line(this.test))
			.isolated(isolation(parent));
		if (parent == null) {
			return new Scope(place);
		}
		return new Scope(TestPlace.isNested(this.test, parent.test) ? place.nestedIn(parent.scope)
				: place.in(parent.testClass()));
	}

	/**
	 * The nearest test class.
	 */
	private @Nullable Scope testClass() {
		return (this.scope.kind() == Kind.TEST_CLASS) ? this.scope : this.scope.parent();
	}

	/**
	 * The isolation of a test or class itself, rather than of what is around it. The
	 * annotation of a method outranks its tags. The tags of a class outrank an
	 * annotation, which the class may have inherited.
	 */
	private @Nullable Isolation isolation(@Nullable RunningTest parent) {
		Isolation annotated = TestPlace.annotated(this.test);
		Isolation tagged = tagged(parent);
		if (TestPlace.javaClass(this.test) != null) {
			return (tagged != null) ? tagged : annotated;
		}
		return (annotated != null) ? annotated : tagged;
	}

	/**
	 * The isolation by the tags that the parent does not have. The last tag counts: a
	 * scenario of Cucumber has the tags of its feature too, which come first.
	 */
	private @Nullable Isolation tagged(@Nullable RunningTest parent) {
		Isolation isolation = (parent != null && parent.scope.kind() == Kind.GROUP) ? parent.scope.isolation() : null;
		for (TestTag tag : this.test.getTags()) {
			Isolation tagged = Tags.isolation(tag.getName());
			if (tagged != null && (parent == null || !parent.test.getTags().contains(tag))) {
				isolation = tagged;
			}
		}
		return isolation;
	}

	/**
	 * The names of a feature and of all in it down to this. Classes and methods need no
	 * such path.
	 */
	private String path() {
		boolean isEngine = "engine".equals(this.test.getUniqueIdObject().getLastSegment().getType());
		TestSource source = this.test.getSource().orElse(null);
		if (isEngine || source instanceof ClassSource || source instanceof MethodSource) {
			return "";
		}
		String around = (this.parent != null) ? this.parent.path() : "";
		String name = this.test.getDisplayName();
		return (around.isEmpty() || name.startsWith(around)) ? name : around + " - " + name;
	}

	/**
	 * Start the scope on this thread, or bind the thread to the scope that it is a part
	 * of.
	 */
	void start() {
		if (this.isPart) {
			ScopeBinding.bind(this.scope);
		}
		else {
			ScopeBinding.start(this.scope);
		}
		this.start = System.nanoTime();
	}

	/**
	 * End the scope on this thread, and publish the end of the scenario.
	 * @param result the result
	 */
	void end(TestExecutionResult result) {
		boolean failed = result.getStatus() == Status.FAILED || this.failed;
		if (failed && this.parent != null) {
			this.parent.failed = true;
		}
		if (this.isPart) {
			ScopeBinding.unbind(this.scope);
			return;
		}
		boolean explained = (this.scope.kind() == Kind.SCENARIO) ? failed : result.getStatus() == Status.FAILED;
		ScenarioEvidence evidence = this.scope.isJoined() ? ScenarioEvidence.gather(this.scope, explained) : null;
		try {
			ScopeBinding.end(this.scope, failed);
		}
		finally {
			if (evidence != null) {
				evidence.tell();
			}
			if (this.scope.isTold()) {
				PristineEvents.publish(new ScenarioFinished(this.scope.id(), outcome(result, failed)));
			}
		}
	}

	private static ScenarioFinished.Result outcome(TestExecutionResult result, boolean failed) {
		if (failed) {
			return ScenarioFinished.Result.FAILED;
		}
		return (result.getStatus() == Status.ABORTED) ? ScenarioFinished.Result.ABORTED
				: ScenarioFinished.Result.PASSED;
	}

	TestIdentifier test() {
		return this.test;
	}

	String id() {
		return this.test.getUniqueId();
	}

	String name() {
		return this.name;
	}

	@Nullable RunningTest parent() {
		return this.parent;
	}

	Scope scope() {
		return this.scope;
	}

	/**
	 * How long this test waited for its application context. The wait of a dynamic test
	 * is that of its factory.
	 * @return the time in nanoseconds
	 */
	long contextNanos() {
		return this.isPart ? 0 : this.scope.contextNanos();
	}

	/**
	 * How long this test has been running.
	 * @return the time in nanoseconds
	 */
	long nanos() {
		return System.nanoTime() - this.start;
	}

	/**
	 * This test belongs to a unit.
	 * @param unit the unit
	 * @param place the place of the test, seen from the planned tests
	 */
	void assign(String unit, UnitPlace place) {
		this.unit = unit;
		this.place = place;
	}

	String unit() {
		return this.unit;
	}

	UnitPlace place() {
		return this.place;
	}

	/**
	 * Something within starts, for which all before was the preparation.
	 * @return whether it is the first
	 */
	boolean prepare() {
		return this.isPrepared.compareAndSet(false, true);
	}

	@Nullable WatchedTest watched() {
		return this.watched;
	}

	void watch(WatchedTest watched) {
		this.watched = watched;
	}

	/**
	 * The place of a test or container, seen from the planned tests.
	 */
	enum UnitPlace {

		/**
		 * Around planned tests: an engine, a feature, usually a class.
		 */
		AROUND,

		/**
		 * A class that was planned as one, or is within such a class, and has tests of
		 * several units.
		 */
		TORN,

		/**
		 * A planned test, or within one. All that is within it belongs to its unit.
		 */
		UNIT

	}

}
