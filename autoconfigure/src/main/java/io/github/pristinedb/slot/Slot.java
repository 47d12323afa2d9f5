package io.github.pristinedb.slot;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.ConnectionSource;
import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.KeepRequest;
import io.github.pristinedb.engine.Kept;
import io.github.pristinedb.engine.Reading;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.ScenarioDatabase.Restoration;
import io.github.pristinedb.slot.ReturnedSlot.State;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A reusable place for scenario databases: a database with its own connections, leased to
 * one scope at a time. Not for use by several threads, other than its connections.
 */
final class Slot {

	private static final Log logger = LogFactory.getLog(Slot.class);

	private final ScenarioDatabase database;

	private final Map<SlotConnector, Pool> pools = new LinkedHashMap<>();

	// Whoever looks for a slot asks, while another thread may bring it back.
	private volatile @Nullable Image baseline;

	// One object for all handovers.
	private final ConnectionSource idle = this::borrow;

	private volatile String user = "";

	private volatile boolean spent;

	private @Nullable ClassLoader loader;

	private boolean closed;

	Slot(ScenarioDatabase database, @Nullable Image baseline) {
		this.database = database;
		this.baseline = baseline;
	}

	/**
	 * A scope leases it.
	 * @param scope the id of the scope
	 */
	void usedBy(String scope) {
		this.user = scope;
	}

	/**
	 * The scope that leased it last.
	 * @return the id of the scope, empty if none did
	 */
	String user() {
		return this.user;
	}

	ScenarioDatabase database() {
		return this.database;
	}

	/**
	 * The connections of a data source.
	 * @param connector connects it
	 * @return the connections, or {@code null} if they are closed for good
	 */
	@Nullable SlotConnections connections(SlotConnector connector) {
		Pool pool = pool(connector);
		return (pool != null) ? pool.connections : null;
	}

	private @Nullable Pool pool(SlotConnector connector) {
		synchronized (this.pools) {
			Pool pool = this.pools.get(connector);
			if (pool == null && !this.closed) {
				pool = new Pool(connector.connect(this.database.database()));
				this.pools.put(connector, pool);
				this.loader = Thread.currentThread().getContextClassLoader();
			}
			return pool;
		}
	}

	/**
	 * The connectors that its scopes have used.
	 * @return those of which a connection was opened
	 */
	UsedConnectors usedConnectors() {
		synchronized (this.pools) {
			Set<SlotConnector> used = new LinkedHashSet<>();
			this.pools.forEach((connector, pool) -> {
				if (pool.inspected) {
					used.add(connector);
				}
			});
			return new UsedConnectors(used, this.loader);
		}
	}

	private List<SlotConnections> allConnections() {
		synchronized (this.pools) {
			return this.pools.values().stream().map((pool) -> pool.connections).toList();
		}
	}

	/**
	 * The connections of a data source, the first of which was inspected.
	 * @param connector connects it
	 * @return the connections
	 * @throws SQLException if there are none to be had
	 */
	SlotConnections inspected(SlotConnector connector) throws SQLException {
		Pool pool = pool(connector);
		if (pool == null) {
			throw new SQLException("The data source of " + this.database.database() + " is closed");
		}
		if (!pool.inspected) {
			inspectFirst(pool);
		}
		return pool.connections;
	}

	/**
	 * The first connection of a pool goes back to it, which undoes what it was asked by.
	 */
	private void inspectFirst(Pool pool) throws SQLException {
		synchronized (pool) {
			if (!pool.inspected) {
				try (Connection first = pool.connections.getConnection()) {
					this.database.inspect(first);
					for (String file : this.database.attached(first)) {
						AttachedDatabases.ofEachConnection(file, this.database.database());
					}
				}
				pool.inspected = true;
			}
		}
	}

	/**
	 * What the database was last made from.
	 * @return the image, {@code null} for a database without any content
	 */
	@Nullable Image baseline() {
		return this.baseline;
	}

	/**
	 * Whether the database is at its baseline. The connections are settled.
	 * @return whether nothing was written since it was made or restored
	 */
	boolean isClean() {
		return this.database.isClean(this.idle);
	}

	/**
	 * Whether the database is at its baseline, asked while a scope has the slot. Its
	 * connections are not settled: an engine that needs it would not see what they have
	 * done. The idle ones are closed.
	 * @return whether nothing was written since it was made or restored
	 */
	boolean isUnwritten() {
		if (this.database.needsSettling()) {
			this.database.unsettle();
			closeIdle();
		}
		return isClean();
	}

	/**
	 * Let the engine settle what the scope has done by the connections, which are all
	 * idle by now.
	 * @return whether the slot can be used on
	 */
	boolean settle() {
		if (!this.database.needsSettling()) {
			return true;
		}
		// Those that a pool is about to close are not among those that it has.
		this.database.unsettle();
		try {
			for (SlotConnections connections : allConnections()) {
				if (!connections.isQuiet()) {
					// Nobody knows them all.
					return false;
				}
				connections.forEachOpen(this.database::settle);
			}
			if (this.database.closesSettled()) {
				closeIdle();
			}
			closeSpent();
			return true;
		}
		catch (SQLException ex) {
			logger.debug("A connection to " + this.database.database() + " cannot be settled", ex);
			return false;
		}
	}

	/**
	 * The scope has left something on the connections that settling does not undo.
	 */
	void spend() {
		this.spent = true;
	}

