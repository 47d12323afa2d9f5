package io.github.pristinedb.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.pristinedb.engine.StatementRefusal;
import io.github.pristinedb.engine.StatementTraits;
import io.github.pristinedb.engine.StatementTraits.TransactionCommand;
import io.github.pristinedb.engine.TransactionRules;
import io.github.pristinedb.engine.TransactionRules.Mistake;
import io.github.pristinedb.proxy.StatementGate.Execution;
import org.jspecify.annotations.Nullable;

/**
 * A connection of the application's within the transaction of its scenario: in what
 * transaction it is, and what is open on it. All methods are to be called in turn.
 */
final class LogicalConnection {

	private final ScenarioTransaction scenario;

	private final TransactionRules rules;

	private final WriteStack writes;

	private final int number;

	private final Connection proxy;

	private final Map<String, ConnectionSettings.Setting<?>> settings = new LinkedHashMap<>();

	private final Set<AutoCloseable> open = new LinkedHashSet<>();

	private boolean autoCommit;

	private boolean inTransaction;

	// Auto-commit mode, which comes back with the transaction's end.
	private boolean turnedOffByCommand;

	private @Nullable Integer isolation;

	/**
	 * What the transaction is, once it has written or has a savepoint.
	 */
	private @Nullable LogicalTransaction transaction;

	/**
	 * The savepoint that the transaction began with, which ends it when it is released.
	 */
	private @Nullable LogicalSavepoint beginning;

	private boolean deferred;

	private int savepoints;

	private boolean closed;

	LogicalConnection(ScenarioTransaction scenario, int number, boolean autoCommit) {
		this.scenario = scenario;
		this.rules = scenario.rules();
		this.writes = scenario.writes();
		this.number = number;
		this.autoCommit = autoCommit;
		this.inTransaction = !autoCommit;
		this.proxy = new TurnGate(scenario, this).connection();
	}

	Connection proxy() {
		return this.proxy;
	}

