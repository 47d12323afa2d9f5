package io.github.pristinedb.slot;

import io.github.pristinedb.error.SaidOnce;
import io.github.pristinedb.scope.Scope;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationContext;

/**
 * Joins tests to a context that the TestContext framework did not tell of, at their first
 * connection: those of a class that has replaced the framework's listeners, and those
 * that have a context from elsewhere.
 */
final class LateJoin {

	private static final Log logger = LogFactory.getLog(LateJoin.class);

	private final SaidOnce said = new SaidOnce(logger);

	/**
	 * Join a scope to a context.
	 * @param scope the scope
	 * @param context the context, whose start-up is over
	 */
	void join(Scope scope, ApplicationContext context) {
		if (!scope.join(context)) {
			return;
		}
		if (!isInvocation(scope, context)) {
			this.said.warn(LateJoin.class,
					() -> "'" + scope.name()
							+ "' uses a database, but Spring did not call Pristine's listener. The test gets its own"
							+ " database, and caches are cleared only now, at its first connection. If its class has"
							+ " @TestExecutionListeners, add mergeMode = MERGE_WITH_DEFAULTS.");
		}
		if (scope.kind() == Scope.Kind.SCENARIO) {
			ScenarioStart.publish(context, scope);
		}
	}

	/**
	 * Spring hears of a parameterized class once, and not of its invocations.
	 */
	private static boolean isInvocation(Scope scope, ApplicationContext context) {
		Scope around = scope.parent();
		return scope.kind() == Scope.Kind.TEST_CLASS && around != null && around.isIn(context);
	}

}
