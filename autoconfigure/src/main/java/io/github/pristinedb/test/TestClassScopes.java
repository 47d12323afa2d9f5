package io.github.pristinedb.test;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.pristinedb.scenario.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of the test classes that run, by class: a test may run on another thread
 * than its class. Static, since the TestContext framework creates its listeners anew for
 * each class.
 */
final class TestClassScopes {

	private static final ConcurrentMap<Class<?>, Scope> scopes = new ConcurrentHashMap<>();

	private TestClassScopes() {
	}

	static void add(Class<?> testClass, Scope scope) {
		scopes.put(testClass, scope);
	}

	static void remove(Class<?> testClass) {
		scopes.remove(testClass);
	}

	/**
	 * The scope of a class, or of the nearest class around it.
	 * @param testClass the class
	 * @return the scope, or {@code null} if none of them runs
	 */
	static @Nullable Scope nearest(@Nullable Class<?> testClass) {
		for (Class<?> each = testClass; each != null; each = each.getEnclosingClass()) {
			Scope scope = scopes.get(each);
			if (scope != null) {
				return scope;
			}
		}
		return null;
	}

}
