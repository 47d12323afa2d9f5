package io.github.pristinedb.scope;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * A unit of isolation: a scenario, or the test class or feature around it. The databases
 * of a class are what its {@code @BeforeAll} methods write to and what its scenarios
 * start from. {@link ScopePlace} says where a scope stands, {@link ScopeState} what has
 * become of it. Safe for use by several threads.
 */
public final class Scope implements Scenario {

	// Tells this JVM's scopes from those of others that its requests may reach.
	private static final String RUN = UUID.randomUUID() + "-";

	private static final AtomicLong numbers = new AtomicLong();

	private final String id;

	private final ScopePlace place;

	private final @Nullable Scope parent;

	private volatile ScopeState state;

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private volatile String step = "";

	private final long creation = System.nanoTime();

	/**
	 * Create a new scope, in no other one.
	 * @param kind the kind of the scope
	 * @param name its readable name
	 */
	public Scope(Kind kind, String name) {
		this(ScopePlace.of(kind, name));
	}

	/**
	 * Create a new scope.
	 * @param place the place of the scope
	 */
	public Scope(ScopePlace place) {
		this(RUN + numbers.incrementAndGet(), place, ScopeState.of(place));
	}

	private Scope(String id, ScopePlace place, ScopeState state) {
		this.id = id;
		this.place = place;
		this.parent = place.parent();
		this.state = state;
	}

