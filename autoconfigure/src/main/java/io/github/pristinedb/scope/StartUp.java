package io.github.pristinedb.scope;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Set;
import java.util.WeakHashMap;

import io.github.pristinedb.event.PristineEvent.ContextStarted;
import io.github.pristinedb.event.PristineEvents;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The start-up of an application context that the TestContext framework loads. The thread
 * that loads it works for no scope meanwhile, even if it is bound to one. All scopes
 * start from what the start-up writes, to the context's or an ancestor's database. A
 * scope that starts on the thread meanwhile is unaffected. JUnit's fork-join executor can
 * start a test on a thread that waits inside a start-up.
 */
public final class StartUp {

	// By name: contexts are started by hand without the TestContext framework too.
	private static final String LOADS_CONTEXTS = "org.springframework.test.context.cache.DefaultCacheAwareContextLoaderDelegate";

	private static final ThreadLocal<Deque<StartUp>> underWay = new ThreadLocal<>();

	// Of all threads. A context that is never refreshed does not tell its end.
	private static final Set<StartUp> all = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	private final ConfigurableApplicationContext context;

	private final @Nullable Scope scope;

	private final long started = System.nanoTime();

	private volatile boolean over;

	private StartUp(ConfigurableApplicationContext context, @Nullable Scope scope) {
		this.context = context;
		this.scope = scope;
	}

	/**
	 * This thread starts a context, for the scope that it is bound to.
	 * @param context the context
	 * @return the start-up
	 */
	public static StartUp of(ConfigurableApplicationContext context) {
		Scope scope = ScopeBinding.current();
		if (scope != null) {
			scope.leaveContextsFor(context);
		}
		StartUp startUp = new StartUp(context, scope);
		Deque<StartUp> stack = underWay.get();
		if (stack == null) {
			stack = new ArrayDeque<>();
			underWay.set(stack);
		}
		stack.push(startUp);
		all.add(startUp);
		return startUp;
	}

	/**
	 * Whether this thread starts a context, rather than working for a scope that began
	 * after that.
	 * @return whether it does
	 */
	public static boolean isUnderWay() {
		Deque<StartUp> stack = underWay.get();
		if (stack == null) {
			return false;
		}
		stack.removeIf((startUp) -> startUp.over || startUp.hasFailed());
		if (stack.isEmpty()) {
			underWay.remove();
			return false;
		}
		Scope current = ScopeBinding.current();
		return stack.stream().anyMatch((startUp) -> startUp.scope == current);
	}

	/**
	 * Whether a context has started and is not being closed, and no descendant of it
	 * starts. The TestContext framework holds the lock of its cache during all of these.
	 * Each may wait for a task, which must not ask the framework then.
	 * @param context the context
	 * @return whether the framework may be asked
	 */
	static boolean isSettled(ApplicationContext context) {
		if (isOver(context)) {
			return false;
		}
		synchronized (all) {
			return all.stream().noneMatch((startUp) -> startUp.concerns(context));
		}
	}

	private boolean concerns(ApplicationContext context) {
		if (this.over || hasFailed()) {
			return false;
		}
		ApplicationContext each = this.context;
		while (each != null && each != context) {
			each = each.getParent();
		}
		return each != null;
	}

	/**
	 * Whether the TestContext framework loads a context on this thread that nobody has
	 * marked. Only contexts without a mark need this question. A context that is started
	 * by hand inside the start-up of a marked one has none either.
	 * @return whether it does
	 */
	public static boolean isUnmarked() {
		Deque<StartUp> stack = underWay.get();
		if (stack != null && stack.stream().anyMatch((startUp) -> !startUp.over && !startUp.hasFailed())) {
			return false;
		}
		return StackWalker.getInstance()
			.walk((frames) -> frames.anyMatch((frame) -> frame.getClassName().equals(LOADS_CONTEXTS)));
	}

	/**
	 * A scope ends on this thread. What was started for it is not under way any more,
	 * though nothing says that it failed: a context that was never refreshed, say.
	 * @param scope the scope
	 */
	static void ended(Scope scope) {
		Deque<StartUp> stack = underWay.get();
		if (stack == null) {
			return;
		}
		stack.removeIf((startUp) -> startUp.scope == scope);
		if (stack.isEmpty()) {
			underWay.remove();
		}
	}

	/**
	 * Nobody says so. But the context was active once, and is no longer; one whose
	 * refresh failed does not even count as closed.
	 */
	private boolean hasFailed() {
		return isOver(this.context);
	}

	/**
	 * Whether a context is closed or being closed, or its refresh failed.
	 * @param context the context
	 * @return whether it is
	 */
	static boolean isOver(ApplicationContext context) {
		return context instanceof ConfigurableApplicationContext configurable
				&& (configurable.isClosed() || (configurable.getStartupDate() != 0 && !configurable.isActive()));
	}

	/**
	 * The start-up is over. Its scope has databases in the context from now on.
	 */
	public void end() {
		if (!this.over) {
			this.over = true;
			all.remove(this);
			tell();
		}
		if (this.scope != null) {
			this.scope.join(this.context);
		}
	}

	private void tell() {
		String number = ContextNumbers.of(this.context);
		String thread = Thread.currentThread().getName();
		long nanos = System.nanoTime() - this.started;
		PristineEvents.publish((this.scope != null)
				? new ContextStarted(number, this.scope.id(), this.scope.name(), this.scope.worker(), thread, nanos)
				: new ContextStarted(number, "", "", 0, thread, nanos));
	}

}
