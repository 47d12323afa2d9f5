package io.github.pristinedb.slot;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.Reading;
import io.github.pristinedb.engine.Turn;
import io.github.pristinedb.event.PristineEvent.ConnectionsLeft;
import io.github.pristinedb.event.PristineEvent.LockFailed;
import io.github.pristinedb.event.PristineEvent.Refused;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.proxy.StatementRecorder;
import io.github.pristinedb.scope.Refusals;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.ScopeLease;
import io.github.pristinedb.scope.StartUp;
import io.github.pristinedb.slot.LeasedTransaction.Ending;
import io.github.pristinedb.slot.OpenConnections.Left;
import io.github.pristinedb.tape.Recording;
import io.github.pristinedb.tape.Secrets;
import io.github.pristinedb.tape.Tape;
import io.github.pristinedb.tape.Tapes;
import io.github.pristinedb.transaction.ConnectionObserver;
import io.github.pristinedb.transaction.TransactionIsolationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A slot in the hands of a scope, or of the application context itself. Safe for use by
 * several threads.
 */
public final class DatabaseLease implements ScopeLease, ConnectionObserver {

	private static final Log logger = LogFactory.getLog(DatabaseLease.class);

	private static final long PATIENCE_MILLIS = 1000;

	private final SlotSupply supply;

	private final Slot slot;

	private final String name;

	private final @Nullable Scope owner;

	private final String recordedName;

	private final @Nullable Tape tape;

	private final boolean isRecorded;

	private final AtomicBoolean unused = new AtomicBoolean(true);

	private final AtomicReference<@Nullable Handover> handover;

	private final @Nullable LeasedTransaction transaction;

	private final @Nullable Turn turn;

	// Of the data sources that have been asked.
	private final Map<SlotConnector, SlotConnections> connections = new ConcurrentHashMap<>();

	private final Set<String> refusals = ConcurrentHashMap.newKeySet();

	private final OpenConnections open = new OpenConnections();

	private volatile boolean stuck;

	private volatile boolean spent;

	private boolean frozen;

	private @Nullable Image baseline;

	private @Nullable Image captured;

	private DatabaseLease(SlotSupply supply, Slot slot, String name, @Nullable Scope owner, @Nullable Handover handover,
			@Nullable LeasedTransaction transaction, @Nullable Turn turn) {
		this.supply = supply;
		this.slot = slot;
		this.name = name;
		this.owner = owner;
		this.isRecorded = supply.recording().tape() != Recording.OFF;
		this.recordedName = supply.model().database().name();
		this.tape = (owner != null) ? Tapes.of(owner, supply.recording()) : null;
		this.handover = new AtomicReference<>(handover);
		this.transaction = transaction;
		this.turn = turn;
	}

	/**
	 * A lease of an application context.
	 * @param supply the supply that the slot is from
	 * @param slot the slot
	 * @param name the readable name of the context
	 * @return the lease
	 */
	static DatabaseLease ofContext(SlotSupply supply, Slot slot, String name) {
		return new DatabaseLease(supply, slot, name, null, null, null, null);
	}

	/**
	 * A lease of a scope.
	 * @param supply the supply that the slot is from
	 * @param slot the slot
	 * @param scope the scope
	 * @param handover the handover that the first connection completes, {@code null} if
	 * it is nobody's
	 * @param transactional whether everything is done in one transaction, which is rolled
	 * back in the end
	 * @param turn what the scope has if it shares the database with others, {@code null}
	 * if it has a copy
	 * @return the lease
	 */
	static DatabaseLease ofScope(SlotSupply supply, Slot slot, Scope scope, @Nullable Handover handover,
			boolean transactional, @Nullable Turn turn) {
		slot.usedBy(scope.id());
		return new DatabaseLease(supply, slot, scope.name(), scope, handover,
				transactional ? new LeasedTransaction(slot, supply.session(), scope.name()) : null, turn);
	}

