package io.github.pristinedb.slot;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Reading;
import io.github.pristinedb.error.SaidOnce;
import io.github.pristinedb.proxy.StatementRecorder;
import io.github.pristinedb.transaction.ConnectionObserver;
import io.github.pristinedb.transaction.ScenarioTransaction;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The one transaction of a scenario on its slot, which begins when the first connection
 * is asked for. Safe for use by several threads.
 */
final class LeasedTransaction {

	private static final Log logger = LogFactory.getLog(LeasedTransaction.class);

	private static final SaidOnce said = new SaidOnce(logger);

	private final Slot slot;

	private final EngineSession session;

	private final String scenario;

	private @Nullable Connection physical;

	private @Nullable SlotConnector connector;

	private @Nullable ScenarioTransaction transaction;

	LeasedTransaction(Slot slot, EngineSession session, String scenario) {
		this.slot = slot;
		this.session = session;
		this.scenario = scenario;
	}

	/**
	 * Open a logical connection.
	 * @param observer is told what happens on the physical one
	 * @param connector connects the data source that is asked; the physical connection is
	 * of the first one
	 * @param recorder records the statements, {@code null} if nobody wants to know them
	 * @return the connection
	 * @throws SQLException if there is none to be had
	 */
	synchronized Connection open(ConnectionObserver observer, SlotConnector connector,
			@Nullable StatementRecorder recorder) throws SQLException {
		ScenarioTransaction transaction = this.transaction;
		if (transaction == null) {
			Connection connection = this.slot.inspected(connector).getConnection();
			try {
				transaction = ScenarioTransaction.begin(connection, this.session, this.scenario, observer);
			}
			catch (Throwable ex) {
				close(connection, ex);
				throw ex;
			}
			this.physical = connection;
			this.connector = connector;
			this.transaction = transaction;
		}
		else if (this.connector != null && connector != this.connector) {
			warnIfUnlike(this.connector, connector);
		}
		return transaction.connect(recorder);
	}

	private void warnIfUnlike(SlotConnector first, SlotConnector other) {
		Database database = this.slot.database().database();
		if (!first.settings().equals(other.settings())) {
			said.warn(database.name(), () -> "Several data sources name the database " + database.name()
					+ " with different settings, but a scenario in one transaction has one connection. The settings"
					+ " of the first data source count in '" + this.scenario + "'; not in force: "
					+ notInForce(first.settings(), other.settings())
					+ ". Run the scenario with isolation 'database', or give all data sources the same settings.");
		}
	}

	/**
	 * What another data source has otherwise, or has not.
	 */
	static SortedSet<String> notInForce(Map<String, String> first, Map<String, String> other) {
		SortedSet<String> differing = new TreeSet<>();
		other.forEach((name, value) -> {
			if (!value.equals(first.get(name))) {
				differing.add(name + "=" + value);
			}
		});
		first.keySet()
			.stream()
			.filter((name) -> !other.containsKey(name))
			.forEach((name) -> differing.add("no " + name));
		return differing;
	}

	private static void close(Connection connection, Throwable failure) {
		try {
			connection.close();
		}
		catch (SQLException | RuntimeException ex) {
			failure.addSuppressed(ex);
		}
	}

	/**
	 * What is in use of the slot.
	 * @return the physical connection, if there is one
	 */
	synchronized List<Connection> inUse() {
		return (this.physical != null) ? List.of(this.physical) : List.of();
	}

	private synchronized @Nullable ScenarioTransaction transaction() {
		return this.transaction;
	}

	/**
	 * The rows that the scenario has left other than it found them.
	 * @param limits how much is looked for
	 * @return the changes
	 * @throws SQLException if they cannot be read
	 */
	DatabaseChanges changes(ChangeLimits limits) throws SQLException {
		ScenarioTransaction transaction = transaction();
		if (transaction == null) {
			return new DatabaseChanges(List.of(), null);
		}
		AtomicReference<DatabaseChanges> changes = new AtomicReference<>();
		transaction.read((physical) -> changes.set(this.slot.changes(physical, limits)));
		return Objects.requireNonNull(changes.get());
	}

	/**
	 * Let somebody read what the scenario sees. Nothing is left of a failure.
	 * @param reading reads
	 * @throws SQLException if it cannot be read
	 */
	void read(Reading reading) throws SQLException {
		ScenarioTransaction transaction = transaction();
		if (transaction != null) {
			transaction.read((physical) -> {
				Savepoint before = physical.setSavepoint("pristine_read");
				try {
					reading.read(physical);
				}
				finally {
					physical.rollback(before);
					physical.releaseSavepoint(before);
				}
			});
		}
	}

	/**
	 * Whether the physical connection is of no use to another scenario.
	 */
	synchronized boolean isConnectionSpent() {
		return this.transaction != null && this.transaction.isConnectionSpent();
	}

	/**
	 * End the transaction.
	 * @param commit whether to commit instead of undoing everything
	 * @return how it ended
	 */
	synchronized Ending end(boolean commit) {
		ScenarioTransaction transaction = this.transaction;
		if (transaction == null) {
			return Ending.COMMITTED;
		}
		int left = transaction.openConnections();
		try {
			ScenarioTransaction.End end = transaction.end(commit);
			if (end == ScenarioTransaction.End.NOT_YET) {
				return Ending.AT_WORK;
			}
			if (left > 0) {
				logger.warn("The scenario '" + this.scenario + "' ended with " + left
						+ ((left == 1) ? " connection" : " connections")
						+ " still open. Pristine closes them, and rolls back what was not committed.");
			}
			if (end == ScenarioTransaction.End.COMMITTED) {
				return Ending.COMMITTED;
			}
			if (commit) {
				logger.warn("The database of '" + this.scenario + "' is not kept. " + transaction.defect());
			}
			return (end == ScenarioTransaction.End.RESTORED) ? Ending.RESTORED : Ending.ROLLED_BACK;
		}
		catch (SQLException ex) {
			if (commit) {
				logger.warn("The database of '" + this.scenario + "' is not kept: its transaction failed", ex);
			}
			else {
				logger.debug("The transaction of '" + this.scenario + "' could not be ended", ex);
			}
			return Ending.FAILED;
		}
	}

	/**
	 * How a transaction ended.
	 */
	enum Ending {

		/**
		 * What the scenario committed is in the database. Its connection is back in its
		 * pool.
		 */
		COMMITTED,

		/**
		 * The database is as it was before, but for what a rollback leaves. Its
		 * connection is back in its pool.
		 */
		ROLLED_BACK,

		/**
		 * The database is as it was before in all respects. Its connection is back in its
		 * pool.
		 */
		RESTORED,

		/**
		 * Nobody knows in what state its connection is.
		 */
		FAILED,

		/**
		 * Not at all: a statement is being executed.
		 */
		AT_WORK

	}

}
