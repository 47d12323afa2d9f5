package io.github.pristinedb.scope;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * What has a state of its databases to itself: a scenario, or the test class or feature
 * around it, whose databases are what its {@code @BeforeAll} methods write to and what
 * its scenarios start from. Safe for use by several threads.
 */
public final class Scope implements Scenario {

	// What tells this JVM's scopes from those of others that its requests may reach.
	private static final String RUN = UUID.randomUUID() + "-";

	private static final AtomicLong numbers = new AtomicLong();

	private final String id;

	private final boolean late;

	private volatile Kind kind;

	private volatile int worker;

	private final String name;

	private volatile String path;

	private volatile int line;

	private final ScopeLeases leases;

	private final Set<ApplicationContext> contexts = new CopyOnWriteArraySet<>();

	private volatile @Nullable Supplier<@Nullable ApplicationContext> expected;

	private volatile @Nullable ApplicationContext attempted;

	private volatile @Nullable Scope parent;

	private volatile boolean nested;

	private volatile @Nullable Isolation isolation;

	private volatile boolean started;

	private final long start = System.nanoTime();

	private volatile long contextNanos;

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	/**
	 * A scope that starts now.
	 * @param kind what it is
	 * @param name its readable name
	 */
	public Scope(Kind kind, String name) {
		this(RUN + numbers.incrementAndGet(), kind, name, false);
	}

	private Scope(String id, Kind kind, String name, boolean late) {
		this.id = id;
		this.kind = kind;
		this.name = name;
		this.path = name;
		this.late = late;
		this.leases = new ScopeLeases(this, late);
	}

