package io.github.pristinedb.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Reading;
import io.github.pristinedb.engine.TransactionRules;
import io.github.pristinedb.proxy.StatementRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The one transaction that a scenario runs in, on a physical connection of its own. Safe
 * for use by several threads, whose calls take turns in the order in which they come.
 */
public final class ScenarioTransaction {

	private static final long PATIENCE_SECONDS = 2;

	private final Connection physical;

	private final boolean autoCommit;

	private final TransactionRules rules;

	private final String scenario;

	private final ConnectionObserver observer;

	private final ReentrantLock turns = new ReentrantLock(true);

	private final Savepoints savepoints;

	private final WriteStack writes;

	private final Set<LogicalConnection> connections = ConcurrentHashMap.newKeySet();

	private final FailureShield shield;

	private final ConnectionSettings settings;

	private int opened;

	private int commits;

	private @Nullable LogicalConnection lastWriter;

	private @Nullable LogicalConnection unwrapped;

	private @Nullable TransactionIsolationException broken;

	private volatile boolean ended;

	private End end = End.NOT_YET;

	private ScenarioTransaction(Connection physical, boolean autoCommit, TransactionRules rules, String scenario,
			ConnectionObserver observer) {
		this.physical = physical;
		this.autoCommit = autoCommit;
		this.rules = rules;
		this.scenario = scenario;
		this.observer = observer;
		this.settings = new ConnectionSettings(physical);
		this.savepoints = new Savepoints(physical, rules, this.settings);
		this.writes = new WriteStack(this.savepoints, rules.renewsSavepoints());
		this.shield = new FailureShield(this.savepoints, rules, this.writes);
	}

	/**
	 * Begin the transaction.
	 * @param physical the connection, which nobody else uses
	 * @param session the session that serves its database
	 * @param scenario the scenario's name
	 * @param observer is told what happens
	 * @return the transaction
	 * @throws SQLException if it cannot begin; the connection is for the caller to close
	 * then
	 */
	public static ScenarioTransaction begin(Connection physical, EngineSession session, String scenario,
			ConnectionObserver observer) throws SQLException {
		boolean autoCommit = physical.getAutoCommit();
		if (autoCommit) {
			physical.setAutoCommit(false);
		}
		return new ScenarioTransaction(physical, autoCommit, session.transactionRules(physical), scenario, observer);
	}

	/**
	 * Open a logical connection.
	 * @param recorder records its statements, {@code null} if nobody wants to know them
	 * @return the connection
	 * @throws SQLException if the transaction has ended
	 */
	public Connection connect(@Nullable StatementRecorder recorder) throws SQLException {
		takeTurn();
		try {
			if (this.ended) {
				throw new SQLException("The scenario '" + this.scenario + "' has ended");
			}
			LogicalConnection connection = new LogicalConnection(this, ++this.opened, this.autoCommit, recorder);
			this.connections.add(connection);
			return connection.proxy();
		}
		finally {
			endTurn();
		}
	}

	/**
	 * How many logical connections are open.
	 * @return the number
	 */
	public int openConnections() {
		return this.connections.size();
	}

	/**
	 * End the transaction: undo all that was done in it, and close all logical
	 * connections and the physical one.
	 * @param commit whether to commit instead what is committed within the scenario,
	 * since somebody wants to look at it
	 * @return how it ended; it is not committed if the database holds what was rolled
	 * back
	 * @throws SQLException if the connection failed on the way; it is closed
	 */
	public End end(boolean commit) throws SQLException {
		this.ended = true;
		if (!tryToTakeTurn()) {
			return End.NOT_YET;
		}
		try {
			if (this.end == End.NOT_YET) {
				this.end = End.ROLLED_BACK;
				this.end = endPhysical(commit);
			}
			return this.end;
		}
		finally {
			endTurn();
		}
	}

	private End endPhysical(boolean commit) throws SQLException {
		try (this.physical) {
			for (LogicalConnection connection : List.copyOf(this.connections)) {
				connection.close();
			}
			this.settings.restore();
			boolean committed = commit && defect() == null;
			if (committed) {
				this.physical.commit();
			}
			else {
				this.physical.rollback();
			}
			this.physical.setAutoCommit(this.autoCommit);
			if (committed) {
				return End.COMMITTED;
			}
			return this.rules.rolledBack() ? End.RESTORED : End.ROLLED_BACK;
		}
	}

	/**
	 * Whether the physical connection, although it is free by now, is of no use to
	 * another scenario.
	 * @return whether it is to be closed
	 */
	public boolean isConnectionSpent() {
		return this.rules.isConnectionSpent();
	}

	/**
	 * Let somebody read what the scenario has written, before it is undone.
	 * @param reading what to do by the physical connection; it leaves the connection as
	 * it is
	 * @throws SQLException if it cannot be read
	 */
	public void read(Reading reading) throws SQLException {
		if (!tryToTakeTurn()) {
			throw new SQLException("a statement of the scenario is still being executed");
		}
		try {
			if (this.ended) {
				throw new SQLException("the transaction of the scenario has ended");
			}
			if (this.rules.isAborted()) {
				throw new SQLException("a statement has failed in a transaction that is still open");
			}
			String defect = defect();
			if (defect != null) {
				throw new SQLException(defect);
			}
			reading.read(this.physical);
		}
		finally {
			endTurn();
		}
	}

