package io.github.pristinedb.slot;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.ScenarioException;
import io.github.pristinedb.scope.ScenarioHandoverEvent;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.ScopeLeases;
import io.github.pristinedb.scope.StrangerWarning;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * All databases that stand for the one that a data source of an application context
 * names: the context's own, and one for each scope that asks. Safe for use by several
 * threads.
 */
public final class ScenarioDatabases {

	private static final Log logger = LogFactory.getLog(ScenarioDatabases.class);

	// A run has many contexts, and one line of a database is enough for it.
	private static final Set<Database> described = ConcurrentHashMap.newKeySet();

	// A context that is started by hand inside a scenario finds those of the scenario's.
	private static final Set<ScenarioDatabases> all = ConcurrentHashMap.newKeySet();

	private static final SharingWarning sharing = new SharingWarning();

	private static final LateJoin lateJoin = new LateJoin();

	private static final StrangerWarning strangerWarning = new StrangerWarning();

	private final ApplicationContext context;

	private final ManagedDatabase model;

	private final EngineSession session;

	private final Workspace workspace;

	private final KeptDatabases kept;

	private final Isolation isolation;

	private final BooleanSupplier migrated;

	private final Slots slots;

	// Baselines, which go with the last of these databases.
	private final List<Image> captured = new ArrayList<>();

	// Of the data sources that name the database.
	private final List<SlotConnector> connectors = new CopyOnWriteArrayList<>();

	private final ScopeLeases<DatabaseLease> leases = new ScopeLeases<>();

	private @Nullable DatabaseLease root;

	// Of which state what the application remembers may be: the scope's that has it.
	private final AtomicReference<@Nullable String> lastStarted = new AtomicReference<>();

	/**
	 * No databases as yet.
	 * @param context the application context
	 * @param model the database that the data source names
	 * @param session the session that serves it
	 * @param workspace where the databases are
	 * @param kept what becomes of them
	 * @param isolation how scopes are kept apart that do not say it themselves
	 * @param migrated whether a tool of the context's makes the content, asked when the
	 * context's own database is made
	 */
	public ScenarioDatabases(ApplicationContext context, ManagedDatabase model, EngineSession session,
			Workspace workspace, KeptDatabases kept, Isolation isolation, BooleanSupplier migrated) {
		this.context = context;
		this.model = model;
		this.session = session;
		this.workspace = workspace;
		this.kept = kept;
		this.isolation = isolation;
		this.migrated = migrated;
		this.slots = new Slots(model, session);
		all.add(this);
		workspace.opened(this, context);
	}

	/**
	 * The databases that a scope has for a database of that place.
	 * @param scope the scope
	 * @param database the place
	 * @return the databases, or {@code null} if none of the scope's contexts names it
	 */
	public static @Nullable ScenarioDatabases of(Scope scope, Database database) {
		for (ScenarioDatabases databases : all) {
			if (databases.model.database().equals(database) && scope.isIn(databases.context)) {
				return databases;
			}
		}
		return null;
	}

	/**
	 * The database that the application names, if a URL was derived from a managed data
	 * source and leads to one of those that stand for it.
	 * @param managed the database that the URL names
	 * @return the database that is meant
	 */
	public static ManagedDatabase meantBy(ManagedDatabase managed) {
		for (ScenarioDatabases databases : all) {
			if (databases.slots.contain(managed.database())) {
				return databases.model;
			}
		}
		return managed;
	}

	/**
	 * Whether a scope has a state of a database to itself in a context.
	 * @param context the context
	 * @param scope the scope
	 * @return whether the context or an ancestor has a managed database that the scope
	 * does not share
	 */
	static boolean isolates(ApplicationContext context, Scope scope) {
		return in(context).stream().anyMatch((databases) -> databases.isolation(scope) != Isolation.NONE);
	}

	/**
	 * A scenario starts in a context.
	 * @param context the context
	 * @param scenario the scenario
	 * @return whether it goes on with the databases that the last one there had
	 */
	static boolean goesOn(ApplicationContext context, Scope scenario) {
		List<ScenarioDatabases> managed = in(context);
		boolean goesOn = !managed.isEmpty();
		for (ScenarioDatabases databases : managed) {
			goesOn &= databases.goesOn(scenario);
		}
		return goesOn;
	}

	private boolean goesOn(Scope scenario) {
		String state = (isolation(scenario) != Isolation.NONE) ? shared(scenario).id() : "";
		boolean goesOn = state.equals(this.lastStarted.getAndSet(state));
		Scope shared = shared(scenario);
		if (shared != scenario) {
			sharing.started(shared, scenario, ScopeBinding.scenarios((other) -> shared(other) == shared));
		}
		return goesOn;
	}

	private static List<ScenarioDatabases> in(ApplicationContext context) {
		List<ScenarioDatabases> found = new ArrayList<>();
		for (ApplicationContext each = context; each != null; each = each.getParent()) {
			for (ScenarioDatabases databases : all) {
				if (databases.context == each) {
					found.add(databases);
				}
			}
		}
		return found;
	}

