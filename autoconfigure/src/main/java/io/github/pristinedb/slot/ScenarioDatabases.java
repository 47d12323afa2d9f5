package io.github.pristinedb.slot;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.Turn;
import io.github.pristinedb.event.PristineEvent.Refused;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Refusals;
import io.github.pristinedb.scope.ScenarioException;
import io.github.pristinedb.scope.ScenarioHandoverEvent;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.ScopeLeases;
import io.github.pristinedb.scope.StrangerWarning;
import io.github.pristinedb.tape.RecordingSettings;
import io.github.pristinedb.tape.Tapes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * Decides which database a thread means when it asks a data source of an application
 * context: the context's own, or that of a scope. Safe for use by several threads.
 */
public final class ScenarioDatabases {

	private static final Log logger = LogFactory.getLog(ScenarioDatabases.class);

	private static final Pattern FINGERPRINT = Pattern.compile("([0-9a-f]{6})[0-9a-f]{26,58}");

	private static final SharingWarning sharing = new SharingWarning();

	private static final LateJoin lateJoin = new LateJoin();

	private static final StrangerWarning strangerWarning = new StrangerWarning();

	private final ApplicationContext context;

	private final SlotSupply supply;

	private final Workspace workspace;

	private final Isolation isolation;

	private final ContextDatabase own;

	// Of the data sources that name the database.
	private final List<SlotConnector> connectors = new CopyOnWriteArrayList<>();

	private final ScopeLeases<DatabaseLease> leases = new ScopeLeases<>();

	// Of which state what the application remembers may be: the scope's that has it.
	private final AtomicReference<@Nullable String> lastStarted = new AtomicReference<>();

	/**
	 * No databases as yet.
	 * @param context the application context
	 * @param model the database that the data source names
	 * @param session the session that serves it
	 * @param workspace where the databases are
	 * @param kept what becomes of them
	 * @param recording what is recorded of scenarios
	 * @param isolation how scopes are kept apart that do not say it themselves
	 * @param migrated whether a tool of the context's makes the content, asked when the
	 * context's own database is made
	 */
	public ScenarioDatabases(ApplicationContext context, ManagedDatabase model, EngineSession session,
			Workspace workspace, KeptDatabases kept, RecordingSettings recording, Isolation isolation,
			BooleanSupplier migrated) {
		this.context = context;
		this.supply = SlotSupply.of(model, session, kept, recording);
		this.workspace = workspace;
		this.isolation = isolation;
		this.own = new ContextDatabase(this.supply, context.getDisplayName(), migrated);
		ManagedDatabases.add(this);
		workspace.opened(this, context);
	}

	/**
	 * A data source of the context names the database.
	 * @param connector connects it
	 */
	public void add(SlotConnector connector) {
		this.connectors.add(connector);
	}

	/**
	 * The connector for a data source of another context that was started inside a scope.
	 * It is this context's connector with the same settings, or else the first.
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
		return this.supply.model();
	}

	/**
	 * The session that serves that database.
	 * @return the session
	 */
	public EngineSession session() {
		return this.supply.session();
	}

	ApplicationContext context() {
		return this.context;
	}

	/**
	 * Whether a database is that of a slot, and not the application's own.
	 * @param database the database
	 * @return whether it is
	 */
	boolean hasSlotWith(Database database) {
		return !database.equals(model().database()) && this.supply.slots().contain(database);
	}

	/**
	 * The database that this thread means when it asks for a connection. A test that
	 * nobody has joined to any context is joined to this one.
	 * @return the lease
	 * @throws ScenarioException if it cannot be told
	 */
	public DatabaseLease current() {
		Scope scope = ScopeBinding.resolve(this.context, this::warnOfStranger);
		if (scope == null) {
			return this.own.lease();
		}
		if (!scope.isIn(this.context)) {
			lateJoin.join(scope, this.context);
		}
		return of(scope);
	}

	private void warnOfStranger(Scope scope) {
		if (isolate(scope)) {
			strangerWarning.log(scope);
		}
	}

