package io.github.pristinedb.test;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.scenario.Isolation;
import io.github.pristinedb.scenario.Scope;
import io.github.pristinedb.scenario.Scope.Kind;
import io.github.pristinedb.scenario.ScopeBinding;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
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
	private final Map<String, Scope> scopes = new ConcurrentHashMap<>();

	@Override
	public void executionStarted(TestIdentifier test) {
		Scope scope = new Scope(kind(test), name(test));
		for (TestTag tag : test.getTags()) {
			Isolation isolation = Tags.isolation(tag.getName());
			if (isolation != null) {
				scope.isolate(isolation);
			}
		}
		this.scopes.put(test.getUniqueId(), scope);
		ScopeBinding.start(scope);
	}

	@Override
	public void executionFinished(TestIdentifier test, TestExecutionResult result) {
		Scope scope = this.scopes.remove(test.getUniqueId());
		if (scope == null) {
			return;
		}
		boolean started = scope.isJoined() && scope.kind() == Kind.SCENARIO;
		ScopeBinding.end(scope, result.getStatus() == Status.FAILED);
		if (started) {
			PristineEvents.publish(new ScenarioFinished(scope.id(), switch (result.getStatus()) {
				case SUCCESSFUL -> ScenarioFinished.Result.PASSED;
				case FAILED -> ScenarioFinished.Result.FAILED;
				case ABORTED -> ScenarioFinished.Result.ABORTED;
			}));
		}
	}

	private static Kind kind(TestIdentifier test) {
		if (test.isTest()) {
			return Kind.SCENARIO;
		}
		return test.getSource().filter(ClassSource.class::isInstance).isPresent() ? Kind.TEST_CLASS : Kind.GROUP;
	}

	/**
	 * For a method {@code Class.method}, and what tells one invocation from another; else
	 * the name that the engine shows.
	 */
	private static String name(TestIdentifier test) {
		String shown = test.getDisplayName();
		if (test.getSource().orElse(null) instanceof MethodSource source) {
			String className = source.getClassName();
			String name = className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1)
					+ "." + source.getMethodName();
			return shown.startsWith(source.getMethodName() + "(") ? name : name + " " + shown;
		}
		return shown;
	}

}
