package io.github.pristinedb.scenario;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * Which scope a thread works for, and which scenarios run at all. A thread has a stack of
 * scopes: JUnit's fork-join executor can start a second test on a thread that waits
 * inside the first. Static, because the threads and the run are the JVM's, and because
 * the JUnit Platform's listeners know of no application context.
 */
public final class ScopeBinding {

	private static final ThreadLocal<Deque<Scope>> stacks = ThreadLocal.withInitial(ArrayDeque::new);

	private static final WorkerNumbers workers = new WorkerNumbers();

	private static final LateJoin lateJoin = new LateJoin();

	// Taken before there is a scope.
	private static final ThreadLocal<Integer> reserved = new ThreadLocal<>();

	private static final Map<String, Scope> running = new ConcurrentHashMap<>();

	private ScopeBinding() {
	}

	/**
	 * A scope starts on this thread.
	 * @param scope the scope
	 */
	public static void start(Scope scope) {
		scope.assign(worker());
		reserved.remove();
		running.put(scope.id(), scope);
		bind(scope);
	}

	/**
	 * The number of the worker that this thread is.
	 * @return the number that the scopes on this thread have, or that the next one will
	 */
	public static int worker() {
		Scope around = current();
		if (around != null) {
			return around.worker();
		}
		Integer number = reserved.get();
		if (number == null) {
			number = workers.take();
			reserved.set(number);
		}
		return number;
	}

	/**
	 * A scope ends on this thread.
	 * @param scope the scope
	 * @param failed whether it failed
	 */
	public static void end(Scope scope, boolean failed) {
		unbind(scope);
		StartUp.ended(scope);
		running.remove(scope.id());
		try {
			scope.end(failed);
		}
		finally {
			if (current() == null) {
				workers.giveBack(scope.worker());
			}
		}
	}

	/**
	 * Let this thread work for a scope.
	 * @param scope the scope
	 */
	public static void bind(Scope scope) {
		stacks.get().push(scope);
		scope.enter(Thread.currentThread());
		TimeoutThread.bound(scope);
	}

	/**
	 * Let this thread no longer work for a scope. Whatever was bound above it and
	 * forgotten goes too.
	 * @param scope the scope
	 */
	public static void unbind(Scope scope) {
		Deque<Scope> stack = stacks.get();
		if (stack.contains(scope)) {
			Scope top;
			do {
				top = stack.pop();
				if (!stack.contains(top)) {
					top.leave(Thread.currentThread());
				}
			}
			while (top != scope);
		}
		TimeoutThread.bound(stack.peek());
		if (stack.isEmpty()) {
			stacks.remove();
		}
	}

	/**
	 * The scope that this thread works for.
	 * @return the topmost scope, or {@code null} if the thread is bound to none
	 */
	public static @Nullable Scope current() {
		Iterator<Scope> scopes = scopes().iterator();
		return scopes.hasNext() ? scopes.next() : null;
	}

	/**
	 * The scopes that this thread is bound to, the topmost first.
	 */
	private static Collection<Scope> scopes() {
		Deque<Scope> stack = stacks.get();
		if (stack.isEmpty()) {
			String inherited = TimeoutThread.scope();
			Scope scope = (inherited != null) ? find(inherited) : null;
			if (scope == null) {
				stacks.remove();
				return List.of();
			}
			bind(scope);
		}
		return stack;
	}

	/**
	 * A scope of this JVM, by its id.
	 * @param id the id
	 * @return the scope; if it has ended, one that gets no connections any more;
	 * {@code null} if the id is none of this JVM's
	 */
	public static @Nullable Scope find(String id) {
		Scope scope = running.get(id);
		return (scope != null) ? scope : Scope.late(id);
	}

	/**
	 * The scope that this thread means when it asks for a connection in a context. A test
	 * that nobody has joined to any context is joined to this one.
	 * @param context the context
	 * @return the scope, or {@code null} if it means the context's own database
	 * @throws ScenarioException if several scenarios run there and it could be any
	 */
	static @Nullable Scope resolve(ApplicationContext context) {
		List<Scope> candidates = candidates(context);
		if (candidates.size() > 1) {
			throw new ScenarioException(
					"The thread '" + Thread.currentThread().getName()
							+ "' asks for a connection, but it is bound to no scenario, and " + candidates.size()
							+ " run in its application context: " + candidates + ".",
					"Bind it: run its work by an executor of the context or by Scenarios.wrap(…); or give each worker"
							+ " a context of its own by pristine.context=per-worker; or run the scenarios in forked"
							+ " JVMs, one after the other in each.");
		}
		if (candidates.isEmpty()) {
			return null;
		}
		Scope scope = candidates.get(0);
		if (!scope.isIn(context)) {
			lateJoin.join(scope, context);
		}
		return scope;
	}

	/**
	 * The scope that this thread probably means when it asks about a context.
	 * @param context the context
	 * @return the scope, or {@code null} if it could be any
	 */
	static @Nullable Scope guess(ApplicationContext context) {
		List<Scope> candidates = candidates(context);
		return (candidates.size() == 1) ? candidates.get(0) : null;
	}

	/**
	 * The scopes that this thread may mean in a context: the one that it is bound to,
	 * else any that runs there.
	 */
	private static List<Scope> candidates(ApplicationContext context) {
		if (StartUp.isUnderWay()) {
			return List.of();
		}
		// Below it on the stack there may be another test's class.
		Scope bound = unjoined(context);
		if (bound == null) {
			bound = boundIn(context);
		}
		return (bound != null) ? List.of(bound) : scenariosIn(context);
	}

	/**
	 * The test or class that this thread is bound to if nobody has joined it to any
	 * context: it can mean none but the one in which it asks.
	 */
	private static @Nullable Scope unjoined(ApplicationContext context) {
		Scope current = current();
		Scope top = (current != null) ? current.withDatabases() : null;
		return (top != null && !top.isIn(context) && !top.isJoined()) ? top : null;
	}

	/**
	 * The scope in a context that this thread is bound to.
	 * @param context the context
	 * @return the topmost one, or {@code null} if it is bound to none there
	 */
	static @Nullable Scope boundIn(ApplicationContext context) {
		for (Scope bound : scopes()) {
			Scope scope = bound.withDatabases();
			if (scope != null && scope.isIn(context)) {
				return scope;
			}
		}
		return null;
	}

	/**
	 * The scenarios that run in a context.
	 * @param context the context
	 * @return the scenarios, in no order
	 */
	static List<Scope> scenariosIn(ApplicationContext context) {
		return scenarios((scope) -> scope.isIn(context));
	}

	/**
	 * The scenarios that run.
	 * @param filter says which of them
	 * @return the scenarios, in no order
	 */
	static List<Scope> scenarios(Predicate<Scope> filter) {
		List<Scope> scenarios = new ArrayList<>();
		for (Scope scope : running.values()) {
			if (scope.kind() == Scope.Kind.SCENARIO && filter.test(scope)) {
				scenarios.add(scope);
			}
		}
		return scenarios;
	}

}