	/**
	 * The database that this thread means when it asks for a connection in a context that
	 * was started inside a scope.
	 * @param scope that scope
	 * @return the lease of the scope that this thread works for, or else of the given one
	 */
	public DatabaseLease currentOr(Scope scope) {
		Scope bound = ScopeBinding.boundIn(this.context);
		return of((bound != null) ? bound : scope);
	}

	/**
	 * The database that this thread has already. Unlike {@link #current()} it never
	 * fails: who asks a pool how it is does not touch a database.
	 * @return the lease, or {@code null} if nothing was leased yet
	 */
	public @Nullable DatabaseLease currentIfLeased() {
		Scope scope = ScopeBinding.guess(this.context);
		DatabaseLease lease = (scope != null) ? this.leases.find(shared(scope)) : null;
		return (lease != null) ? lease : this.own.find();
	}

	/**
	 * The database that this thread would probably get. Unlike {@link #current()} it
	 * never fails, and unlike {@link #currentIfLeased()} there always is one: who asks a
	 * pool where it leads may go there.
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
		return this.own.lease();
	}

	/**
	 * The database that a scope means when it asks for a connection.
	 * @param scope the scope
	 * @return the lease
	 */
	public DatabaseLease of(Scope scope) {
		DatabaseLease present = this.leases.find(scope);
		if (present != null && present.isUsed()) {
			return present;
		}
		if (present == null && !isolate(scope)) {
			DatabaseLease own = this.own.lease();
			// What the scope writes is nobody's baseline.
			own.baseline();
			return own;
		}
		Scope shared = shared(scope);
		DatabaseLease lease = this.leases.lease(shared, (owner) -> handOver(owner, scope));
		if (scope.kind() != Scope.Kind.SCENARIO) {
			return lease;
		}
		if (shared != scope) {
			// What its tests write is not the baseline of a class.
			lease.baseline();
			Tapes.of(scope, this.supply.recording());
		}
		if (lease.isFirstUse()) {
			// Only now, since a listener may ask for a connection.
			this.context.publishEvent(new ScenarioHandoverEvent(this.context, scope, model().database().name()));
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
	 * Whether a scope has a state of the database to itself.
	 * @param scope the scope
	 * @return whether it has, alone or with its class
	 */
	boolean isolate(Scope scope) {
		return isolation(scope) != Isolation.NONE;
	}

	/**
	 * A scenario starts in the context.
	 * @param scenario the scenario
	 * @return whether it goes on with the state that the last one there had
	 */
	boolean goOn(Scope scenario) {
		Scope shared = shared(scenario);
		String state = isolate(scenario) ? shared.id() : "";
		boolean goOn = state.equals(this.lastStarted.getAndSet(state));
		if (shared != scenario) {
			sharing.started(shared, scenario, ScopeBinding.scenarios((other) -> shared(other) == shared));
		}
		return goOn;
	}

	/**
	 * The scope whose databases a scope has.
	 * @param scope the scope
	 * @return the scope itself, or its class
	 */
	Scope shared(Scope scope) {
		return (isolation(scope) == Isolation.CLASS) ? scope.sharing() : scope;
	}

	/**
	 * What a scope has done to its database.
	 * @param scope the scope
	 * @param limits how much is looked for, {@code null} if rows are not to be compared
	 * @return the changes, {@code null} if the scope has no state of this database to
	 * itself, or has never asked for it
	 */
	@Nullable LeasedChanges changes(Scope scope, @Nullable ChangeLimits limits) {
		Scope shared = shared(scope);
		DatabaseLease lease = this.leases.find(shared);
		if (lease == null || !lease.isUsed()) {
			return null;
		}
		Image baseline = lease.slot().baseline();
		return new LeasedChanges(model().database().name(),
				(baseline != null) ? describe(baseline, shared.parent()) : withoutImage(),
				lease.isTransactional() ? Isolation.TRANSACTION : isolation(scope),
				(limits != null) ? lease.changes(limits)
						: DatabaseChanges.unknown("Rows are not compared: pristine.diff does not ask for it."));
	}

	/**
	 * The columns of tables of the database that a scope uses.
	 * @param scope the scope
	 * @param tables the tables as statements write them
	 * @param columns gets the columns
	 */
	void readColumns(Scope scope, Set<String> tables, TableColumns columns) {
		DatabaseLease lease = this.leases.find(shared(scope));
		if (lease == null && scope.isIn(this.context)) {
			lease = this.own.find();
		}
		if (lease != null) {
			lease.readColumns(tables, columns);
		}
	}

	private String withoutImage() {
		return (session().lackOfCopies() != null) ? "the database itself" : "empty";
	}

	/**
	 * Describe an image by whoever wrote what it was captured of.
	 */
	private String describe(Image baseline, @Nullable Scope parent) {
		for (Scope each = parent; each != null; each = each.parent()) {
			DatabaseLease lease = this.leases.find(each);
			if (lease != null && lease.hasCaptured(baseline)) {
				return "class " + each.name();
			}
		}
		DatabaseLease own = this.own.find();
		return (own != null && own.hasCaptured(baseline)) ? "context" : "template " + shortened(baseline);
	}

	/**
	 * The start of the fingerprint, if the image has one.
	 */
	private static String shortened(Image image) {
		Matcher fingerprint = FINGERPRINT.matcher(image.describe());
		return fingerprint.find() ? fingerprint.group(1) : image.describe();
	}

	private DatabaseLease handOver(Scope scope, Scope asking) {
		Isolation isolation = isolation(scope);
		String lack = session().lackOfCopies();
		if (lack != null && isolation != Isolation.TRANSACTION) {
			throw withoutCopy(scope, lack);
		}
		Turn turn = session().turn(model().database(), scope);
		try {
			return handOver(scope, asking, isolation, turn);
		}
		catch (RuntimeException | Error ex) {
			if (turn != null) {
				turn.close();
			}
			throw ex;
		}
	}

	private DatabaseLease handOver(Scope scope, Scope asking, Isolation isolation, @Nullable Turn turn) {
		long started = System.nanoTime();
		Slots.Leased leased = this.supply.slots().lease(baselineBelow(scope.parent()));
		return DatabaseLease.ofScope(this.supply, leased.slot(), scope,
				(scope.kind() != Scope.Kind.TEST_CLASS || isolation == Isolation.CLASS) ? new Handover(asking.id(),
						model().database().name(), System.nanoTime() - started, leased.clean(), isolation) : null,
				isolation == Isolation.TRANSACTION, turn);
	}

	private ScenarioException withoutCopy(Scope scope, String lack) {
		boolean before = scope.kind() == Scope.Kind.TEST_CLASS && scope.isolation() != Isolation.CLASS;
		return refusal(scope,
				"'" + scope + "' asks for a copy of the database " + model().database().name()
						+ (before ? " before its tests, in @BeforeAll for example" : "") + ". There is none, since "
						+ lack + ".",
				before ? "Or let @BeforeEach, the migration or a seed write what the tests start from."
						: "Or use the isolation 'transaction'.");
	}

	private ScenarioException refusal(Scope scope, String description, String action) {
		Refusals.tell(Refused.Kind.CONNECTION, scope, model().database().name(), description, action);
		return new ScenarioException(description, action);
	}

	private @Nullable Image baselineBelow(@Nullable Scope scope) {
		if (scope == null) {
			return this.own.lease().baseline();
		}
		DatabaseLease lease = this.leases.find(scope);
		return (lease != null) ? lease.baseline() : baselineBelow(scope.parent());
	}

	/**
	 * Whether the context's own database has content.
	 * @return whether it has
	 */
	public boolean hasContent() {
		return this.own.hasContent();
	}

	/**
	 * Make the context's own database a copy of an image, if it has no content yet.
	 * @param image the image
	 * @return whether it was made
	 */
	public boolean createContextDatabase(Image image) {
		return this.own.createFrom(image);
	}

	/**
	 * The start-up of the context, or of a descendant of it, is over.
	 */
	void startUpEnded() {
		this.own.refreshBaseline();
	}

	/**
	 * Close and remove all databases.
	 */
	public void close() {
		ManagedDatabases.remove(this);
		try {
			this.own.close();
			this.supply.close();
		}
		finally {
			this.workspace.closed(this);
		}
	}

}