	/**
	 * Whether any database of a context or of its ancestors is managed.
	 * @param context the context
	 * @return whether there is one, as far as data sources have been made
	 */
	public static boolean manage(ApplicationContext context) {
		for (ApplicationContext each = context; each != null; each = each.getParent()) {
			for (ScenarioDatabases databases : all) {
				if (databases.context == each) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * The scope that has the state of a database to itself which this thread would find
	 * in a context. Unlike {@link #current()} it never fails, and leases nothing.
	 * @param context the context
	 * @return the scope, or {@code null} if it is the context's own database, or could be
	 * any
	 */
	public static @Nullable Scope isolatedScope(ApplicationContext context) {
		Scope scope = ScopeBinding.guess(context);
		if (scope != null) {
			for (ScenarioDatabases databases : in(context)) {
				if (databases.isolation(scope) != Isolation.NONE) {
					return databases.shared(scope);
				}
			}
		}
		return null;
	}

	/**
	 * The start-up of a context is over. What its databases, and those of its ancestors,
	 * hold by now is what scopes start from.
	 * @param context the context
	 */
	public static void startUpEnded(ApplicationContext context) {
		in(context).forEach(ScenarioDatabases::refreshBaseline);
	}

	private void refreshBaseline() {
		DatabaseLease root;
		synchronized (this) {
			root = this.root;
		}
		if (root != null) {
			root.refreshBaseline();
		}
	}

	/**
	 * A data source of the context names the database.
	 * @param connector connects it
	 */
	public void add(SlotConnector connector) {
		this.connectors.add(connector);
	}

	/**
	 * What connects a data source of another context, started inside a scope: one of this
	 * context's that sets its connections up alike, or else the first.
	 * @param settings how the data source sets its connections up
	 * @return the connector
	 */
	public SlotConnector connectorLike(Map<String, String> settings) {
		return this.connectors.stream()
			.filter((connector) -> connector.settings().equals(settings))
			.findFirst()
			.orElseGet(() -> this.connectors.get(0));
	}

	/**
	 * The database that the data source names.
	 * @return the database, which is never used itself
	 */
	public ManagedDatabase model() {
		return this.model;
	}

	/**
	 * The session that serves that database.
	 * @return the session
	 */
	public EngineSession session() {
		return this.session;
	}

	/**
	 * What this thread means when it asks for a connection. A test that nobody has joined
	 * to any context is joined to this one.
	 * @return the lease
	 * @throws ScenarioException if it cannot be told
	 */
	public DatabaseLease current() {
		Scope scope = ScopeBinding.resolve(this.context, this::warnOfStranger);
		if (scope == null) {
			return root();
		}
		if (!scope.isIn(this.context)) {
			lateJoin.join(scope, this.context);
		}
		return of(scope);
	}

	private void warnOfStranger(Scope scope) {
		if (isolation(scope) != Isolation.NONE) {
			strangerWarning.log(scope);
		}
	}

	/**
	 * What this thread means when it asks for a connection in a context that was started
	 * inside a scope.
	 * @param scope that scope
	 * @return the lease of the scope that this thread works for, or else of the given one
	 */
	public DatabaseLease currentOr(Scope scope) {
		Scope bound = ScopeBinding.boundIn(this.context);
		return of((bound != null) ? bound : scope);
	}

	/**
	 * What this thread has already. Unlike {@link #current()} it never fails: who asks a
	 * pool how it is does not touch a database.
	 * @return the lease, or {@code null} if nothing was leased yet
	 */
	public @Nullable DatabaseLease currentIfLeased() {
		Scope scope = ScopeBinding.guess(this.context);
		DatabaseLease lease = (scope != null) ? this.leases.find(shared(scope)) : null;
		if (lease != null) {
			return lease;
		}
		synchronized (this) {
			return this.root;
		}
	}

	/**
	 * What this thread would probably get. Unlike {@link #current()} it never fails, and
	 * unlike {@link #currentIfLeased()} there always is one: who asks a pool where it
	 * leads may go there.
	 * @return the lease; the context's own if it could be any
	 */
	public DatabaseLease currentOrContexts() {
		Scope scope = ScopeBinding.guess(this.context);
		if (scope != null && scope.isIn(this.context)) {
			try {
				return of(scope);
			}
			catch (ScenarioException ex) {
				logger.debug("The scope '" + scope + "' has ended", ex);
			}
		}
		return root();
	}

	/**
	 * What a scope means when it asks for a connection.
	 * @param scope the scope
	 * @return the lease
	 */
	public DatabaseLease of(Scope scope) {
		Isolation isolation = isolation(scope);
		if (isolation == Isolation.NONE && this.leases.find(scope) == null) {
			DatabaseLease root = root();
			// What the scope writes is nobody's baseline.
			root.baseline();
			return root;
		}
		Scope shared = shared(scope);
		DatabaseLease lease = this.leases.lease(shared, (owner) -> handOver(owner, scope));
		if (scope.kind() != Scope.Kind.SCENARIO) {
			return lease;
		}
		if (shared != scope) {
			// What its tests write is not the baseline of a class.
			lease.baseline();
		}
		if (lease.isFirstUse()) {
			// Only now, since a listener may ask for a connection.
			this.context.publishEvent(new ScenarioHandoverEvent(this.context, scope, this.model.database().name()));
		}
		return lease;
	}

	/**
	 * What a test class writes is for its scenarios to start from, so it is never rolled
	 * back.
	 */
	private Isolation isolation(Scope scope) {
		Isolation isolation = (scope.isolation() != null) ? scope.isolation() : this.isolation;
		return (isolation == Isolation.TRANSACTION && scope.kind() == Scope.Kind.TEST_CLASS) ? Isolation.DATABASE
				: isolation;
	}

	/**
	 * The scope whose databases a scope has.
	 */
	private Scope shared(Scope scope) {
		return (isolation(scope) == Isolation.CLASS) ? scope.sharing() : scope;
	}

	private DatabaseLease handOver(Scope scope, Scope asking) {
		long started = System.nanoTime();
		Isolation isolation = isolation(scope);
		Slots.Leased leased = this.slots.lease(baselineBelow(scope.parent()));
		return new DatabaseLease(this, leased.slot(), scope.name(),
				(scope.kind() != Scope.Kind.TEST_CLASS || isolation == Isolation.CLASS)
						? new DatabaseLease.Handover(asking.id(), this.model.database().name(),
								System.nanoTime() - started, leased.clean(), isolation)
						: null,
				isolation == Isolation.TRANSACTION);
	}

	private @Nullable Image baselineBelow(@Nullable Scope scope) {
		if (scope == null) {
			return root().baseline();
		}
		DatabaseLease lease = this.leases.find(scope);
		return (lease != null) ? lease.baseline() : baselineBelow(scope.parent());
	}

	/**
	 * Whether a lease is the context's own.
	 * @param lease the lease
	 * @return whether it is
	 */
	synchronized boolean isContexts(DatabaseLease lease) {
		return this.root == lease;
	}

	private synchronized DatabaseLease root() {
		if (this.root == null) {
			this.root = new DatabaseLease(this, this.slots.create("context", readyMade()),
					this.context.getDisplayName(), null, false);
		}
		return this.root;
	}

	/**
	 * What the application's own database holds. A tool that migrates makes the content
	 * anew, and what an earlier run has left under that name is not wanted; without one
	 * the file itself is where the content comes from.
	 */
	private @Nullable Image readyMade() {
		Database database = this.model.database();
		if (this.migrated.getAsBoolean() || this.session.state(database) != DatabaseState.PRESENT) {
			return null;
		}
		synchronized (this.captured) {
			Image image = this.session.copy(database);
			this.captured.add(image);
			if (described.add(database)) {
				logger.info("Tests start from the content of the database " + database
						+ ", since no tool migrates it. They work on copies.");
			}
			return image;
		}
	}

	/**
	 * Whether the context's own database has content.
	 * @return whether it has
	 */
	public synchronized boolean hasContent() {
		return this.root != null && (this.root.slot().baseline() != null || !this.root.slot().isClean());
	}

	/**
	 * Make the context's own database a copy of an image, if it has no content yet.
	 * @param image the image
	 * @return whether it was made
	 */
	public synchronized boolean createContextDatabase(Image image) {
		if (hasContent()) {
			return false;
		}
		// Somebody has only looked at it, and may keep a connection to an empty file, or
		// its URL.
		Slot empty = (this.root != null) ? this.root.slot() : null;
		this.root = null;
		Slot slot = (empty != null) ? this.slots.recreate(empty, image) : this.slots.create("context", image);
		this.root = new DatabaseLease(this, slot, this.context.getDisplayName(), null, false);
		return true;
	}

	Image capture(Slot slot) {
		synchronized (this.captured) {
			Image image = slot.capture();
			if (image == null) {
				throw new ScenarioException(
						"The database " + this.model.database() + " cannot be copied for the tests that start from it:"
								+ " connections to it are in use.",
						"Close all connections, those of open transactions too, before the first test of a class or"
								+ " context asks for its database.");
			}
			this.captured.add(image);
			return image;
		}
	}

	boolean keeps(boolean failed) {
		return this.kept.isWanted(failed);
	}

	void keep(Scope scope, boolean failed, Slot slot) {
		this.kept.keep(scope, failed, slot);
	}

	void giveBack(Slot slot) {
		this.slots.giveBack(slot);
	}

	void retire(Slot slot, String reason) {
		this.slots.retire(slot, reason);
	}

	void abandon(Slot slot, List<Connection> inUse, String reason) {
		this.slots.abandon(slot, inUse, reason);
	}

	/**
	 * Close and remove all databases.
	 */
	public void close() {
		all.remove(this);
		try {
			closeAll();
		}
		finally {
			this.workspace.closed(this);
		}
	}

	private void closeAll() {
		synchronized (this) {
			if (this.root != null) {
				this.slots.discard(this.root.slot());
			}
		}
		this.slots.close();
		synchronized (this.captured) {
			this.captured.forEach(this.session::discard);
			this.captured.clear();
		}
	}

}
