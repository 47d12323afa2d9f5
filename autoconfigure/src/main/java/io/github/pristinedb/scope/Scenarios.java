package io.github.pristinedb.scope;

import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The scenario that a thread works for, and how another thread comes to work for it.
 * Threads of the application context's executors, and those that answer HTTP requests of
 * a scenario, are bound without any of this.
 */
public final class Scenarios {

	private Scenarios() {
	}

	/**
	 * The scenario that this thread works for.
	 * @return the scenario, empty if the thread works for none: in {@code @BeforeAll},
	 * say, which is not part of any
	 */
	public static Optional<Scenario> current() {
		return Optional.<Scenario>ofNullable(ScopeBinding.current())
			.filter((scope) -> ((Scope) scope).kind() == Scope.Kind.SCENARIO);
	}

	/**
	 * Let work be done on behalf of the current scenario, on whatever thread.
	 * @param work the work
	 * @return the same work, bound to the scenario that this thread works for now; the
	 * work itself if it works for none
	 */
	public static Runnable wrap(Runnable work) {
		Scope scope = ScopeBinding.forTasks();
		return (scope == null) ? work : () -> {
			ScopeBinding.bind(scope);
			try {
				work.run();
			}
			finally {
				ScopeBinding.unbind(scope);
			}
		};
	}

	/**
	 * Let work be done on behalf of the current scenario, on whatever thread.
	 * @param <T> the type of its result
	 * @param work the work
	 * @return the same work, bound to the scenario that this thread works for now; the
	 * work itself if it works for none
	 */
	public static <T> Callable<T> wrap(Callable<T> work) {
		Scope scope = ScopeBinding.forTasks();
		return (scope == null) ? work : () -> {
			ScopeBinding.bind(scope);
			try {
				return work.call();
			}
			finally {
				ScopeBinding.unbind(scope);
			}
		};
	}

}