	/**
	 * A connection is opened: whose tape has its statements.
	 * @return records them, {@code null} if nobody wants to know them
	 */
	public @Nullable StatementRecorder recorder() {
		if (!this.isRecorded) {
			return null;
		}
		Scope scope = user();
		Tape tape = (scope == null || scope == this.owner) ? this.tape : Tapes.of(scope, this.supply.recording());
		return (tape != null && scope != null) ? tape.connection(scope, this.recordedName) : null;
	}

	/**
	 * The scope that works by it now. The tests of a class share it, or all that are not
	 * isolated.
	 */
	private @Nullable Scope user() {
		if (this.owner == null || this.owner.kind() != Scope.Kind.SCENARIO) {
			Scope asking = ScopeBinding.current();
			if (asking != null && asking.kind() == Scope.Kind.SCENARIO && !StartUp.isUnderWay()) {
				return asking;
			}
		}
		return this.owner;
	}

	/**
	 * A scenario uses it.
	 * @return whether it is the first one
	 */
	boolean isFirstUse() {
		return this.unused.compareAndSet(true, false);
	}

	/**
	 * Whether a scenario has used it.
	 * @return whether it has
	 */
	boolean isUsed() {
		return !this.unused.get();
	}

	/**
	 * Whether its connections are logical ones in one transaction. Such a connection
	 * tells by itself what happens to it.
	 * @return whether it is so
	 */
	public boolean isTransactional() {
		return this.transaction != null;
	}

	/**
	 * Open a connection to the database.
	 * @param connector connects the data source that is asked
	 * @return the connection; unless it is a logical one, {@link #closed} is to be called
	 * when it is closed
	 * @throws SQLException if there is none to be had
	 */
	public Connection open(SlotConnector connector) throws SQLException {
		this.open.opening();
		long started = System.nanoTime();
		Connection connection = null;
		try {
			connection = (this.transaction != null) ? this.transaction.open(this, connector, recorder())
					: connections(connector).getConnection();
		}
		finally {
			opened(connection);
		}
		Handover handover = this.handover.getAndSet(null);
		if (handover != null) {
			PristineEvents.publish(handover.completed(System.nanoTime() - started));
		}
		return connection;
	}

	private SlotConnections connections(SlotConnector connector) throws SQLException {
		SlotConnections connections = this.connections.get(connector);
		if (connections == null) {
			connections = this.slot.inspected(connector);
			this.connections.put(connector, connections);
		}
		return connections;
	}

	private void opened(@Nullable Connection connection) throws SQLException {
		Scope ended = this.open.opened((this.transaction != null) ? null : connection);
		if (ended == null) {
			return;
		}
		// The slot was given up for its sake, which may be why there is no connection.
		if (connection != null) {
			this.slot.abandonConnections((this.transaction != null) ? this.transaction.inUse() : List.of(connection));
		}
		throw Refusals.ended(ended);
	}

	/**
	 * A connection was closed.
	 * @param connection the connection
	 */
	public void closed(Connection connection) {
		this.open.closed(connection);
	}

	/**
	 * A connection is about to be closed by which statements were executed that may have
	 * left something behind.
	 * @param connection the connection
	 */
	public void closing(Connection connection) {
		try {
			for (String file : this.slot.database().attached(connection)) {
				if (this.owner == null) {
					AttachedDatabases.ofEachConnection(file, database());
				}
				else {
					AttachedDatabases.ofScope(file, this, this.name);
				}
			}
		}
		catch (SQLException ex) {
			logger.debug("A connection does not tell what is attached to it", ex);
		}
	}

	/**
	 * Something was done to a connection that may stick to it. No other scope gets this
	 * database.
	 */
	@Override
	public void stuck() {
		this.stuck = true;
	}

	/**
	 * A statement is executed that may stick to its connection.
	 * @param sql one or more statements
	 */
	public void stuck(String sql) {
		stuck();
		Scope user = user();
		this.slot.database().stuck(sql, (user != null) ? user.name() : this.name);
	}

	/**
	 * A statement may have left something on a connection that ends with it alone. No
	 * other scope gets the connections.
	 */
	public void spend() {
		this.spent = true;
	}

