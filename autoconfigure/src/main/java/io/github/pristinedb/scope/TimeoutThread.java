package io.github.pristinedb.scope;

import org.jspecify.annotations.Nullable;

/**
 * The threads that JUnit makes for a test which may be cut short:
 * {@code @Timeout(threadMode = SEPARATE_THREAD)} and {@code assertTimeoutPreemptively}.
 * Nobody can wrap what they do, but each is made for one piece of work, by the thread
 * that waits for it. No other thread may go by who made it: one of a pool is made for the
 * first task and does the next ones as well.
 */
final class TimeoutThread {

	private static final String NAME = "junit-timeout-thread-";

	// An id, so that no thread that stays keeps a scope.
	private static final InheritableThreadLocal<@Nullable String> scopeOfMaker = new InheritableThreadLocal<>();

	private TimeoutThread() {
	}

	/**
	 * The scope that this thread is bound to from now on.
	 * @param scope the scope, {@code null} if it is none
	 */
	static void bound(@Nullable Scope scope) {
		if (scope != null) {
			scopeOfMaker.set(scope.id());
		}
		else {
			scopeOfMaker.remove();
		}
	}

	/**
	 * The scope that this thread works for because the thread that made it did.
	 * @return the scope's id, {@code null} if it is not such a thread
	 */
	static @Nullable String scope() {
		return Thread.currentThread().getName().startsWith(NAME) ? scopeOfMaker.get() : null;
	}

}