	Map<String, ConnectionSettings.Setting<?>> settings() {
		return this.settings;
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Make sure that this connection can be used, and that the physical one is as this
	 * one has it.
	 */
	void ensureOpen() throws SQLException {
		if (this.closed) {
			throw new SQLException("The connection is closed"
					+ (this.scenario.hasEnded() ? ": the scenario '" + this.scenario.scenario() + "' has ended" : ""));
		}
		this.scenario.settings().activate(this);
	}

	/**
	 * Something is open that is to be closed with this connection.
	 * @param resource closes it
	 */
	void opened(AutoCloseable resource) {
		this.open.add(resource);
	}

	void closed(AutoCloseable resource) {
		this.open.remove(resource);
	}

	boolean isAutoCommit() {
		return this.autoCommit;
	}

	void setAutoCommit(boolean wanted) throws SQLException {
		if (this.autoCommit == wanted) {
			return;
		}
		// As the driver does, also if the rest fails.
		this.autoCommit = wanted;
		if (wanted) {
			commitBegun();
			this.inTransaction = false;
		}
		else {
			begin();
		}
	}

	private void begin() throws SQLException {
		if (this.inTransaction) {
			complain(Mistake.BEGUN_ALREADY, "");
		}
		this.inTransaction = true;
	}

	void commit() throws SQLException {
		complainOfAutoCommit();
		commitBegun();
		ended(false);
	}

	private void commitBegun() throws SQLException {
		if (!this.inTransaction) {
			complain(Mistake.NOTHING_TO_COMMIT, "");
		}
		commitTransaction();
	}

	void rollBack() throws SQLException {
		complainOfAutoCommit();
		rollBackBegun();
		ended(false);
	}

	private void rollBackBegun() throws SQLException {
		if (!this.inTransaction) {
			complain(Mistake.NOTHING_TO_ROLL_BACK, "");
		}
		rollBackTransaction();
	}

	/**
	 * A transaction has ended, and another one may have begun by that.
	 */
	private void ended(boolean byCommand) {
		if (this.rules.isAutoCommitTurnedOffByCommand()) {
			this.autoCommit |= this.turnedOffByCommand;
			this.turnedOffByCommand = false;
			this.inTransaction = !this.autoCommit;
		}
		else if (byCommand) {
			this.inTransaction = false;
		}
	}

	private void complainOfAutoCommit() throws SQLException {
		if (this.autoCommit) {
			complain(Mistake.AUTO_COMMIT, "");
		}
	}

	private void complain(Mistake mistake, String savepoint) throws SQLException {
		SQLException failure = this.rules.failure(mistake, savepoint);
		if (failure != null) {
			throw failure;
		}
	}

	private void commitTransaction() throws SQLException {
		LogicalTransaction ending = this.transaction;
		if (ending != null) {
			if (this.rules.hasDeferredConstraints()) {
				this.rules.checkDeferredConstraints();
			}
			this.writes.commit(ending);
			this.scenario.committed();
		}
		endTransaction();
	}

	private void rollBackTransaction() throws SQLException {
		LogicalTransaction ending = this.transaction;
		endTransaction();
		if (ending != null) {
			this.writes.rollBack(ending);
		}
	}

	private void endTransaction() throws SQLException {
		this.transaction = null;
		this.beginning = null;
		defer(false);
	}

	private void defer(boolean deferred) throws SQLException {
		if (this.deferred != deferred) {
			this.rules.deferConstraints(deferred);
			this.deferred = deferred;
		}
	}

	private LogicalTransaction transaction() {
		LogicalTransaction transaction = this.transaction;
		if (transaction == null) {
			transaction = new LogicalTransaction(this.number, false);
			this.transaction = transaction;
		}
		return transaction;
	}

	/**
	 * The level of isolation that was set without any effect.
	 * @return the level, {@code null} if none was
	 */
	@Nullable Integer isolation() {
		return this.isolation;
	}

	/**
	 * Set the level of isolation, unless that would end the transaction.
	 * @param level the level
	 * @return whether it is for the physical connection to set
	 */
	boolean setIsolation(int level) {
		if (this.rules.isCommittedByIsolationLevel()) {
			this.isolation = level;
			return false;
		}
		return true;
	}

	Savepoint setSavepoint(@Nullable String name) throws SQLException {
		this.savepoints++;
		String given = (name != null) ? name : this.rules.savepointName(this.savepoints);
		if (this.autoCommit && !this.rules.isTransactionBegunBySavepoint()) {
			complain(Mistake.AUTO_COMMIT, "");
			// It is gone with the statement that set it.
			return new LogicalSavepoint(this.savepoints, given);
		}
		this.autoCommit = false;
		return addSavepoint(given);
	}

	private LogicalSavepoint addSavepoint(String name) {
		LogicalSavepoint savepoint = new LogicalSavepoint(this.savepoints, name);
		transaction().add(savepoint);
		if (!this.inTransaction) {
			this.inTransaction = true;
			this.beginning = savepoint;
		}
		return savepoint;
	}

	void releaseSavepoint(Savepoint savepoint) throws SQLException {
		complainOfAutoCommit();
		release(savepoint.getSavepointName());
	}

	private void release(String name) throws SQLException {
		LogicalSavepoint released = find(name);
		if (released == null) {
			complain(Mistake.NOTHING_TO_RELEASE, name);
			return;
		}
		if (released == this.beginning) {
			commitTransaction();
			this.inTransaction = false;
			return;
		}
		transaction().forgetAfter(released, true);
		this.writes.settle();
	}

	void rollBackTo(Savepoint savepoint) throws SQLException {
		complainOfAutoCommit();
		rollBackTo(savepoint.getSavepointName());
	}

	private void rollBackTo(String name) throws SQLException {
		LogicalSavepoint kept = find(name);
		if (kept == null) {
			complain(Mistake.NO_SUCH_SAVEPOINT, name);
			return;
		}
		transaction().forgetAfter(kept, false);
		this.writes.rollBackTo(transaction(), kept);
	}

	private @Nullable LogicalSavepoint find(String name) {
		return (this.transaction != null) ? this.transaction.savepoint(name) : null;
	}

	/**
	 * Run a command that came as SQL.
	 * @param command the command
	 */
	private void run(TransactionCommand command) throws SQLException {
		switch (command.kind()) {
			case BEGIN -> {
				begin();
				this.turnedOffByCommand = this.rules.isAutoCommitTurnedOffByCommand();
				this.autoCommit &= !this.turnedOffByCommand;
			}
			case COMMIT -> {
				commitBegun();
				ended(true);
			}
			case ROLLBACK -> {
				rollBackBegun();
				ended(true);
			}
			case SAVEPOINT -> {
				if (!this.autoCommit || this.inTransaction || this.rules.isTransactionBegunBySavepoint()) {
					addSavepoint(command.savepoint());
				}
			}
			case RELEASE -> release(command.savepoint());
			case ROLLBACK_TO -> rollBackTo(command.savepoint());
		}
	}

	/**
	 * Execute a statement.
	 * @param <R> the type of the result
	 * @param traits what it means to the transaction
	 * @param call executes it on the physical connection
	 * @return what it returns, {@code null} if it was a command for the transaction
	 */
	<R> @Nullable R execute(StatementTraits traits, Execution<R> call) throws SQLException {
		ensureOpen();
		if (traits.refusal() != null) {
			throw refused(traits.refusal());
		}
		if (traits.command() != null) {
			run(traits.command());
			return null;
		}
		this.scenario.ensureSound();
		if (traits.sticks()) {
			this.scenario.observer().stuck();
		}
		if (traits.asksConnection() && this.scenario.hasOtherWriter(this)) {
			throw new TransactionIsolationException("In the scenario '" + this.scenario.scenario() + "', the thread '"
					+ Thread.currentThread().getName()
					+ "' asks for the last write of its own connection. Another connection has written since, and all"
					+ " share one physical connection.", "");
		}
		R result = traits.writes() ? write(traits, call)
				: traits.needsSavepoint() ? this.writes.behindSavepoint(call) : call.run();
		if (traits.defersConstraints()) {
			// Without a transaction it is over with the statement itself.
			this.rules.deferConstraints(this.inTransaction);
			this.deferred = this.inTransaction;
		}
		return result;
	}

	TransactionIsolationException refused(StatementRefusal refusal) {
		return new TransactionIsolationException(
				"In the scenario '" + this.scenario.scenario()
						+ "', which runs in one transaction, a statement cannot be executed: " + refusal.reason() + ".",
				refusal.cure());
	}

	private <R> R write(StatementTraits traits, Execution<R> call) throws SQLException {
		boolean deferrable = this.rules.hasDeferredConstraints();
		LogicalTransaction writer = writer(deferrable);
		if (writer != null) {
			this.writes.write(writer);
		}
		R result;
		try {
			result = call.run();
		}
		catch (SQLException ex) {
			this.scenario.wrote(this);
			failed(writer, ex);
			throw ex;
		}
		finally {
			if (traits.changesSchema()) {
				this.rules.schemaChanged();
			}
		}
		this.scenario.wrote(this);
		if (!this.inTransaction) {
			endUnit(writer, deferrable);
		}
		return result;
	}

	/**
	 * Who writes: the transaction, or a statement in auto-commit mode, which needs no
	 * savepoint if nothing is open and nothing of it will ever have to be undone.
	 */
	private @Nullable LogicalTransaction writer(boolean deferrable) {
		if (this.inTransaction) {
			return transaction();
		}
		return (deferrable || this.rules.isAbortedByFailure() || !this.writes.isEmpty())
				? new LogicalTransaction(this.number, true) : null;
	}

	private void endUnit(@Nullable LogicalTransaction unit, boolean deferrable) throws SQLException {
		if (unit != null) {
			if (deferrable) {
				try {
					this.rules.checkDeferredConstraints();
				}
				catch (SQLException ex) {
					this.writes.rollBack(unit);
					throw ex;
				}
			}
			this.writes.commit(unit);
		}
		this.scenario.committed();
	}

	private void failed(@Nullable LogicalTransaction writer, SQLException cause) throws SQLException {
		if (this.rules.isTransactionLost(cause)) {
			LogicalTransaction loser = (writer != null) ? writer : new LogicalTransaction(this.number, true);
			if (!this.scenario.lose(loser, cause)) {
				this.scenario.ensureSound();
			}
			endTransaction();
			ended(true);
		}
		else if (!this.inTransaction && writer != null) {
			if (this.rules.isAbortedByFailure()) {
				this.writes.rollBack(writer);
			}
			else {
				// Of several statements, or of a batch, those before it stay.
				this.writes.commit(writer);
				this.scenario.committed();
			}
		}
	}

	/**
	 * Close what is open, and undo what was not committed.
	 * @throws SQLException if something cannot be closed
	 */
	void close() throws SQLException {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.scenario.closed(this);
		List<AutoCloseable> left = new ArrayList<>(this.open);
		this.open.clear();
		SQLException failure = null;
		for (AutoCloseable resource : left) {
			try {
				resource.close();
			}
			catch (SQLException ex) {
				failure = ex;
			}
			catch (Exception ex) {
				failure = new SQLException(ex);
			}
		}
		rollBackTransaction();
		if (failure != null) {
			throw failure;
		}
	}

}