	/**
	 * Close the connections, which are idle, if the scope has {@linkplain #spend spent}
	 * them.
	 */
	void closeSpent() {
		if (this.spent) {
			this.spent = false;
			closeIdle();
		}
	}

	/**
	 * Bring the database back to its own baseline, if anything was written.
	 * @return the state that it is in
	 */
	State bringBack() {
		if (this.baseline == null) {
			return isClean() ? State.CLEAN : State.LOST;
		}
		return bring(this.baseline, this.database::bringBack);
	}

	/**
	 * Bring the database to a baseline under its idle connections.
	 * @param wanted the baseline
	 * @return whether it is there now; otherwise the slot is of no more use
	 */
	boolean restore(@Nullable Image wanted) {
		return bring(wanted, this.database::restore) != State.LOST;
	}

	private State bring(@Nullable Image wanted, BiFunction<Image, ConnectionSource, Restoration> way) {
		List<SlotConnections> connections = allConnections();
		if (wanted == null || !connections.stream().allMatch(SlotConnections::isQuiet)) {
			return State.LOST;
		}
		Restoration restoration = way.apply(wanted, this.idle);
		switch (restoration) {
			case REFUSED -> {
				return State.LOST;
			}
			case RECONNECT -> connections.forEach(SlotConnections::closeIdle);
			default -> {
			}
		}
		this.baseline = wanted;
		return (restoration == Restoration.UNWRITTEN) ? State.CLEAN : State.RESTORED;
	}

	/**
	 * A connection for the engine.
	 */
	private Connection borrow() throws SQLException {
		List<SlotConnections> connections = allConnections();
		if (connections.isEmpty()) {
			throw new SQLException("Nobody has connected to " + this.database.database());
		}
		return connections.get(0).getConnection();
	}

	/**
	 * Copy what is committed by now into a new image.
	 * @return the image, or {@code null} if the engine copies no database whose
	 * connections are in use
	 */
	@Nullable Image capture() {
		closeIdle();
		return this.database.capture();
	}

	/**
	 * Keep what is committed by now.
	 * @param request says under which name
	 * @return where it is kept
	 */
	Kept keep(KeepRequest request) {
		closeIdle();
		return this.database.keep(request);
	}

	/**
	 * The rows that differ from the baseline. Read while a scope has the slot.
	 * @param transaction the connection of the scope's one transaction, {@code null} if
	 * it has none
	 * @param limits how much is looked for
	 * @return the changes
	 * @throws SQLException if they cannot be read
	 */
	DatabaseChanges changes(@Nullable Connection transaction, ChangeLimits limits) throws SQLException {
		Image baseline = this.baseline;
		if (baseline != null) {
			return this.database.changes(baseline, transaction, limits);
		}
		return (transaction != null) ? this.database.uncommitted(transaction, limits)
				: DatabaseChanges.unknown("The database started without content.");
	}

	/**
	 * The rows that differ from the baseline in a transaction that is open, and those
	 * that others have committed since it began.
	 * @param transaction the connection of the transaction
	 * @param limits how much is looked for
	 * @return the changes
	 * @throws SQLException if they cannot be read
	 */
	DatabaseChanges changesOfOpen(Connection transaction, ChangeLimits limits) throws SQLException {
		DatabaseChanges seen = changes(transaction, limits)
			.withNote("The transaction is still open: a kept database lacks its rows.");
		return this.database.mayLag(transaction) ? seen.withUnseen(committed(limits)) : seen;
	}

	private DatabaseChanges committed(ChangeLimits limits) {
		try {
			return changes(null, limits);
		}
		catch (SQLException ex) {
			return DatabaseChanges.unknown("They cannot be compared: " + ex.getMessage());
		}
	}

	/**
	 * Let somebody read what is committed, while a scope has the slot.
	 * @param millis how long a statement may take
	 * @param reading reads
	 * @throws SQLException if it cannot be read
	 */
	void read(long millis, Reading reading) throws SQLException {
		this.database.read(millis, reading);
	}

	/**
	 * A connection that does nothing may still hold a lock, and a server copies no
	 * database that somebody is connected to.
	 */
	private void closeIdle() {
		allConnections().forEach(SlotConnections::closeIdle);
	}

	/**
	 * Close the connections, which are idle, for what a statement may have left in them.
	 * @return whether the slot can be used on
	 */
	boolean freesByClosing() {
		if (!this.database.isFreedByClosing()) {
			return false;
		}
		closeIdle();
		return true;
	}

	/**
	 * Remove a slot that no scope had, and create another one with the same database
	 * name.
	 * @param wanted what the other one's database is made from
	 * @return the other slot
	 */
	Slot recreate(Image wanted) {
		closeConnections();
		return new Slot(this.database.recreate(wanted), wanted);
	}

	void abandon(List<Connection> inUse) {
		refusePools();
		abandonConnections(inUse);
		this.database.abandon();
	}

	void abandonConnections(List<Connection> inUse) {
		allConnections().forEach((connections) -> connections.abandon(inUse));
	}

	void closeConnections() {
		refusePools();
		allConnections().forEach(SlotConnections::close);
	}

	/**
	 * Make no further pool, for whoever asks while the slot ends.
	 */
	private void refusePools() {
		synchronized (this.pools) {
			this.closed = true;
		}
	}

	void close() {
		closeConnections();
		this.database.close();
	}

	/**
	 * The connections of one data source.
	 */
	private static final class Pool {

		private final SlotConnections connections;

		private volatile boolean inspected;

		Pool(SlotConnections connections) {
			this.connections = connections;
		}

	}

}
