package io.github.pristinedb.test;

import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.Scope.Kind;
import io.github.pristinedb.scope.ScopeBinding;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.test.context.support.DependencyInjectionTestExecutionListener;

/**
 * Keeps apart what cannot share an application context: tests of a context with mocks run
 * one at a time, and no context is closed by {@code @DirtiesContext} under a test or
 * class that uses it. A class holds its context from before it is loaded, a test from
 * before the first listener of Spring's that is told of its method; both until their
 * scopes end. JUnit makes the instance for a test before it tells anybody of the test.
 */
final class ExclusiveContextListener implements TestExecutionListener, Ordered {

	private static final Log logger = LogFactory.getLog(ExclusiveContextListener.class);

	// The TestContext framework makes a listener for each class.
	private volatile @Nullable ContextDemands demands;

	private volatile boolean off;

	private volatile boolean begun;

	/**
	 * Before all that loads a context.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 50;
	}

	@Override
	public void beforeTestClass(TestContext testContext) {
		ContextDemands demands = demands(testContext);
		if (demands != null) {
			begin(demands);
		}
	}

	@Override
	public void prepareTestInstance(TestContext testContext) {
		ContextDemands demands = demands(testContext);
		if (demands == null) {
			return;
		}
		if (!this.begun) {
			// JUnit makes the only instance of a class before it begins with the class.
			begin(demands);
		}
		ContextHold own = ContextHold.find(ScopeBinding.current());
		boolean held = own != null && own.isOfATest();
		if (!held && demands.closeContextsBetweenTests() && !LoadedContexts.areUnmanaged(demands.context())) {
			InstanceHold.begin(demands);
		}
	}

	private void begin(ContextDemands demands) {
		Scope scope = ScopeBinding.current();
		if (scope == null || LoadedContexts.areUnmanaged(demands.context())) {
			return;
		}
		this.begun = true;
		// A scenario of Cucumber is in no class.
		ContextHold.of(scope, demands)
			.claim((scope.kind() == Kind.TEST_CLASS) ? demands.ofClass()
					: ofClassAndTest(demands, demands.ofTest(null)));
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		ContextDemands demands = demands(testContext);
		Scope scope = ScopeBinding.current();
		if (demands == null || scope == null) {
			return;
		}
		ApplicationContext injected = loaded(testContext);
		InstanceHold.end();
		claim(scope, demands, testContext);
		ApplicationContext context = loaded(testContext);
		if (context != null) {
			LoadedContexts.look(demands.contexts(), context);
			claim(scope, demands, testContext);
			context = loaded(testContext);
		}
		if (context == null || context != injected) {
			// Another test of the class has closed the one that the instance was made
			// with.
			testContext.setAttribute(DependencyInjectionTestExecutionListener.REINJECT_DEPENDENCIES_ATTRIBUTE,
					Boolean.TRUE);
		}
	}

	/**
	 * It is for Spring's own listeners to load it.
	 */
	private static @Nullable ApplicationContext loaded(TestContext testContext) {
		return testContext.hasApplicationContext() ? testContext.getApplicationContext() : null;
	}

	private static void claim(Scope scope, ContextDemands demands, TestContext testContext) {
		ContextHold hold = ContextHold.of(scope, demands);
		ContextHold around = ContextHold.find(scope.parent());
		if (LoadedContexts.areUnmanaged(demands.context())) {
			hold.release();
			if (around != null) {
				around.release();
			}
			return;
		}
		List<ContextClaim> ofTest = demands.ofTest(testContext.getTestMethod());
		if (around == null || scope.kind() == Kind.TEST_CLASS) {
			hold.claim(ofClassAndTest(demands, ofTest));
			return;
		}
		if (!around.holds(demands.ofClass())) {
			// The context turned out to have mocks.
			hold.release();
			around.claim(demands.ofClass());
		}
		hold.claim(ofTest);
	}

	private static List<ContextClaim> ofClassAndTest(ContextDemands demands, List<ContextClaim> ofTest) {
		List<ContextClaim> claims = new ArrayList<>(demands.ofClass());
		claims.addAll(ofTest);
		return claims;
	}

	private @Nullable ContextDemands demands(TestContext testContext) {
		ContextDemands demands = this.demands;
		if (demands == null && !this.off) {
			demands = find(testContext.getTestClass());
			this.demands = demands;
			this.off = demands == null;
		}
		return demands;
	}

	private static @Nullable ContextDemands find(Class<?> testClass) {
		ConfiguredContexts configured = ConfiguredContexts.of(testClass);
		if (!configured.enabled() || !configured.exclusive()) {
			return null;
		}
		try {
			return ContextDemands.of(testClass);
		}
		catch (RuntimeException ex) {
			// Whoever loads the context will say so better.
			logger.debug("It cannot be told which context " + testClass.getName() + " uses", ex);
			return null;
		}
	}

}