	/**
	 * A statement failed.
	 * @param failure why
	 */
	@Override
	public void failed(SQLException failure) {
		if (this.supply.model().engine().dialect().isLockFailure(failure)) {
			PristineEvents.publish(new LockFailed((this.owner != null) ? this.owner.id() : ""));
		}
	}

	/**
	 * A call was refused. Each reason is told once: an application may try again and
	 * again.
	 * @param refusal what the caller gets
	 */
	@Override
	public void refused(TransactionIsolationException refusal) {
		String reason = Secrets.hide(refusal.getDescription());
		if (this.refusals.add(reason)) {
			Refusals.tell(Refused.Kind.STATEMENT, this.owner, this.supply.model().database().name(), reason,
					refusal.getAction());
		}
	}

	/**
	 * Refuse a call that the one transaction cannot stand for.
	 * @param description what was done, and by whom
	 * @return the exception to throw
	 */
	public TransactionIsolationException refusal(String description) {
		TransactionIsolationException refusal = new TransactionIsolationException(description, null);
		refused(refusal);
		return refusal;
	}

	/**
	 * Whether what is set on a connection is gone once it is closed.
	 * @param connector connects the data source whose connection it is
	 * @return whether it is
	 */
	public boolean forgetsSettings(SlotConnector connector) {
		SlotConnections connections = this.connections.get(connector);
		return connections != null && connections.forgetsSettings();
	}

	/**
	 * The pool, or the driver's own data source.
	 * @param connector connects the data source that is asked
	 * @return the data source, or {@code null} if it is closed for good
	 */
	public @Nullable DataSource dataSource(SlotConnector connector) {
		SlotConnections connections = this.slot.connections(connector);
		return (connections != null) ? connections.dataSource() : null;
	}

	/**
	 * The database.
	 * @return the database
	 */
	public Database database() {
		return this.slot.database().database();
	}

	Slot slot() {
		return this.slot;
	}

	/**
	 * What the scopes below this one start from: the state of this database when the
	 * first of them asks.
	 * @return the image, {@code null} for a database without any content
	 */
	@Nullable Image baseline() {
		// No connection is opened meanwhile.
		synchronized (this.open) {
			if (!this.frozen) {
				this.baseline = this.slot.isUnwritten() ? this.slot.baseline() : capture();
				this.frozen = true;
			}
			return this.baseline;
		}
	}

	private Image capture() {
		Image captured = this.supply.baselines().capture(this.slot);
		this.captured = captured;
		return captured;
	}

	/**
	 * Let the scopes that ask from now on start from the present state.
	 */
	void refreshBaseline() {
		synchronized (this.open) {
			this.frozen = false;
			baseline();
		}
	}

	/**
	 * The rows that differ from the baseline. A failure is told, and harms nothing.
	 * @param limits how much is looked for
	 * @return the changes
	 */
	DatabaseChanges changes(ChangeLimits limits) {
		AtomicReference<DatabaseChanges> changes = new AtomicReference<>();
		Exception failure = read(() -> changes.set(compare(limits)));
		return (failure == null) ? Objects.requireNonNull(changes.get())
				: DatabaseChanges.unknown("The rows cannot be compared: " + failure.getMessage());
	}

	private DatabaseChanges compare(ChangeLimits limits) throws SQLException {
		if (this.transaction != null) {
			return this.transaction.changes(limits);
		}
		DatabaseChanges uncommitted = uncommitted(limits);
		return (uncommitted != null) ? uncommitted : this.slot.changes(null, limits);
	}

