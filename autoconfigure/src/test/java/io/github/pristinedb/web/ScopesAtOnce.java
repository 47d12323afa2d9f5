package io.github.pristinedb.web;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.scope.Scenario;
import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios that run at once, each on a thread of its own.
 */
final class ScopesAtOnce {

	static final int COUNT = 3;

	static final String NONE = "none";

	private ScopesAtOnce() {
	}

	/**
	 * The scenario that the current thread works for.
	 */
	static String current() {
		return Scenarios.current().map(Scenario::id).orElse(NONE);
	}

	/**
	 * Ask, in several scenarios at once, which scenario it is.
	 */
	static void eachSeesItself(Callable<String> question) throws Exception {
		CyclicBarrier start = new CyclicBarrier(COUNT);
		ExecutorService threads = Executors.newFixedThreadPool(COUNT);
		try {
			List<Future<String>> answers = new ArrayList<>();
			List<Scope> scopes = new ArrayList<>();
			for (int i = 0; i < COUNT; i++) {
				Scope scope = new Scope(Scope.Kind.SCENARIO, "scenario " + i);
				scopes.add(scope);
				answers.add(threads.submit(() -> {
					start.await(30, TimeUnit.SECONDS);
					return in(scope, question);
				}));
			}
			for (int i = 0; i < COUNT; i++) {
				assertThat(answers.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(scopes.get(i).id());
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	/**
	 * Do work in a new scenario on this thread.
	 */
	static <T> T in(Scope scope, Callable<T> work) throws Exception {
		ScopeBinding.start(scope);
		try {
			return work.call();
		}
		finally {
			ScopeBinding.end(scope, false);
		}
	}

	/**
	 * Do work on a thread that is bound to nothing.
	 */
	static <T> T unbound(Callable<T> work) throws Exception {
		ExecutorService thread = Executors.newSingleThreadExecutor();
		try {
			return thread.submit(work).get(60, TimeUnit.SECONDS);
		}
		finally {
			thread.shutdownNow();
		}
	}

	/**
	 * A scenario that has ended.
	 */
	static Scope ended() throws Exception {
		return unbound(() -> {
			Scope scope = scope("ended");
			in(scope, () -> true);
			return scope;
		});
	}

	static Scope scope(String name) {
		return new Scope(Scope.Kind.SCENARIO, name);
	}

}
