package io.github.pristinedb.test;

import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioFinished.Result;
import io.github.pristinedb.event.PristineEvent.ScenarioStarted;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.scenario.ScenarioStartedEvent;
import io.github.pristinedb.scenario.Scope;
import io.github.pristinedb.scenario.Scope.Kind;
import io.github.pristinedb.scenario.ScopeBinding;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.util.ClassUtils;

/**
 * Joins what the TestContext framework runs, be it a test of JUnit or a scenario of
 * Cucumber, to its application context. The scope is the one that
 * {@link PlatformScenarioListener} opened on this thread; for runners that are not of the
 * JUnit Platform this listener opens and ends it.
 */
final class ScenarioTestExecutionListener implements TestExecutionListener, Ordered {

	private static final boolean OPENTEST4J_PRESENT = ClassUtils.isPresent("org.opentest4j.TestAbortedException",
			ScenarioTestExecutionListener.class.getClassLoader());

	private static final String OWN_CLASS = ScenarioTestExecutionListener.class.getName() + ".class";

	private static final String OWN_SCENARIO = ScenarioTestExecutionListener.class.getName() + ".scenario";

	/**
	 * Before any listener of Spring's that can touch a database, and after them on the
	 * way out.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 100;
	}

	@Override
	public void beforeTestClass(TestContext testContext) {
		Scope top = ScopeBinding.current();
		if (top != null && top.kind() == Kind.SCENARIO) {
			// Cucumber calls this for each scenario, after it has started.
			return;
		}
		Class<?> testClass = testContext.getTestClass();
		Scope scope = top;
		if (scope == null || scope.kind() != Kind.TEST_CLASS) {
			scope = new Scope(Kind.TEST_CLASS, testClass.getSimpleName());
			ScopeBinding.start(scope);
			testContext.setAttribute(OWN_CLASS, scope);
		}
		scope.startFrom(TestClassScopes.nearest(testClass.getEnclosingClass()));
		isolate(scope, testContext);
		TestClassScopes.add(testClass, scope);
		// Perhaps another class, with the same context, is about to load it on another
		// thread.
		scope.expect(() -> testContext.hasApplicationContext() ? testContext.getApplicationContext() : null);
	}

	@Override
	public void prepareTestInstance(TestContext testContext) {
		Scope scope = ScopeBinding.current();
		if (scope == null) {
			return;
		}
		ApplicationContext context = testContext.getApplicationContext();
		if (context.containsBean(TestContextMarker.BEAN_NAME)) {
			Long ready = context.getBean(TestContextMarker.BEAN_NAME, TestContextMarker.class).readyAt();
			if (ready != null) {
				scope.contextReadyAt(ready);
			}
		}
		if (isEnabled(testContext)) {
			enter(scope, testContext);
		}
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (!isEnabled(testContext)) {
			return;
		}
		Scope scope = ScopeBinding.current();
		if (scope == null || scope.kind() == Kind.TEST_CLASS) {
			scope = new Scope(Kind.SCENARIO,
					testContext.getTestClass().getSimpleName() + "." + testContext.getTestMethod().getName());
			ScopeBinding.start(scope);
			testContext.setAttribute(OWN_SCENARIO, new Own(scope, System.nanoTime()));
			PristineEvents.publish(new TestStarted(scope.id(), scope.name(), scope.name(), false));
		}
		else if (scope.kind() == Kind.GROUP) {
			scope.promote();
		}
		enter(scope, testContext);
		isolate(scope, testContext);
		PristineEvents.publish(new ScenarioStarted(scope.id(), scope.name()));
		ApplicationContext context = testContext.getApplicationContext();
		context.publishEvent(new ScenarioStartedEvent(context, scope));
	}

	private static boolean isEnabled(TestContext testContext) {
		return testContext.getApplicationContext()
			.getEnvironment()
			.getProperty("pristine.enabled", Boolean.class, true);
	}

	private static void enter(Scope scope, TestContext testContext) {
		if (scope.kind() == Kind.SCENARIO) {
			scope.startFrom(TestClassScopes.nearest(testContext.getTestClass()));
		}
		scope.join(testContext.getApplicationContext());
		Scope around = scope.parent();
		if (scope.kind() == Kind.SCENARIO && around != null) {
			// A context that was loaded for this test only, on a thread of its own.
			around.join(testContext.getApplicationContext());
		}
	}

	/**
	 * The annotation of a method, or a tag of the scope itself, which was seen before; or
	 * else what the class around it was told; or else the nearest annotation.
	 */
	private static void isolate(Scope scope, TestContext testContext) {
		PristineDatabase annotation = (scope.kind() == Kind.SCENARIO)
				? AnnotatedElementUtils.findMergedAnnotation(testContext.getTestMethod(), PristineDatabase.class)
				: null;
		if (annotation == null && scope.isolation() == null) {
			Scope around = (scope.kind() == Kind.SCENARIO) ? scope.parent() : null;
			if (around != null && around.isolation() != null) {
				scope.isolate(around.isolation());
				return;
			}
			annotation = TestContextAnnotationUtils.findMergedAnnotation(testContext.getTestClass(),
					PristineDatabase.class);
		}
		if (annotation != null) {
			scope.isolate(annotation.isolation());
		}
		else if (scope.isolation() == null && scope.parent() != null && scope.parent().isolation() != null) {
			scope.isolate(scope.parent().isolation());
		}
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (testContext.removeAttribute(OWN_SCENARIO) instanceof Own own) {
			Scope scope = own.scope();
			Result result = result(testContext.getTestException());
			ScopeBinding.end(scope, result == Result.FAILED);
			PristineEvents.publish(new ScenarioFinished(scope.id(), result));
			PristineEvents.publish(new TestFinished(scope.id(), outcome(result), System.nanoTime() - own.start(), 0));
		}
	}

	private static Outcome outcome(Result result) {
		return switch (result) {
			case PASSED -> Outcome.PASSED;
			case FAILED -> Outcome.FAILED;
			case ABORTED -> Outcome.ABORTED;
		};
	}

	private static Result result(@Nullable Throwable failure) {
		if (failure == null) {
			return Result.PASSED;
		}
		return (OPENTEST4J_PRESENT && failure instanceof TestAbortedException) ? Result.ABORTED : Result.FAILED;
	}

	@Override
	public void afterTestClass(TestContext testContext) {
		Scope own = (Scope) testContext.removeAttribute(OWN_CLASS);
		Scope top = ScopeBinding.current();
		if (own != null || (top != null && top.kind() == Kind.TEST_CLASS)) {
			TestClassScopes.remove(testContext.getTestClass());
		}
		if (own != null) {
			ScopeBinding.end(own, false);
		}
	}

	/**
	 * A scenario that this listener opened.
	 *
	 * @param scope its scope
	 * @param start when it started, as {@link System#nanoTime()}
	 */
	private record Own(Scope scope, long start) {

	}

}
