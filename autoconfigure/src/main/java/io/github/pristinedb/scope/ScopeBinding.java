package io.github.pristinedb.scope;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.github.pristinedb.event.PristineEvent.ContextMissed;
import io.github.pristinedb.event.PristineEvents;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * Which scope a thread works for, and which scenarios run at all. A thread has a stack of
 * scopes: JUnit's fork-join executor can start a second test on a thread that waits
 * inside the first. Static, because the threads and the run are the JVM's, and because
 * the JUnit Platform's listeners know of no application context.
 */
public final class ScopeBinding {

	private static final ThreadLocal<Deque<Bound>> stacks = ThreadLocal.withInitial(ArrayDeque::new);

	private static final WorkerNumbers workers = new WorkerNumbers();

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
		scope.start(worker());
		reserved.remove();
		running.put(scope.id(), scope);
		bind(scope);
	}

	/**
	 * The number of the worker that this thread is.
	 * @return the number that the scopes on this thread have, or that the next one will
	 */
	public static int worker() {
		Bound around = stacks.get().peek();
		if (around != null) {
			return around.scope.worker();
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
		scope.awaitTasks();
		unbind(scope);
		StartUp.ended(scope);
		running.remove(scope.id());
		if (failed && scope.lacksContext()) {
			ApplicationContext attempted = scope.attempted();
			PristineEvents.publish(
					new ContextMissed(scope.id(), (attempted != null) ? ContextNumbers.withAncestors(attempted) : ""));
		}
		try {
			scope.end(failed);
		}
		finally {
			if (stacks.get().isEmpty()) {
				stacks.remove();
				workers.giveBack(scope.worker());
			}
		}
	}

	/**
	 * Let this thread work for a scope.
	 * @param scope the scope
	 */
	public static void bind(Scope scope) {
		stacks.get().push(new Bound(scope, HelpedTasks.onThisStack()));
		scope.enter(Thread.currentThread());
		TimeoutThread.bound(scope);
	}

	/**
	 * Let this thread no longer work for a scope. Whatever was bound above it and
	 * forgotten goes too.
	 * @param scope the scope
	 */
	public static void unbind(Scope scope) {
		Deque<Bound> stack = stacks.get();
		if (contains(stack, scope)) {
			Scope top;
			do {
				top = stack.pop().scope();
				if (!contains(stack, top)) {
					top.leave(Thread.currentThread());
				}
			}
			while (top != scope);
		}
		Bound left = stack.peek();
		TimeoutThread.bound((left != null) ? left.scope : null);
		if (left == null) {
			stacks.remove();
		}
	}

	private static boolean contains(Deque<Bound> stack, Scope scope) {
		return stack.stream().anyMatch((bound) -> bound.scope == scope);
	}

	/**
	 * The scope that this thread works for at the moment.
	 * @return the topmost scope; {@code null} if the thread is bound to none, or runs
	 * another's task while it waits for its own
	 */
	public static @Nullable Scope current() {
		Bound top = stack().peek();
		return (top != null && !isInAnybodysTask(top, null)) ? top.scope : null;
	}

	/**
	 * The scope that the tasks and requests of this thread work for.
	 * @return the current scope; {@code null} if there is none, or if this thread starts
	 * an application context. Runners of Spring Boot are a part of the start-up that
	 * comes after the refresh.
	 */
	public static @Nullable Scope forTasks() {
		return StartUp.isUnderWay() ? null : current();
	}

	/**
	 * The scopes that this thread is bound to, whatever it does at the moment.
	 * @return the scopes, the topmost first
	 */
	public static List<Scope> all() {
		return stack().stream().map(Bound::scope).toList();
	}

	private static Deque<Bound> stack() {
		Deque<Bound> stack = stacks.get();
		if (stack.isEmpty()) {
			String inherited = TimeoutThread.scope();
			Scope scope = (inherited != null) ? find(inherited) : null;
			if (scope == null) {
				stacks.remove();
				return new ArrayDeque<>(0);
			}
			bind(scope);
		}
		return stack;
	}

	/**
	 * Whether this thread waits, inside what a scope does, and meanwhile runs a task that
	 * is not known to be that scope's.
	 * @param top the scope that the thread was last bound to
	 * @param context the context that is asked about, {@code null} for any
	 * @return whether it does; {@code false} without a look at the stack if no scenario
	 * but that one could be meant
	 */
	private static boolean isInAnybodysTask(Bound top, @Nullable ApplicationContext context) {
		for (Scope scope : running.values()) {
			if (scope != top.scope && scope.kind() == Scope.Kind.SCENARIO && (context == null || scope.isIn(context))) {
				return HelpedTasks.onThisStack() > top.helpedTasks;
			}
		}
		return false;
	}

	/**
	 * A scope of this JVM, by its id.
	 * @param id the id
	 * @return the scope; if it has ended, one that gets no connections any more;
	 * {@code null} if the id is none of this JVM's
	 */
	public static @Nullable Scope find(String id) {
		Scope scope = running.get(id);
		return (scope != null) ? scope : Scope.forgotten(id);
	}

	/**
	 * The scope that this thread means when it asks for a connection in a context. It may
	 * be a test that nobody has joined to any context.
	 * @param context the context
	 * @param stranger takes the only scenario in the context, if this thread is bound to
	 * no scope and means that one
	 * @return the scope, or {@code null} if it means the context's own database
	 * @throws ScenarioException if several scenarios run there and it could be any
	 */
	public static @Nullable Scope resolve(ApplicationContext context, Consumer<Scope> stranger) {
		if (StartUp.isUnderWay()) {
			return null;
		}
		Scope scope = bound(context);
		if (scope == null) {
			List<Scope> scenarios = StartUp.isOver(context) ? List.of() : scenariosIn(context);
			if (scenarios.isEmpty()) {
				return null;
			}
			Bound top = stack().peek();
			if (scenarios.size() > 1) {
				throw Refusals.ambiguous(scenarios, top != null && isInAnybodysTask(top, context));
			}
			scope = scenarios.get(0);
			if (top == null) {
				stranger.accept(scope);
			}
		}
		return scope;
	}

	/**
	 * The scope that this thread probably means when it asks about a context.
	 * @param context the context
	 * @return the scope, or {@code null} if it could be any
	 */
	public static @Nullable Scope guess(ApplicationContext context) {
		if (StartUp.isUnderWay()) {
			return null;
		}
		Scope bound = bound(context);
		if (bound != null) {
			return bound;
		}
		List<Scope> scenarios = scenariosIn(context);
		return (scenarios.size() == 1) ? scenarios.get(0) : null;
	}

	/**
	 * The scope that this thread is bound to and means in a context.
	 * @param context the context
	 * @return the scope, {@code null} if it may be any that runs there
	 */
	private static @Nullable Scope bound(ApplicationContext context) {
		Deque<Bound> stack = stack();
		Bound top = stack.peek();
		if (top == null || isInAnybodysTask(top, context)) {
			return null;
		}
		// Below it on the stack there may be another test's class.
		Scope scope = top.scope.withDatabases();
		return (scope != null && isUnjoined(scope, context)) ? scope : topmostIn(stack, context);
	}

	/**
	 * Whether nobody has joined a test or class to any context. Then it means the one in
	 * which it asks, unless that is over. Where the TestContext framework's cache is
	 * full, the context of an earlier class is closed on this thread. Its beans may use
	 * their database then.
	 */
	private static boolean isUnjoined(Scope scope, ApplicationContext context) {
		return !scope.isIn(context) && !scope.isJoined() && !StartUp.isOver(context);
	}

	/**
	 * The scope in a context that this thread works for.
	 * @param context the context
	 * @return the topmost one, or {@code null} if it works for none there
	 */
	public static @Nullable Scope boundIn(ApplicationContext context) {
		Deque<Bound> stack = stack();
		Bound top = stack.peek();
		return (top != null && !isInAnybodysTask(top, context)) ? topmostIn(stack, context) : null;
	}

	private static @Nullable Scope topmostIn(Deque<Bound> stack, ApplicationContext context) {
		for (Bound bound : stack) {
			Scope scope = bound.scope.withDatabases();
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
	public static List<Scope> scenariosIn(ApplicationContext context) {
		return scenarios((scope) -> scope.isIn(context));
	}

	/**
	 * The scenarios that run.
	 * @param filter says which of them
	 * @return the scenarios, in no order
	 */
	public static List<Scope> scenarios(Predicate<Scope> filter) {
		List<Scope> scenarios = new ArrayList<>();
		for (Scope scope : running.values()) {
			if (scope.kind() == Scope.Kind.SCENARIO && filter.test(scope)) {
				scenarios.add(scope);
			}
		}
		return scenarios;
	}

	/**
	 * A scope on the stack of a thread.
	 *
	 * @param scope the scope
	 * @param helpedTasks how many tasks the thread was running in between, for others as
	 * it may be, when it was bound
	 */
	private record Bound(Scope scope, int helpedTasks) {

	}

}
