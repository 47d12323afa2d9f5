package io.github.pristinedb.slot;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.event.PristineEvent.LockFailed;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Refusals;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeLease;
import io.github.pristinedb.transaction.ConnectionObserver;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A slot in the hands of a scope, or of the application context itself. Safe for use by
 * several threads.
 */
public final class DatabaseLease implements ScopeLease, ConnectionObserver {

	private static final Log logger = LogFactory.getLog(DatabaseLease.class);

	// In a warning.
	private static final int MAX_PLACES = 3;

	private final ScenarioDatabases databases;

	private final Slot slot;

	private final String name;

	private final AtomicBoolean unused = new AtomicBoolean(true);

	private final AtomicReference<@Nullable Handover> handover;

	private final @Nullable LeasedTransaction transaction;

	private final Map<Connection, OpeningPlace> open = new IdentityHashMap<>();

	private int opening;

	private boolean stuck;

	private @Nullable Scope ended;

	private boolean frozen;

	private @Nullable Image baseline;

	/**
	 * A lease that has just begun.
	 * @param databases whose slot it is
	 * @param slot the slot
	 * @param name the readable name of who has it
	 * @param handover the handover that the first connection completes, {@code null} if
	 * it is nobody's
	 * @param transactional whether all is done in one transaction, which is rolled back
	 * in the end
	 */
	DatabaseLease(ScenarioDatabases databases, Slot slot, String name, @Nullable Handover handover,
			boolean transactional) {
		this.databases = databases;
		this.name = name;
		this.slot = slot;
		this.handover = new AtomicReference<>(handover);
		this.transaction = transactional ? new LeasedTransaction(slot, databases.session(), name) : null;
	}

	/**
	 * A scenario uses it.
	 * @return whether it is the first one
	 */
	boolean isFirstUse() {
		return this.unused.compareAndSet(true, false);
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
		synchronized (this) {
			if (this.ended != null) {
				throw Refusals.ended(this.ended);
			}
			this.opening++;
		}
		long started = System.nanoTime();
		Connection connection = null;
		try {
			connection = (this.transaction != null) ? this.transaction.open(this, connector)
					: this.slot.connect(connector);
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

	private void opened(@Nullable Connection connection) throws SQLException {
		OpeningPlace place = new OpeningPlace();
		Scope ended;
		synchronized (this) {
			ended = this.ended;
			this.opening--;
			if (ended == null) {
				if (this.transaction == null && connection != null) {
					this.open.put(connection, place);
				}
				return;
			}
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
	public synchronized void closed(Connection connection) {
		this.open.remove(connection);
	}

	/**
	 * A connection is about to be closed by which statements were executed that may have
	 * left something behind.
	 * @param connection the connection
	 */
	public void closing(Connection connection) {
		try {
			for (String file : this.slot.database().attached(connection)) {
				if (this.databases.isContexts(this)) {
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
	public synchronized void stuck() {
		this.stuck = true;
	}

	/**
	 * A statement failed.
	 * @param failure why
	 */
	@Override
	public void failed(SQLException failure) {
		if (this.databases.model().engine().dialect().isLockFailure(failure)) {
			PristineEvents.publish(new LockFailed(this.name));
		}
	}

	/**
	 * Whether what is set on a connection is gone once it is closed.
	 * @param connector connects the data source whose connection it is
	 * @return whether it is
	 */
	public boolean forgetsSettings(SlotConnector connector) {
		SlotConnections connections = this.slot.connections(connector);
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
	synchronized @Nullable Image baseline() {
		if (!this.frozen) {
			this.baseline = this.slot.isClean() ? this.slot.baseline() : this.databases.capture(this.slot);
			this.frozen = true;
		}
		return this.baseline;
	}

	/**
	 * Let the scopes that ask from now on start from the present state.
	 */
	synchronized void refreshBaseline() {
		this.frozen = false;
		baseline();
	}

	@Override
	public void end(Scope scope, boolean failed) {
		List<Connection> leaked;
		List<String> places;
		int left;
		synchronized (this) {
			this.ended = scope;
			leaked = List.copyOf(this.open.keySet());
			places = this.open.values().stream().map(OpeningPlace::toString).distinct().limit(MAX_PLACES).toList();
			left = leaked.size() + this.opening;
		}
		boolean keep = !this.unused.get() && this.databases.keeps(failed);
		LeasedTransaction.Ending ending = LeasedTransaction.Ending.COMMITTED;
		if (this.transaction != null) {
			ending = (left == 0) ? this.transaction.end(keep) : LeasedTransaction.Ending.AT_WORK;
			if (ending == LeasedTransaction.Ending.FAILED) {
				stuck();
			}
			if (left == 0 && ending == LeasedTransaction.Ending.AT_WORK) {
				leaked = this.transaction.inUse();
				left = leaked.size();
			}
		}
		boolean stuck;
		synchronized (this) {
			stuck = this.stuck;
		}
		if (keep && ending == LeasedTransaction.Ending.COMMITTED) {
			this.databases.keep(scope, failed, this.slot);
		}
		if (left > 0) {
			logger.warn("The scenario '" + scope.name() + "' ended with " + left
					+ ((left == 1) ? " connection" : " connections") + " still open"
					+ (places.isEmpty() ? "" : ", opened at " + String.join(" and ", places))
					+ ". Its database is given up, so that whoever holds them cannot write into another"
					+ " scenario's." + ((keep && ending == LeasedTransaction.Ending.AT_WORK)
							? " It is not kept, since its transaction cannot be ended." : ""));
			this.databases.abandon(this.slot, leaked, "a connection was left open");
		}
		else if (stuck) {
			this.databases.retire(this.slot, "a statement may have changed its connections for good");
		}
		else {
			this.databases.giveBack(this.slot);
		}
	}

	/**
	 * A handover as far as it is done: the slot is leased, nobody is connected to it.
	 *
	 * @param scenario the scenario's id
	 * @param database the name of the database that the slot stands for
	 * @param nanos how long it took so far
	 * @param clean whether the slot was at the baseline already
	 * @param isolation how the scenario is kept apart
	 */
	record Handover(String scenario, String database, long nanos, boolean clean, Isolation isolation) {

		HandedOver completed(long connectNanos) {
			return new HandedOver(this.scenario, this.database, this.nanos + connectNanos, this.clean,
					this.isolation.label());
		}

	}

}
