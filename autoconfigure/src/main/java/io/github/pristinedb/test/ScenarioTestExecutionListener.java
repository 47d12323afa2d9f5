package io.github.pristinedb.test;

import io.github.pristinedb.event.PristineEvent.ScenarioFinished;
import io.github.pristinedb.event.PristineEvent.ScenarioFinished.Result;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.evidence.ScenarioEvidence;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.Scope.Kind;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.ScopePlace;
import io.github.pristinedb.scope.TestRun;
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
 * Cucumber, to its application context, if that is there already, and else lets it wait
 * for it. The scope is the one that {@link TestTreeListener} opened on this thread; for
 * runners that are not of the JUnit Platform this listener opens and ends it.
 */
final class ScenarioTestExecutionListener implements TestExecutionListener, Ordered {

	private static final boolean OPENTEST4J_PRESENT = ClassUtils.isPresent("org.opentest4j.TestAbortedException",
			ScenarioTestExecutionListener.class.getClassLoader());

	private static final String OWN_CLASS = ScenarioTestExecutionListener.class.getName() + ".class";

	private static final String OWN_SCENARIO = ScenarioTestExecutionListener.class.getName() + ".scenario";

	// There is one listener for each TestContextManager, which may be used by several
	// threads.
	private volatile @Nullable Scope testClass;

	private volatile boolean failed;

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
		TestRun.begin();
		Scope top = ScopeBinding.current();
		if (top != null && top.kind() == Kind.SCENARIO) {
			// Cucumber calls this for each scenario, after it has started.
			return;
		}
		Scope scope = top;
		if (scope == null || scope.kind() != Kind.TEST_CLASS) {
			scope = new Scope(ScopePlace.of(Kind.TEST_CLASS, testContext.getTestClass().getSimpleName())
				.in((top != null) ? top.parent() : null));
			ScopeBinding.start(scope);
			testContext.setAttribute(OWN_CLASS, scope);
		}
		this.testClass = scope;
		scope.begin("@BeforeAll");
		isolate(scope, testContext);
		// Perhaps another class, with the same context, is about to load it on another
		// thread.
		expect(scope, testContext);
	}

	/**
	 * Before Spring injects anything. The context is not loaded for it: who asks first is
	 * blamed if it cannot be.
	 */
	@Override
	public void prepareTestInstance(TestContext testContext) {
		Scope scope = ScopeBinding.current();
		if (scope != null) {
			joinIfLoaded(scope, testContext);
		}
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (isDisabled(testContext)) {
			return;
		}
		Scope scope = ScopeBinding.current();
		if (scope == null || scope.kind() == Kind.TEST_CLASS) {
			Scope around = (scope != null) ? scope : this.testClass;
			scope = new Scope(
					ScopePlace
						.of(Kind.SCENARIO,
								testContext.getTestClass().getSimpleName() + "."
										+ testContext.getTestMethod().getName())
						.in(around));
			ScopeBinding.start(scope);
			testContext.setAttribute(OWN_SCENARIO, new Own(scope, System.nanoTime()));
			PristineEvents.publish(new TestStarted(scope.id(), scope.name(), scope.name(), false, scope.id()));
		}
		else if (scope.kind() == Kind.GROUP) {
			scope.promote();
		}
		isolate(scope, testContext);
		scope.begin("@BeforeEach");
		joinIfLoaded(scope, testContext);
	}

	static boolean isDisabled(TestContext testContext) {
		return testContext.hasApplicationContext() && !testContext.getApplicationContext()
			.getEnvironment()
			.getProperty("pristine.enabled", Boolean.class, true);
	}

	private static void joinIfLoaded(Scope scope, TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			join(scope, testContext.getApplicationContext());
		}
		else {
			expect(scope, testContext);
		}
	}

	private static void expect(Scope scope, TestContext testContext) {
		scope.expect(() -> testContext.hasApplicationContext() ? testContext.getApplicationContext() : null);
	}

	/**
	 * Join a scope to the context of its tests, which may have been loaded for one test
	 * only, on a thread of its own.
	 * @param scope the scope
	 * @param context the context
	 */
	static void join(Scope scope, ApplicationContext context) {
		scope.join(context);
		Scope around = scope.parent();
		if (scope.kind() == Kind.SCENARIO && around != null) {
			around.join(context);
		}
	}

	/**
	 * What JUnit's tree does not tell, where a test has no place in it or is made by the
	 * class of another one, as Cucumber's scenarios are.
	 */
	private static void isolate(Scope scope, TestContext testContext) {
		PristineDatabase annotation = (scope.kind() == Kind.SCENARIO)
				? AnnotatedElementUtils.findMergedAnnotation(testContext.getTestMethod(), PristineDatabase.class)
				: null;
		if (annotation == null && scope.isolation() == null) {
			annotation = TestContextAnnotationUtils.findMergedAnnotation(testContext.getTestClass(),
					PristineDatabase.class);
		}
		if (annotation != null) {
			scope.isolate(annotation.isolation());
		}
	}

	@Override
	public void beforeTestExecution(TestContext testContext) {
		begin("@Test");
	}

	@Override
	public void afterTestExecution(TestContext testContext) {
		begin("@AfterEach");
	}

	/**
	 * A phase of a test begins. The steps of Cucumber are more exact.
	 */
	private static void begin(String phase) {
		Scope scope = ScopeBinding.current();
		if (scope != null) {
			scope.begin(phase);
		}
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (testContext.removeAttribute(OWN_SCENARIO) instanceof Own own) {
			Scope scope = own.scope();
			Result result = result(testContext.getTestException());
			if (result == Result.FAILED) {
				this.failed = true;
			}
			ScenarioEvidence evidence = ScenarioEvidence.gather(scope, result == Result.FAILED);
			ScopeBinding.end(scope, result == Result.FAILED);
			evidence.tell();
			if (scope.isTold()) {
				PristineEvents.publish(new ScenarioFinished(scope.id(), result));
			}
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
		if (testContext.removeAttribute(OWN_CLASS) instanceof Scope own) {
			this.testClass = null;
			ScopeBinding.end(own, this.failed);
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
