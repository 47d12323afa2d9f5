package io.github.pristinedb.test;

import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.Scope.Kind;

/**
 * Keeps an application context open while a thread makes a test instance, until the test
 * has its own hold. JUnit makes it on the test's thread, before any listener knows of the
 * test. The test may still fail or be skipped then.
 */
final class InstanceHold {

	private static final ThreadLocal<ContextHold> ofThisThread = new ThreadLocal<>();

	private InstanceHold() {
	}

	/**
	 * This thread makes an instance.
	 * @param demands what its class demands
	 */
	static void begin(ContextDemands demands) {
		end();
		ContextHold hold = new ContextHold(new Scope(Kind.GROUP, demands.testClass().getSimpleName()), demands);
		hold.claim(demands.ofAnInstance());
		ofThisThread.set(hold);
	}

	/**
	 * This thread has no instance to make any more.
	 */
	static void end() {
		ContextHold hold = ofThisThread.get();
		if (hold != null) {
			ofThisThread.remove();
			hold.release();
		}
	}

}