	/**
	 * Why the database is not in the state that it should be in.
	 * @return the description, or {@code null} if it is in that state
	 */
	public @Nullable String defect() {
		if (this.broken != null) {
			return this.broken.getDescription();
		}
		return this.writes.isSettled() ? null : this.writes.conflict(this.scenario);
	}

	private boolean tryToTakeTurn() {
		boolean interrupted = Thread.interrupted();
		try {
			return this.turns.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			interrupted = true;
			return this.turns.tryLock();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	Connection physical() {
		return this.physical;
	}

	TransactionRules rules() {
		return this.rules;
	}

	Savepoints savepoints() {
		return this.savepoints;
	}

	WriteStack writes() {
		return this.writes;
	}

	FailureShield shield() {
		return this.shield;
	}

	ConnectionSettings settings() {
		return this.settings;
	}

	ConnectionObserver observer() {
		return this.observer;
	}

	String scenario() {
		return this.scenario;
	}

	boolean hasEnded() {
		return this.ended;
	}

	/**
	 * Wait for this thread's turn.
	 */
	void takeTurn() {
		this.turns.lock();
	}

	/**
	 * Let the next thread have its turn.
	 */
	void endTurn() {
		this.turns.unlock();
	}

	/**
	 * Make sure that the database is in the state that it should be in.
	 * @throws TransactionIsolationException if it is not
	 */
	void ensureSound() {
		String defect = defect();
		if (defect != null) {
			throw told(new TransactionIsolationException(defect, this.broken));
		}
	}

	/**
	 * Refuse a call.
	 * @param description what was done, and by whom
	 * @param cure what to do instead, as sentences; empty if there is nothing
	 * @return the exception to throw
	 */
	TransactionIsolationException refusal(String description, String cure) {
		return told(new TransactionIsolationException(description, cure));
	}

	private TransactionIsolationException told(TransactionIsolationException refusal) {
		this.observer.refused(refusal);
		return refusal;
	}

	/**
	 * A connection has written.
	 * @param connection the connection
	 */
	void wrote(LogicalConnection connection) {
		this.lastWriter = connection;
		this.savepoints.wrote();
	}

	/**
	 * Whether another connection has written since this one did.
	 * @param connection the connection
	 * @return whether it has
	 */
	boolean hasOtherWriter(LogicalConnection connection) {
		return this.lastWriter != null && this.lastWriter != connection;
	}

	/**
	 * Something was committed within the scenario.
	 */
	void committed() {
		this.commits++;
	}

	/**
	 * How often something was committed within the scenario.
	 * @return the number
	 */
	int commits() {
		return this.commits;
	}

	/**
	 * The database rolled the whole transaction back by itself.
	 * @param writer whose statement made it
	 * @param cause what the statement threw
	 * @return whether nothing is lost but what that transaction wrote
	 */
	boolean lose(LogicalTransaction writer, SQLException cause) {
		boolean alone = this.commits == 0 && this.writes.holdsOnly(writer);
		this.writes.clear();
		if (!alone && this.broken == null) {
			this.broken = new TransactionIsolationException("In the scenario '" + this.scenario + "', a statement of "
					+ writer + " failed. The database has rolled back the one transaction of the whole scenario: "
					+ cause.getMessage(), cause);
		}
		return alone;
	}

	/**
	 * The driver's own connection is about to be handed out.
	 * @param connection whose transaction it takes part in
	 */
	void unwrapping(LogicalConnection connection) {
		this.unwrapped = connection;
		wrote(connection);
	}

	/**
	 * Make sure that the physical connection is usable: a call on the driver's own object
	 * may have failed.
	 */
	void ensureUsable() throws SQLException {
		if (this.unwrapped != null && this.rules.isAborted()) {
			this.unwrapped.harmedByDriver();
		}
	}

	/**
	 * A failure has undone what others wrote.
	 * @param culprit whose call failed
	 * @param cause what the call threw
	 */
	void damage(String culprit, SQLException cause) {
		if (this.broken == null) {
			this.broken = new TransactionIsolationException("In the scenario '" + this.scenario + "', a call on "
					+ culprit + " failed, and the database has undone more of the scenario's one transaction: "
					+ cause.getMessage(), cause);
		}
	}

	void closed(LogicalConnection connection) {
		this.connections.remove(connection);
	}

	/**
	 * How a transaction ended.
	 */
	public enum End {

		/**
		 * What the scenario committed is in the database for everybody to see.
		 */
		COMMITTED,

		/**
		 * What the scenario did is undone, but for what a rollback leaves: numbers of
		 * sequences, for example.
		 */
		ROLLED_BACK,

		/**
		 * The database is as it was before in all respects.
		 */
		RESTORED,

		/**
		 * The connection is still at work and does not answer.
		 */
		NOT_YET

	}

}