	/**
	 * Read from the database, which tests of a class may share. The thread's interruption
	 * is for the test, and waits.
	 * @return why it failed, {@code null} if it did not
	 */
	private @Nullable Exception read(Work work) {
		boolean interrupted = Thread.interrupted();
		try {
			synchronized (this.unused) {
				work.run();
			}
			return null;
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("The content of " + database() + " cannot be read", ex);
			return ex;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * What the calling thread sees in a transaction that it has not ended: a test's own,
	 * which Spring will roll back.
	 */
	private @Nullable DatabaseChanges uncommitted(ChangeLimits limits) {
		for (Connection connection : this.open.ofThisThread()) {
			try {
				if (!connection.getAutoCommit()) {
					return this.slot.changesOfOpen(connection, limits);
				}
			}
			catch (SQLException ex) {
				// It has failed already. What is committed can be read without it.
				logger.debug("The rows that a transaction sees cannot be compared", ex);
			}
		}
		return null;
	}

	/**
	 * The columns of tables. A failure harms nothing.
	 * @param tables the tables as statements write them
	 * @param columns gets the columns
	 */
	void readColumns(Set<String> tables, TableColumns columns) {
		Reading reading = (connection) -> columns.read(connection, tables);
		read(() -> {
			if (this.transaction != null) {
				this.transaction.read(reading);
			}
			else {
				this.slot.read(PATIENCE_MILLIS, reading);
			}
		});
	}

	/**
	 * Whether it was captured of this database.
	 * @param image an image
	 * @return whether it was
	 */
	boolean hasCaptured(Image image) {
		synchronized (this.open) {
			return this.captured == image;
		}
	}

	@Override
	public boolean isUsedBy(List<Thread> threads) {
		return this.open.areUsedBy(threads);
	}

	@Override
	public void end(Scope scope, boolean failed) {
		try {
			giveBack(scope, failed);
		}
		finally {
			if (this.turn != null) {
				this.turn.close();
			}
		}
	}

	private void giveBack(Scope scope, boolean failed) {
		Left left = this.open.end(scope);
		// Nothing is ever committed to a database that others share.
		boolean keep = this.turn == null && isUsed() && this.supply.kept().isWanted(failed);
		Ending ending = Ending.COMMITTED;
		List<Connection> inUse = left.connections();
		int number = left.number();
		if (this.transaction != null) {
			ending = (number == 0) ? this.transaction.end(keep) : Ending.AT_WORK;
			if (ending == Ending.FAILED) {
				stuck();
			}
			if (number == 0 && ending == Ending.AT_WORK) {
				inUse = this.transaction.inUse();
				number = inUse.size();
			}
		}
		if (keep && ending == Ending.COMMITTED) {
			this.supply.kept().keep(scope, failed, this.slot, this.supply.model().database().name());
		}
		if (this.spent || (this.transaction != null && this.transaction.isConnectionSpent())) {
			this.slot.spend();
		}
		if (number > 0) {
			warn(scope, number, left, keep && ending == Ending.AT_WORK);
			PristineEvents
				.publish(new ConnectionsLeft(scope.id(), scope.name(), number, String.join(" and ", left.places())));
			this.supply.slots().abandon(this.slot, inUse, "a connection was left open");
		}
		else if (this.stuck && !this.slot.freesByClosing()) {
			this.supply.slots().retire(this.slot, "a statement may have changed its connections for good");
		}
		else if (ending == Ending.RESTORED) {
			this.supply.slots().giveBackRestored(this.slot);
		}
		else {
			this.supply.slots().giveBack(this.slot);
		}
		releaseBaseline();
	}

	/**
	 * The scopes below have ended too.
	 */
	private void releaseBaseline() {
		Image captured;
		synchronized (this.open) {
			captured = this.captured;
		}
		if (captured != null) {
			this.supply.release(captured);
		}
	}

	private static void warn(Scope scope, int number, Left left, boolean notKept) {
		List<String> places = left.places();
		logger.warn("The scenario '" + scope.name() + "' ended with " + number
				+ ((number == 1) ? " connection" : " connections") + " still open"
				+ (places.isEmpty() ? "" : ", opened " + String.join(" and ", places)) + "."
				+ (left.byTasks() ? " Let the scenario wait for the tasks that it started." : "")
				+ " Pristine gives its database up, so that these connections never write into another scenario's."
				+ (notKept ? " The database is not kept, since its transaction cannot be ended." : ""));
	}

	/**
	 * Reads.
	 */
	@FunctionalInterface
	private interface Work {

		void run() throws SQLException;

	}

}
