package io.github.pristinedb.test;

import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.Scope.Kind;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.slot.ScenarioStart;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.test.context.support.DependencyInjectionTestExecutionListener;

/**
 * Tells that a scenario starts, once it is sure in which application context: Spring's
 * own listeners have loaded it by now, or have closed one and loaded another.
 */
final class ScenarioStartTestExecutionListener implements TestExecutionListener, Ordered {

	/**
	 * After the last of Spring's listeners that load the context, and before the first
	 * that begins a transaction or runs a script.
	 */
	@Override
	public int getOrder() {
		return DependencyInjectionTestExecutionListener.ORDER + 10;
	}

	@Override
	public void prepareTestInstance(TestContext testContext) {
		Scope scope = ScopeBinding.current();
		if (scope == null || !testContext.hasApplicationContext()) {
			return;
		}
		ApplicationContext context = testContext.getApplicationContext();
		if (context.containsBean(TestContextMarker.BEAN_NAME)) {
			Long ready = context.getBean(TestContextMarker.BEAN_NAME, TestContextMarker.class).readyAt();
			if (ready != null) {
				scope.contextReadyAt(ready);
			}
		}
		ScenarioTestExecutionListener.join(scope, context);
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		Scope scope = ScopeBinding.current();
		if (scope == null || scope.kind() != Kind.SCENARIO) {
			return;
		}
		ApplicationContext context = testContext.getApplicationContext();
		if (!ScenarioTestExecutionListener.isDisabled(testContext)) {
			ScenarioTestExecutionListener.join(scope, context);
			ScenarioStart.publish(context, scope);
		}
	}

}