	/**
	 * A scenario that ended, and of which nothing but its id is left. It gets no
	 * connection in any context.
	 * @param id the id
	 * @return the scope, {@code null} if the id is none of this JVM's
	 */
	static @Nullable Scope forgotten(String id) {
		return id.startsWith(RUN) ? new Scope(id, ScopePlace.of(Kind.SCENARIO, id), ScopeState.ofForgotten()) : null;
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public String name() {
		return this.place.name();
	}

	/**
	 * The name after those of its containers, if the name is unique only within them, as
	 * in a feature.
	 * @return the readable path
	 */
	public String path() {
		return this.place.path();
	}

	/**
	 * The line of its file that this scope begins at.
	 * @return the line, 0 if it is in no file
	 */
	public int line() {
		return this.place.line();
	}

	/**
	 * The scope whose baseline this one starts from.
	 * @return the parent, {@code null} if it starts from the context's
	 */
	public @Nullable Scope parent() {
		return this.parent;
	}

	/**
	 * The number of the worker that runs this scope: the lowest that was free, from 1 on,
	 * and the same for all that runs inside.
	 * @return the number, 0 before the scope has started
	 */
	public int worker() {
		return this.state.worker();
	}

	/**
	 * The step or phase of the test that is under way: {@code @BeforeEach}, or a step of
	 * a Cucumber scenario.
	 * @return the name of the step, empty if nobody has told it
	 */
	public String step() {
		return this.step;
	}

	/**
	 * A step begins, and the one before it is over.
	 * @param step the name of the step
	 */
	public void begin(String step) {
		this.step = step;
	}

	/**
	 * The kind of this scope.
	 * @return the kind
	 */
	public Kind kind() {
		return this.state.kind();
	}

	/**
	 * The isolation of this scope: its own, or else that of its parent.
	 * @return the isolation, {@code null} if it is for the context to say
	 */
	public @Nullable Isolation isolation() {
		Isolation isolation = this.state.isolation();
		Scope parent = parent();
		return (isolation != null || parent == null) ? isolation : parent.isolation();
	}

	/**
	 * The scope whose databases the threads of this one use. A group has none: the
	 * instance of its first test, for example, is created for the test class around.
	 * @return this scope, or the class around a group; {@code null} if there is none
	 */
	public @Nullable Scope withDatabases() {
		return (kind() == Kind.GROUP) ? parent() : this;
	}

	/**
	 * The scope whose databases this one has in the isolation {@link Isolation#CLASS}.
	 * @return the class with an isolation of its own, or else the outermost; this scope
	 * if there is no class
	 */
	public Scope sharing() {
		Scope shared = (kind() == Kind.TEST_CLASS) ? this : parent();
		if (shared == null) {
			return this;
		}
		Scope outer = shared.parent();
		while (shared.place.nested() && shared.state.isolation() == null && outer != null) {
			shared = outer;
			outer = shared.parent();
		}
		return shared;
	}

	/**
	 * Start this scope.
	 * @param worker the number of the worker that runs it
	 */
	void start(int worker) {
		become((state) -> state.start(worker));
	}

	/**
	 * Turn this group into a scenario: the factory method of dynamic tests, which the
	 * TestContext framework runs as a test method.
	 */
	public void promote() {
		become(ScopeState::promote);
	}

	/**
	 * Give this scope an isolation of its own. Databases that it has already stay as they
	 * are.
	 * @param isolation the isolation
	 */
	public void isolate(Isolation isolation) {
		become((state) -> state.isolate(isolation));
	}

	/**
	 * Let this scope have databases in an application context and its ancestors.
	 * @param context the context, whose start-up is over
	 * @return whether it had none before
	 */
	public boolean join(ApplicationContext context) {
		Scope around = parent();
		if (kind() == Kind.GROUP && around != null) {
			around.join(context);
		}
		return !become((state) -> state.join(context)).joined().contains(context);
	}

	/**
	 * Let this scope join an application context as soon as it is loaded, for whomever.
	 * @param context tells the context, or {@code null} while it is not loaded
	 */
	public void expect(Supplier<@Nullable ApplicationContext> context) {
		become((state) -> state.expect(context));
	}

	/**
	 * Leave all contexts, since another one is being loaded for this scope. What its
	 * start-up writes is the context's, also in the database of an ancestor.
	 * @param attempted the context
	 */
	void leaveContextsFor(ApplicationContext attempted) {
		become(ScopeState::leave);
		for (Scope each = this; each != null; each = each.parent()) {
			each.become((state) -> state.attempt(attempted));
		}
	}

	/**
	 * Whether the TestContext framework runs this scope, and its context is missing.
	 * JUnit creates the instance of a test, and so loads its context, before it says that
	 * the test starts.
	 * @return whether it lacks one
	 */
	boolean lacksContext() {
		if (isJoined()) {
			return false;
		}
		ScopeState state = this.state;
		if (state.expected() != null) {
			return state.arrived() == null;
		}
		Scope parent = parent();
		return state.attempted() != null || (parent != null && parent.lacksContext());
	}

	/**
	 * The context that was started last for this scope or its parent. The TestContext
	 * framework does not start one again that failed.
	 * @return the context, {@code null} if there is none
	 */
	@Nullable ApplicationContext attempted() {
		ApplicationContext attempted = this.state.attempted();
		Scope parent = parent();
		return (attempted != null || parent == null) ? attempted : parent.attempted();
	}

	/**
	 * The application context of this scope is ready, whoever loaded it. A scope that
	 * started earlier could not begin before.
	 * @param nanoTime when it was ready, as {@link System#nanoTime()}
	 */
	public void contextReadyAt(long nanoTime) {
		become((state) -> state.waited(nanoTime - this.creation));
	}

	/**
	 * How long this scope has waited for its application context.
	 * @return the time in nanoseconds, 0 if the context was there before it started
	 */
	public long contextNanos() {
		return this.state.waitedNanos();
	}

	/**
	 * Whether this scope has databases in any application context.
	 * @return whether it joined one
	 */
	public boolean isJoined() {
		return !this.state.joined().isEmpty();
	}

	/**
	 * Whether this scope has databases in an application context.
	 * @param context the context
	 * @return whether it joined the context or a descendant of it
	 */
	public boolean isIn(ApplicationContext context) {
		ScopeState state = this.state;
		if (state.isIn(context)) {
			return true;
		}
		ApplicationContext arrived = (state.expected() != null && StartUp.isSettled(context)) ? state.arrived() : null;
		if (arrived == null) {
			return false;
		}
		join(arrived);
		return this.state.isIn(context);
	}

	/**
	 * The start of this scenario in a context was told, so its end will be told too.
	 */
	public void told() {
		become(ScopeState::tell);
	}

	/**
	 * Whether the start of this scenario in a context was told.
	 * @return whether it was
	 */
	public boolean isTold() {
		return this.state.told();
	}

	/**
	 * The threads that work for this scope.
	 * @return the threads at this moment
	 */
	public List<Thread> threads() {
		return List.copyOf(this.threads);
	}

	/**
	 * The other threads that work for this scope: those of its tasks and requests.
	 * @return the threads at this moment, without the calling one
	 */
	public List<Thread> tasks() {
		return this.threads.stream().filter((thread) -> thread != Thread.currentThread()).toList();
	}

	void enter(Thread thread) {
		this.threads.add(thread);
	}

	void leave(Thread thread) {
		this.threads.remove(thread);
	}

	/**
	 * Let something end with this scope.
	 * @param lease what ends
	 * @throws ScenarioException if this scope has ended
	 */
	void lease(ScopeLease lease) {
		if (become((state) -> state.lease(lease)).isOver()) {
			throw Refusals.ended(this);
		}
	}

	/**
	 * Let the tasks that use what ends with this scope finish.
	 */
	void awaitTasks() {
		LastTasks.await(this, this.state.leases());
	}

	/**
	 * End this scope: give everything back, also if something cannot be. Does nothing the
	 * second time.
	 * @param failed whether it failed
	 */
	void end(boolean failed) {
		RuntimeException first = null;
		for (ScopeLease lease : become(ScopeState::end).leases()) {
			try {
				lease.end(this, failed);
			}
			catch (RuntimeException ex) {
				if (first != null) {
					first.addSuppressed(ex);
				}
				else {
					first = ex;
				}
			}
		}
		if (first != null) {
			throw first;
		}
	}

	/**
	 * Go on to another state.
	 * @param transition tells the state that comes after the present one
	 * @return the state before
	 */
	private synchronized ScopeState become(UnaryOperator<ScopeState> transition) {
		ScopeState before = this.state;
		this.state = transition.apply(before);
		return before;
	}

	@Override
	public String toString() {
		return name();
	}

	/**
	 * The kind of a scope.
	 */
	public enum Kind {

		/**
		 * A Cucumber scenario, or one invocation of a JUnit test.
		 */
		SCENARIO,

		/**
		 * A test class, or a feature.
		 */
		TEST_CLASS,

		/**
		 * A group of tests without databases of its own, unless it turns out to run as a
		 * test itself: the factory method of dynamic tests.
		 */
		GROUP

	}

}
