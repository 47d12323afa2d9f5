package io.github.pristinedb.transaction;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

import io.github.pristinedb.engine.StatementRefusal;
import io.github.pristinedb.engine.StatementTraits;
import io.github.pristinedb.proxy.StatementGate;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a logical connection. Its methods are to be called in turn, but for
 * {@link #cancel}.
 */
final class LogicalStatement implements StatementGate {

	private final ScenarioTransaction scenario;

	private final LogicalConnection connection;

	private final @Nullable StatementTraits prepared;

	private final Object running = new Object();

	private @Nullable StatementTraits batch;

	private @Nullable Statement statement;

	private @Nullable AutoCloseable resource;

	private boolean isRunning;

	/**
	 * A statement that is being made.
	 * @param scenario the transaction that it runs in
	 * @param connection its connection
	 * @param prepared what it means, {@code null} if it is not prepared
	 */
	LogicalStatement(ScenarioTransaction scenario, LogicalConnection connection, @Nullable StatementTraits prepared) {
		this.scenario = scenario;
		this.connection = connection;
		this.prepared = prepared;
	}

	@Override
	public void opened(Statement statement) {
		this.statement = statement;
		this.resource = statement::close;
		this.connection.opened(this.resource);
	}

	@Override
	public void closed() {
		if (this.resource != null) {
			this.connection.closed(this.resource);
		}
	}

	@Override
	public <R> Optional<R> execute(String sql, Execution<R> execution) throws SQLException {
		return execute(this.scenario.rules().traits(sql), execution);
	}

	@Override
	public <R> Optional<R> executePrepared(Execution<R> execution) throws SQLException {
		// Without a text of its own it is one that the driver itself has prepared.
		return (this.prepared != null) ? execute(this.prepared, execution) : Optional.ofNullable(execution.run());
	}

	@Override
	public <R> Optional<R> executeBatch(Execution<R> execution) throws SQLException {
		StatementTraits traits = (this.prepared != null) ? this.prepared : this.batch;
		try {
			if (traits != null) {
				ensureNotAborted();
				return execute(traits, execution);
			}
			return Optional.ofNullable(execution.run());
		}
		finally {
			this.batch = null;
		}
	}

	/**
	 * A batch that fails tells so by an exception of its own.
	 */
	private void ensureNotAborted() throws SQLException {
		try {
			this.connection.ensureNotAborted();
		}
		catch (SQLException ex) {
			throw new BatchUpdateException(ex.getMessage(), ex.getSQLState(), new int[0], ex);
		}
	}

	private <R> Optional<R> execute(StatementTraits traits, Execution<R> execution) throws SQLException {
		return Optional.ofNullable(this.connection.execute(traits, () -> {
			isRunning(true);
			try {
				return fetch(execution);
			}
			finally {
				isRunning(false);
			}
		}));
	}

	/**
	 * The physical connection is in a transaction, and the driver may read rows in parts
	 * that it reads at once in auto-commit mode.
	 */
	private <R> R fetch(Execution<R> execution) throws SQLException {
		Statement statement = this.statement;
		if (statement == null || !this.connection.isAutoCommit() || !this.scenario.rules().isFetchSizeOfTransactions()
				|| statement.getFetchSize() == 0) {
			return execution.run();
		}
		int size = statement.getFetchSize();
		statement.setFetchSize(0);
		try {
			return execution.run();
		}
		finally {
			if (!statement.isClosed()) {
				statement.setFetchSize(size);
			}
		}
	}

	@Override
	public void addToBatch(String sql) throws SQLException {
		StatementTraits traits = this.scenario.rules().traits(sql);
		if (traits.command() != null) {
			throw this.connection.refused(StatementRefusal.of("it begins or ends a transaction as part of a batch"));
		}
		this.batch = (this.batch != null) ? this.batch.and(traits) : traits;
	}

	@Override
	public void clearBatch() {
		this.batch = null;
	}

	/**
	 * Interrupt this statement, and none of another thread.
	 */
	@Override
	public void cancel(Statement statement) throws SQLException {
		synchronized (this.running) {
			if (this.isRunning) {
				statement.cancel();
			}
		}
	}

	private void isRunning(boolean isRunning) {
		synchronized (this.running) {
			this.isRunning = isRunning;
		}
	}

}
