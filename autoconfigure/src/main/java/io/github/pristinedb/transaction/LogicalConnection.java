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
import io.github.pristinedb.proxy.StatementRecorder;
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

	private boolean readOnly;

	// Something was executed in the transaction.
	private boolean begun;

	private int snapshot;

	/**
	 * Why the transaction accepts nothing but a rollback.
	 */
	private @Nullable SQLException aborted;

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

	LogicalConnection(ScenarioTransaction scenario, int number, boolean autoCommit,
			@Nullable StatementRecorder recorder) {
		this.scenario = scenario;
		this.rules = scenario.rules();
		this.writes = scenario.writes();
		this.number = number;
		this.autoCommit = autoCommit;
		this.inTransaction = !autoCommit;
		this.proxy = new TurnGate(scenario, this, recorder).connection();
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
		this.scenario.ensureUsable();
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
		if (wanted && this.rules.isAutoCommitOffAfterFailure()) {
			commitBegun();
		}
		// As the driver does, also if the rest fails.
		this.autoCommit = wanted;
		if (!wanted) {
			begin();
			return;
		}
		if (!this.rules.isAutoCommitOffAfterFailure()) {
			commitBegun();
		}
		this.inTransaction = false;
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
		this.autoCommit |= this.turnedOffByCommand;
		this.turnedOffByCommand = false;
		if (this.rules.isAlwaysInTransaction()) {
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

	/**
	 * In auto-commit mode a command may have begun a transaction. Some drivers then leave
	 * it to their servers to find the savepoint.
	 */
	private void complainOfSavepointOutside() throws SQLException {
		if (!this.inTransaction || this.rules.isTransactionBegunBySavepoint()) {
			complainOfAutoCommit();
		}
	}

	private void complain(Mistake mistake, String savepoint) throws SQLException {
		SQLException failure = this.rules.failure(mistake, savepoint);
		if (failure != null) {
			throw failure;
		}
	}

	/**
	 * Make sure that no failure has aborted the transaction.
	 */
	void ensureNotAborted() throws SQLException {
		if (this.aborted != null) {
			SQLException failure = this.rules.failure(Mistake.ABORTED, "");
			if (failure != null) {
				failure.initCause(this.aborted);
				throw failure;
			}
		}
	}

	private void commitTransaction() throws SQLException {
		LogicalTransaction ending = this.transaction;
		if (this.aborted != null) {
			rollBackTransaction();
			return;
		}
		if (ending != null) {
			if (ending.awaitsCommit() && this.rules.hasDeferredConstraints()) {
				checkDeferredConstraints();
			}
			this.writes.commit(ending);
			this.scenario.committed();
		}
		endTransaction();
	}

	private void checkDeferredConstraints() throws SQLException {
		try {
			this.rules.checkDeferredConstraints();
		}
		catch (SQLException ex) {
			if (this.rules.isAbortedByFailure()) {
				rollBackTransaction();
				ended(true);
			}
			throw ex;
		}
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
		this.begun = false;
		this.aborted = null;
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
	 * Set the level of isolation, unless the physical connection cannot.
	 * @param level the level
	 * @return whether it is for the physical connection to set
	 */
	boolean setIsolation(int level) throws SQLException {
		if (this.rules.isIsolationFixed()) {
			complainWithin();
			this.isolation = level;
			return false;
		}
		return true;
	}

	/**
	 * Whether transactions are read-only.
	 * @return whether they are, {@code null} if the physical connection knows
	 */
	@Nullable Boolean isReadOnly() {
		return this.rules.isReadOnlyFixed() ? this.readOnly : null;
	}

	/**
	 * Make transactions read-only, or no longer, unless the physical connection cannot.
	 * @param wanted whether they are to be
	 * @return whether it is for the physical connection to do
	 */
	boolean setReadOnly(boolean wanted) throws SQLException {
		if (this.rules.isReadOnlyFixed()) {
			complainWithin();
			this.readOnly = wanted;
			return false;
		}
		return true;
	}

	private void complainWithin() throws SQLException {
		if (this.inTransaction && this.begun) {
			complain(Mistake.MODE_IN_TRANSACTION, "");
		}
	}

	Savepoint setSavepoint(@Nullable String name) throws SQLException {
		this.savepoints++;
		String given = (name != null) ? name : this.rules.savepointName(this.savepoints);
		if (this.autoCommit && !this.rules.isTransactionBegunBySavepoint()) {
			complain(Mistake.AUTO_COMMIT, "");
			// It is gone with the statement that set it.
			return new LogicalSavepoint(this.savepoints, given);
		}
		ensureNotAborted();
		this.autoCommit &= !this.rules.isTransactionBegunBySavepoint();
		return addSavepoint(given);
	}

	private LogicalSavepoint addSavepoint(String name) {
		this.begun = true;
		LogicalSavepoint savepoint = new LogicalSavepoint(this.savepoints, name);
		transaction().add(savepoint);
		if (!this.inTransaction) {
			this.inTransaction = true;
			this.beginning = savepoint;
		}
		return savepoint;
	}

	void releaseSavepoint(Savepoint savepoint) throws SQLException {
		complainOfReleased(savepoint);
		complainOfSavepointOutside();
		release(savepoint.getSavepointName());
		if (savepoint instanceof LogicalSavepoint own) {
			own.release();
		}
	}

	private void complainOfReleased(Savepoint savepoint) throws SQLException {
		if (savepoint instanceof LogicalSavepoint own && own.isReleased()) {
			complain(Mistake.SAVEPOINT_RELEASED, own.getSavepointName());
		}
	}

	private void release(String name) throws SQLException {
		ensureNotAborted();
		LogicalSavepoint released = find(name);
		if (released == null) {
			complainOfSavepoint(Mistake.NOTHING_TO_RELEASE, name);
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
		complainOfReleased(savepoint);
		complainOfSavepointOutside();
		rollBackTo(savepoint.getSavepointName());
	}

	private void rollBackTo(String name) throws SQLException {
		LogicalSavepoint kept = find(name);
		if (kept == null) {
			complainOfSavepoint(Mistake.NO_SUCH_SAVEPOINT, name);
			return;
		}
		this.aborted = null;
		transaction().forgetAfter(kept, false);
		this.writes.rollBackTo(transaction(), kept);
	}

	private void complainOfSavepoint(Mistake mistake, String name) throws SQLException {
		if (!this.inTransaction) {
			complain(Mistake.NO_TRANSACTION, name);
		}
		try {
			complain(mistake, name);
		}
		catch (SQLException ex) {
			abort(ex);
			throw ex;
		}
	}

	/**
	 * A call has failed. Its transaction is aborted by that, if the server has it so.
	 */
	private void abort(SQLException failure) {
		if (this.inTransaction && this.aborted == null && this.rules.isAbortedByFailure()
				&& this.rules.isAborting(failure)) {
			this.aborted = failure;
		}
	}

	/**
	 * A call of anything but a statement has failed, such as one for the next row.
	 * @param failure why
	 */
	void harmed(SQLException failure) throws SQLException {
		if (this.rules.isAborted()) {
			abort(failure);
			if (!this.scenario.shield().heal(this.transaction)) {
				this.scenario.damage(toString(), failure);
			}
		}
	}

	/**
	 * The driver's own connection is about to be handed out. Whatever is done by it
	 * belongs to the transaction.
	 */
	void unwrapping() throws SQLException {
		ensureOpen();
		ensureNotAborted();
		this.begun = true;
		this.scenario.unwrapping(this);
		if (this.inTransaction) {
			this.writes.write(transaction());
			transaction().awaitCommit();
		}
		else {
			LogicalTransaction unit = writer(false);
			if (unit != null) {
				this.writes.write(unit);
				this.writes.commit(unit);
			}
			this.scenario.committed();
		}
	}

	/**
	 * A large object is about to be read or written. The driver does so within a
	 * transaction only, and without a statement of the application's.
	 * @param writes whether it is written
	 */
	void largeObject(boolean writes) throws SQLException {
		ensureOpen();
		ensureNotAborted();
		if (this.autoCommit) {
			complain(Mistake.LARGE_OBJECT, "");
		}
		this.scenario.ensureSound();
		this.begun = true;
		if (writes) {
			this.writes.write(transaction());
			this.scenario.wrote(this);
		}
	}

	/**
	 * A call on the driver's own connection has failed.
	 */
	void harmedByDriver() throws SQLException {
		SQLException failure = new SQLException("A call on the driver's own connection failed");
		if (this.inTransaction) {
			this.aborted = failure;
		}
		if (!this.scenario.shield().heal(this.transaction)) {
			this.scenario.damage(toString(), failure);
		}
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
				ensureNotAborted();
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
				ensureNotAborted();
				if (!this.autoCommit || this.inTransaction || this.rules.isTransactionBegunBySavepoint()) {
					addSavepoint(command.savepoint());
				}
				else {
					complain(Mistake.NO_TRANSACTION, command.savepoint());
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
		ensureNotAborted();
		this.scenario.ensureSound();
		if (traits.sticks()) {
			this.scenario.observer().stuck();
		}
		if (traits.asksConnection() && this.scenario.hasOtherWriter(this)) {
			throw this.scenario.refusal("In the scenario '" + this.scenario.scenario() + "', the thread '"
					+ Thread.currentThread().getName()
					+ "' asks for the last write of its own connection. Another connection has written since, and all"
					+ " share one physical connection.", "");
		}
		ensureSnapshot();
		this.begun = true;
		R result = traits.writes() ? write(traits, call) : read(call);
		if (traits.defersConstraints()) {
			// Without a transaction it is over with the statement itself.
			this.rules.deferConstraints(this.inTransaction);
			this.deferred = this.inTransaction;
		}
		return result;
	}

	/**
	 * A transaction of a higher isolation does not see what others commit after its first
	 * statement.
	 */
	private void ensureSnapshot() throws SQLException {
		if (!this.inTransaction || this.isolation == null || this.isolation < Connection.TRANSACTION_REPEATABLE_READ) {
			return;
		}
		if (!this.begun) {
			this.snapshot = this.scenario.commits();
		}
		else if (this.scenario.commits() != this.snapshot) {
			throw this.scenario.refusal("In the scenario '" + this.scenario.scenario() + "', " + this
					+ " has asked for repeatable reads. Another connection has committed since its transaction began,"
					+ " and all share one physical connection.", "");
		}
	}

	private <R> R read(Execution<R> call) throws SQLException {
		LogicalTransaction reader = this.inTransaction ? this.transaction : null;
		try {
			return shielded(reader, call);
		}
		catch (SQLException ex) {
			failed(null, ex);
			throw ex;
		}
	}

	/**
	 * Run a statement. If its failure aborts nothing, or its transaction can be rolled
	 * back to a savepoint that stands before it, that is enough should it fail.
	 */
	private <R> R shielded(@Nullable LogicalTransaction transaction, Execution<R> call) throws SQLException {
		boolean harmless = !this.rules.isAbortedByFailure()
				|| (transaction != null && this.writes.endsWith(transaction) && !transaction.hasNewSavepoint());
		return harmless ? call.run() : this.scenario.shield().run(call);
	}

	private <R> R withoutWriting(Execution<R> call) throws SQLException {
		return this.scenario.savepoints().behind("pristine_read_only", () -> {
			this.rules.forbidWrites();
			return call.run();
		});
	}

	TransactionIsolationException refused(StatementRefusal refusal) {
		return this.scenario.refusal(
				"In the scenario '" + this.scenario.scenario()
						+ "', which runs in one transaction, a statement cannot be executed: " + refusal.reason() + ".",
				refusal.cure());
	}

	private <R> R write(StatementTraits traits, Execution<R> call) throws SQLException {
		boolean awaits = this.rules.hasDeferredConstraints() && this.rules.awaitsCommit(traits);
		LogicalTransaction writer = writer(awaits);
		if (writer != null) {
			this.writes.write(writer);
			if (awaits || traits.changesSchema()) {
				writer.awaitCommit();
			}
		}
		R result;
		Execution<R> permitted = (this.readOnly && this.inTransaction) ? () -> withoutWriting(call) : call;
		try {
			result = shielded(writer, permitted);
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
			endUnit(writer, awaits);
		}
		return result;
	}

	/**
	 * Who writes: the transaction, or a statement in auto-commit mode, which needs no
	 * savepoint if nothing is open and nothing of it will ever have to be undone.
	 */
	private @Nullable LogicalTransaction writer(boolean awaitsCommit) {
		if (this.inTransaction) {
			return transaction();
		}
		return (awaitsCommit || !this.writes.isEmpty()) ? new LogicalTransaction(this.number, true) : null;
	}

	private void endUnit(@Nullable LogicalTransaction unit, boolean awaitsCommit) throws SQLException {
		if (unit != null) {
			if (awaitsCommit) {
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
		else if (this.inTransaction) {
			abort(cause);
			if (this.aborted != null && writer != null && this.rules.isAborted()) {
				this.writes.undoLast();
			}
		}
		else if (writer != null) {
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

	@Override
	public String toString() {
		return "connection " + this.number;
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
