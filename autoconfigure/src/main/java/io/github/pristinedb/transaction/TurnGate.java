package io.github.pristinedb.transaction;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

import io.github.pristinedb.engine.StatementTraits;
import io.github.pristinedb.proxy.ConnectionGate;
import io.github.pristinedb.proxy.StatementGate;
import io.github.pristinedb.proxy.StatementRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Lets the objects of a logical connection be called in turn only: all logical
 * connections of a scenario share a physical one.
 */
final class TurnGate implements ConnectionGate {

	private static final StatementTraits CHANGE = new StatementTraits(true, false, false, false, false, true, null,
			null);

	private final ScenarioTransaction scenario;

	private final LogicalConnection logical;

	private final Connection connection;

	private final @Nullable StatementRecorder recorder;

	/**
	 * Open the gate to a logical connection.
	 * @param scenario whose turn it is
	 * @param logical the logical connection
	 * @param recorder records its statements, {@code null} if nobody wants to know them
	 */
	TurnGate(ScenarioTransaction scenario, LogicalConnection logical, @Nullable StatementRecorder recorder) {
		this.scenario = scenario;
		this.logical = logical;
		this.recorder = recorder;
		this.connection = new TransactionalConnection(scenario.physical(), this, logical);
	}

	@Override
	public Connection connection() {
		return this.connection;
	}

	ConnectionSettings settings() {
		return this.scenario.settings();
	}

	@Override
	public void enter() {
		this.scenario.takeTurn();
	}

	@Override
	public void leave() {
		this.scenario.endTurn();
	}

	@Override
	public void ensureOpen() throws SQLException {
		this.logical.ensureOpen();
	}

	/**
	 * The driver's own statements are closed with the logical connection.
	 */
	@Override
	public void ensureUsable() {
	}

	@Override
	public void ensureReadable() {
		if (!this.logical.isClosed()) {
			this.scenario.ensureSound();
		}
	}

	@Override
	public @Nullable StatementRecorder recorder() {
		return this.recorder;
	}

	@Override
	public StatementGate create() {
		return new LogicalStatement(this.scenario, this.logical, null);
	}

	@Override
	public StatementGate prepare(String sql) throws SQLException {
		this.scenario.ensureSound();
		StatementTraits traits = this.scenario.rules().traits(String.valueOf(sql));
		if (traits.refusal() != null) {
			throw this.logical.refused(traits.refusal());
		}
		return new LogicalStatement(this.scenario, this.logical, traits);
	}

	@Override
	public void change(StatementGate.Execution<?> change) throws SQLException {
		this.logical.execute(CHANGE, change);
	}

	@Override
	public void largeObject(boolean writes) throws SQLException {
		if (this.scenario.rules().isLargeObjectOfTransactions()) {
			this.logical.largeObject(writes);
		}
	}

	@Override
	public void rowsOpened(ResultSet rows) {
		this.logical.opened(rows);
	}

	/**
	 * A rollback to a savepoint closes large objects on their server, which nobody may
	 * close again. The scenario's end closes the others.
	 */
	@Override
	public void valueOpened(AutoCloseable value) {
		if (!this.scenario.rules().isLargeObjectOfTransactions()) {
			this.logical.opened(value);
		}
	}

	@Override
	public void stuck() {
		this.scenario.observer().stuck();
	}

	@Override
	public void unwrapping() throws SQLException {
		stuck();
		enter();
		try {
			this.logical.unwrapping();
		}
		finally {
			leave();
		}
	}

	@Override
	public void failed(SQLException failure) {
		this.scenario.observer().failed(failure);
		try {
			this.logical.harmed(failure);
		}
		catch (SQLException ex) {
			failure.addSuppressed(ex);
		}
	}

	@Override
	public String describe(Object delegate) {
		return "in the transaction of '" + this.scenario.scenario() + "': " + delegate;
	}

}