	/**
	 * Stands for a scenario that ended, and of which nothing but its id is left. Whoever
	 * works for it gets no connection in any context.
	 * @param id the id
	 * @return the scope, or {@code null} if the id is none of this JVM's
	 */
	static @Nullable Scope late(String id) {
		return id.startsWith(RUN) ? new Scope(id, Kind.SCENARIO, id, true) : null;
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public String name() {
		return this.name;
	}

	/**
	 * The name, after those of what the scenario is in if it has its name only there, as
	 * a scenario of a feature does.
	 * @return the readable path
	 */
	public String path() {
		return this.path;
	}

	/**
	 * This has its name only in something else.
	 * @param path the {@linkplain #path() path}
	 */
	public void locate(String path) {
		this.path = path;
	}

	/**
	 * The line of its file that this scenario begins at.
	 * @return the line, 0 if it is in no file
	 */
	public int line() {
		return this.line;
	}

	/**
	 * This is a scenario in a file, such as a feature.
	 * @param line the line that it begins at, 0 if there is none
	 */
	public void beginAt(int line) {
		this.line = line;
	}

	/**
	 * The number of the worker that runs this scope: the lowest that was free, from 1 on,
	 * and the same for all that runs inside.
	 * @return the number, 0 before the scope has started
	 */
	public int worker() {
		return this.worker;
	}

	void assign(int worker) {
		this.worker = worker;
	}

	/**
	 * What this scope is.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * This turns out to be a scenario: the factory method of dynamic tests, which the
	 * TestContext framework runs as a test method.
	 */
	public void promote() {
		this.kind = Kind.SCENARIO;
	}

	/**
	 * The scope whose baseline this one starts from.
	 * @return the parent, {@code null} if it starts from the context's
	 */
	public @Nullable Scope parent() {
		return this.parent;
	}

	/**
	 * Start from another scope's baseline.
	 * @param parent that scope
	 */
	public void startFrom(@Nullable Scope parent) {
		this.parent = parent;
	}

	/**
	 * The scope whose databases the threads of this one use. A group has none: what is
	 * done for it, such as creating the instance of its first test, is done for the test
	 * class around.
	 * @return this scope, or the class around a group; {@code null} if there is none
	 */
	public @Nullable Scope withDatabases() {
		return (this.kind == Kind.GROUP) ? this.parent : this;
	}

	/**
	 * This is a class that is nested in another one, which it starts from. Its tests
	 * share the other's database if those of the other share one, unless it is told for
	 * itself how they are kept apart.
	 * @param outer the other class
	 */
	public void nestIn(Scope outer) {
		this.nested = true;
		startFrom(outer);
	}

	/**
	 * The scope whose databases this one has in the isolation {@link Isolation#CLASS}.
	 * @return the class that was told for itself, or else the outermost; this scope if
	 * there is no class
	 */
	public Scope sharing() {
		Scope shared = (this.kind == Kind.TEST_CLASS) ? this : this.parent;
		if (shared == null) {
			return this;
		}
		Scope outer = shared.parent;
		while (shared.nested && shared.isolation == null && outer != null) {
			shared = outer;
			outer = shared.parent;
		}
		return shared;
	}

	/**
	 * How this scope is kept apart: as it was told itself, or else as its parent is.
	 * @return the isolation, {@code null} if it is for the context to say
	 */
	public @Nullable Isolation isolation() {
		Scope parent = this.parent;
		return (this.isolation != null || parent == null) ? this.isolation : parent.isolation();
	}

	/**
	 * Keep this scope apart in another way. Has no effect on databases that it has
	 * already.
	 * @param isolation the isolation
	 */
	public void isolate(Isolation isolation) {
		this.isolation = isolation;
	}

	/**
	 * Let this scope have databases in an application context and its ancestors.
	 * @param context the context, whose start-up is over
	 * @return whether it had none before
	 */
	public boolean join(ApplicationContext context) {
		this.expected = null;
		Scope around = this.parent;
		if (this.kind == Kind.GROUP && around != null) {
			around.join(context);
		}
		return this.contexts.add(context);
	}

	/**
	 * Let this scope join an application context as soon as it is there, whoever it is
	 * loaded for.
	 * @param context tells the context, or {@code null} while it is not loaded
	 */
	public void expect(Supplier<@Nullable ApplicationContext> context) {
		this.expected = context;
	}

	/**
	 * A context is being loaded for this scope. What its start-up writes is the
	 * context's, not this scope's, also if it writes to an ancestor's database.
	 * @param attempted the context
	 */
	public void leaveContextsFor(ApplicationContext attempted) {
		this.contexts.clear();
		for (Scope each = this; each != null; each = each.parent) {
			each.attempted = attempted;
		}
	}

	/**
	 * Whether the TestContext framework runs this scope, and its context has not come.
	 * JUnit creates the instance of a test, and so loads its context, before it says that
	 * the test starts.
	 * @return whether it lacks one
	 */
	boolean lacksContext() {
		if (isJoined()) {
			return false;
		}
		Supplier<@Nullable ApplicationContext> expected = this.expected;
		if (expected != null) {
			return expected.get() == null;
		}
		Scope parent = this.parent;
		return this.attempted != null || (parent != null && parent.lacksContext());
	}

	/**
	 * The context that was started last for this scope or its parent. The TestContext
	 * framework does not start one again that failed.
	 * @return the context, {@code null} if there is none
	 */
	@Nullable ApplicationContext attempted() {
		Scope parent = this.parent;
		return (this.attempted != null || parent == null) ? this.attempted : parent.attempted();
	}

	/**
	 * The threads that work for this scope.
	 * @return the threads at this moment
	 */
	public List<Thread> threads() {
		return List.copyOf(this.threads);
	}

	void enter(Thread thread) {
		this.threads.add(thread);
	}

	void leave(Thread thread) {
		this.threads.remove(thread);
	}

	/**
	 * The application context of this scope is there, whoever loaded it. If that was
	 * after this scope started, it could not begin before.
	 * @param nanoTime when it was ready, as {@link System#nanoTime()}
	 */
	public void contextReadyAt(long nanoTime) {
		this.contextNanos = Math.max(this.contextNanos, nanoTime - this.start);
	}

	/**
	 * How long this scope has waited for its application context.
	 * @return the time in nanoseconds, 0 if the context was there before it started
	 */
	public long contextNanos() {
		return this.contextNanos;
	}

	/**
	 * This scenario starts in a context, and is one of those that are counted.
	 */
	public void started() {
		this.started = true;
	}

	/**
	 * Whether a start of this scenario was told.
	 * @return whether its end is to be told too
	 */
	public boolean isStarted() {
		return this.started;
	}

	/**
	 * Whether this scope has databases in any application context.
	 * @return whether it joined one
	 */
	public boolean isJoined() {
		return !this.contexts.isEmpty();
	}

	/**
	 * Whether this scope has databases in an application context.
	 * @param context the context
	 * @return whether it joined the context or a descendant of it
	 */
	public boolean isIn(ApplicationContext context) {
		if (this.late) {
			return true;
		}
		if (hasJoined(context)) {
			return true;
		}
		Supplier<@Nullable ApplicationContext> expected = this.expected;
		ApplicationContext loaded = (expected != null) ? expected.get() : null;
		if (loaded == null) {
			return false;
		}
		join(loaded);
		return hasJoined(context);
	}

	private boolean hasJoined(ApplicationContext context) {
		for (ApplicationContext joined : this.contexts) {
			for (ApplicationContext each = joined; each != null; each = each.getParent()) {
				if (each == context) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * What this scope has of a data source.
	 * @param source the data source
	 * @param opener gets it if the scope has nothing of it yet
	 * @return the lease
	 * @throws ScenarioException if the scope has ended
	 */
	public Lease lease(Object source, LeaseOpener opener) {
		return this.leases.lease(source, opener);
	}

	/**
	 * What this scope has of a data source so far.
	 * @param source the data source
	 * @return the lease, or {@code null} if it has none
	 */
	public @Nullable Lease leaseOf(Object source) {
		return this.leases.leaseOf(source);
	}

	/**
	 * End this scope: give everything back. Does nothing the second time.
	 * @param failed whether it failed
	 */
	public void end(boolean failed) {
		this.leases.end(failed);
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * What a scope is.
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
		 * Something that groups tests and has no databases of its own, unless it turns
		 * out to run as a test itself: the factory method of dynamic tests.
		 */
		GROUP

	}

	/**
	 * What a scope has of a data source: a database of its own, in whatever way.
	 */
	public interface Lease {

		/**
		 * Give it back.
		 * @param scope the scope that had it
		 * @param failed whether the scope failed
		 */
		void end(Scope scope, boolean failed);

	}

	/**
	 * Gets a scope what it has of a data source.
	 */
	@FunctionalInterface
	public interface LeaseOpener {

		/**
		 * Open the lease.
		 * @param scope the scope
		 * @return the lease
		 */
		Lease open(Scope scope);

	}

}
