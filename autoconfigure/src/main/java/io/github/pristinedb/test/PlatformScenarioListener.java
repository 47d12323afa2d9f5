package io.github.pristinedb.test;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.launch.TestNames;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.Scope.Kind;
import io.github.pristinedb.scope.ScopeBinding;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.PreconditionViolationException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Opens a scope for each test and each test class of the JUnit Platform, on the thread
 * that runs it. Ends the scope when its outcome is known. JUnit's tree gives a scope its
 * place, since one class can run in several places, and several times at once. Found by
 * the Platform through {@link java.util.ServiceLoader}. A scope that no Spring context is
 * joined to costs next to nothing.
 */
public final class PlatformScenarioListener implements TestExecutionListener {

	// There is one listener for each launcher, and it can run several plans at once.
	private final List<Execution> executions = new CopyOnWriteArrayList<>();

	@Override
	public void testPlanExecutionStarted(TestPlan testPlan) {
		this.executions.add(new Execution(testPlan, new ConcurrentHashMap<>()));
	}

	@Override
	public void testPlanExecutionFinished(TestPlan testPlan) {
		this.executions.removeIf((execution) -> execution.testPlan() == testPlan);
	}

	@Override
	public void executionStarted(TestIdentifier test) {
		Map<String, Running> running = running(test);
		Running parent = test.getParentId().map(running::get).orElse(null);
		if (parent != null && parent.scope().kind() == Kind.SCENARIO) {
			// A dynamic test is a part of the scenario that made it, on whatever thread.
			running.put(test.getUniqueId(), new Running(parent.scope(), parent, true, test, new AtomicBoolean()));
			ScopeBinding.bind(parent.scope());
			return;
		}
		TestIdentifier around = (parent != null) ? parent.test() : null;
		Scope scope = new Scope(TestPlace.kind(test, around), TestNames.of(test.getSource(), test.getDisplayName()));
		if (parent != null && TestPlace.isNested(test, parent.test())) {
			scope.nestIn(parent.scope());
		}
		else if (parent != null) {
			scope.startFrom(parent.testClass());
		}
		Isolation isolation = isolation(test, parent);
		if (isolation != null) {
			scope.isolate(isolation);
		}
		scope.beginAt(TestPlace.line(test));
		Running started = new Running(scope, parent, false, test, new AtomicBoolean());
		String path = started.path();
		if (!path.isEmpty()) {
			scope.locate(path);
		}
		running.put(test.getUniqueId(), started);
		ScopeBinding.start(scope);
	}

	@Override
	public void executionFinished(TestIdentifier test, TestExecutionResult result) {
		Running finished = running(test).remove(test.getUniqueId());
		if (finished == null) {
			return;
		}
		Scope scope = finished.scope();
		boolean failed = result.getStatus() == Status.FAILED || finished.failed().get();
		if (failed && finished.parent() != null) {
			finished.parent().failed().set(true);
		}
		if (finished.isPart()) {
			ScopeBinding.unbind(scope);
			return;
		}
		try {
			ScopeBinding.end(scope, failed);
		}
		finally {
			if (scope.isStarted()) {
				PristineEvents.publish(new ScenarioFinished(scope.id(), outcome(result, failed)));
			}
		}
	}

	/**
	 * What runs beside a test. Two plans can have the same test, but not the same object
	 * for it.
	 */
	private Map<String, Running> running(TestIdentifier test) {
		for (Execution execution : this.executions) {
			if (this.executions.size() == 1 || execution.has(test)) {
				return execution.running();
			}
		}
		throw new IllegalStateException("No plan has the test " + test.getUniqueId());
	}

	private static ScenarioFinished.Result outcome(TestExecutionResult result, boolean failed) {
		if (failed) {
			return ScenarioFinished.Result.FAILED;
		}
		return (result.getStatus() == Status.ABORTED) ? ScenarioFinished.Result.ABORTED
				: ScenarioFinished.Result.PASSED;
	}

	/**
	 * What a test or a class says itself, rather than what is around it: the annotation
	 * of a method before its tags, the tags of a class before an annotation that it may
	 * have inherited.
	 */
	private static @Nullable Isolation isolation(TestIdentifier test, @Nullable Running parent) {
		Isolation annotated = TestPlace.annotated(test);
		Isolation tagged = tagged(test, parent);
		if (TestPlace.javaClass(test) != null) {
			return (tagged != null) ? tagged : annotated;
		}
		return (annotated != null) ? annotated : tagged;
	}

	/**
	 * What the tags of a test say that its parent has not. Of several the last counts: a
	 * scenario of Cucumber has those of its feature too, which come first.
	 */
	private static @Nullable Isolation tagged(TestIdentifier test, @Nullable Running parent) {
		Isolation isolation = (parent != null && parent.scope().kind() == Kind.GROUP) ? parent.scope().isolation()
				: null;
		for (TestTag tag : test.getTags()) {
			Isolation tagged = Tags.isolation(tag.getName());
			if (tagged != null && (parent == null || !parent.test().getTags().contains(tag))) {
				isolation = tagged;
			}
		}
		return isolation;
	}

	/**
	 * A plan that is being executed.
	 *
	 * @param testPlan the plan
	 * @param running what runs of it, by id; set before anything within starts
	 */
	private record Execution(TestPlan testPlan, Map<String, Running> running) {

		boolean has(TestIdentifier test) {
			try {
				return this.testPlan.getTestIdentifier(test.getUniqueIdObject()) == test;
			}
			catch (PreconditionViolationException ex) {
				return false;
			}
		}

	}

	/**
	 * A test or container that runs.
	 *
	 * @param scope its scope
	 * @param parent the container that it is in
	 * @param isPart whether its scope is that of its parent
	 * @param test what JUnit knows of it
	 * @param failed whether something in it failed
	 */
	private record Running(Scope scope, @Nullable Running parent, boolean isPart, TestIdentifier test,
			AtomicBoolean failed) {

		/**
		 * The names of a feature and of all in it down to this. Those of classes and
		 * methods stand by themselves.
		 */
		String path() {
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
		 * The nearest test class.
		 */
		@Nullable Scope testClass() {
			return (this.scope.kind() == Kind.TEST_CLASS) ? this.scope : this.scope.parent();
		}

	}

}
