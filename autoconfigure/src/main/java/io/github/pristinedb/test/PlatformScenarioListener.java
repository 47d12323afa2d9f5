package io.github.pristinedb.test;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.scenario.Isolation;
import io.github.pristinedb.scenario.Scope;
import io.github.pristinedb.scenario.Scope.Kind;
import io.github.pristinedb.scenario.ScopeBinding;
import io.github.pristinedb.shard.TestNames;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Opens a scope for each test and each test class that the JUnit Platform runs, on the
 * thread that runs it, and ends it when its outcome is known. Found by the Platform
 * through {@link java.util.ServiceLoader}. A scope that no Spring context is joined to
 * costs next to nothing.
 */
public final class PlatformScenarioListener implements TestExecutionListener {

	// Set before any of its tests starts, and there is one listener for each launcher.
	private final Map<String, Running> running = new ConcurrentHashMap<>();

	@Override
	public void executionStarted(TestIdentifier test) {
		Running parent = test.getParentId().map(this.running::get).orElse(null);
		if (parent != null && parent.scope().kind() == Kind.SCENARIO) {
			// A dynamic test is a part of the scenario that made it, on whatever thread.
			this.running.put(test.getUniqueId(),
					new Running(parent.scope(), parent, true, test.getTags(), new AtomicBoolean()));
			ScopeBinding.bind(parent.scope());
			return;
		}
		Scope scope = new Scope(kind(test), TestNames.of(test.getSource(), test.getDisplayName()));
		if (parent != null) {
			scope.startFrom(parent.testClass());
		}
		Isolation isolation = isolation(test, parent);
		if (isolation != null) {
			scope.isolate(isolation);
		}
		this.running.put(test.getUniqueId(), new Running(scope, parent, false, test.getTags(), new AtomicBoolean()));
		ScopeBinding.start(scope);
	}

	@Override
	public void executionFinished(TestIdentifier test, TestExecutionResult result) {
		Running finished = this.running.remove(test.getUniqueId());
		if (finished == null) {
			return;
		}
		Scope scope = finished.scope();
		boolean started = scope.isJoined() && scope.kind() == Kind.SCENARIO;
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
			if (started) {
				PristineEvents.publish(new ScenarioFinished(scope.id(), outcome(result, failed)));
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

	private static Kind kind(TestIdentifier test) {
		if (test.isTest()) {
			return Kind.SCENARIO;
		}
		return test.getSource().filter(ClassSource.class::isInstance).isPresent() ? Kind.TEST_CLASS : Kind.GROUP;
	}

	/**
	 * What the tags of a test say that its parent has not. Of several the last counts: a
	 * scenario of Cucumber has those of its feature too, which come first.
	 */
	private static @Nullable Isolation isolation(TestIdentifier test, @Nullable Running parent) {
		Isolation isolation = (parent != null && parent.scope().kind() == Kind.GROUP) ? parent.scope().isolation()
				: null;
		for (TestTag tag : test.getTags()) {
			Isolation tagged = Tags.isolation(tag.getName());
			if (tagged != null && (parent == null || !parent.tags().contains(tag))) {
				isolation = tagged;
			}
		}
		return isolation;
	}

	/**
	 * A test or container that runs.
	 *
	 * @param scope its scope
	 * @param parent the container that it is in
	 * @param isPart whether its scope is that of its parent
	 * @param tags its tags, with those that it inherits
	 * @param failed whether something in it failed
	 */
	private record Running(Scope scope, @Nullable Running parent, boolean isPart, Set<TestTag> tags,
			AtomicBoolean failed) {

		/**
		 * The nearest test class.
		 */
		@Nullable Scope testClass() {
			return (this.scope.kind() == Kind.TEST_CLASS) ? this.scope : this.scope.parent();
		}

	}

}
