package io.github.pristinedb.proxy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A statement as the application sees it.
 *
 * @param <T> the type of the statement
 */
class StatementProxy<T extends Statement> extends JdbcProxy<T> implements Statement {

	private final StatementGate statementGate;

	private final @Nullable StatementRecording recording;

	StatementProxy(T delegate, ConnectionGate gate, StatementGate statementGate, @Nullable String prepared) {
		super(delegate, gate);
		this.statementGate = statementGate;
		StatementRecorder recorder = gate.recorder();
		this.recording = (recorder != null) ? new StatementRecording(recorder, prepared) : null;
		statementGate.opened(delegate);
	}

	@Override
	protected void ensureUsable() throws SQLException {
		gate().ensureUsable();
	}

	@Override
	public int getMaxFieldSize() throws SQLException {
		return call((statement) -> statement.getMaxFieldSize());
	}

	@Override
	public void setMaxFieldSize(int max) throws SQLException {
		run((statement) -> statement.setMaxFieldSize(max));
	}

	@Override
	public int getMaxRows() throws SQLException {
		return call((statement) -> statement.getMaxRows());
	}

	@Override
	public void setMaxRows(int max) throws SQLException {
		run((statement) -> statement.setMaxRows(max));
	}

	@Override
	public void setEscapeProcessing(boolean enable) throws SQLException {
		run((statement) -> statement.setEscapeProcessing(enable));
	}

	@Override
	public int getQueryTimeout() throws SQLException {
		return call((statement) -> statement.getQueryTimeout());
	}

	@Override
	public void setQueryTimeout(int seconds) throws SQLException {
		run((statement) -> statement.setQueryTimeout(seconds));
	}

	@Override
	public SQLWarning getWarnings() throws SQLException {
		return call((statement) -> statement.getWarnings());
	}

	@Override
	public void clearWarnings() throws SQLException {
		run((statement) -> statement.clearWarnings());
	}

	@Override
	public void setCursorName(String name) throws SQLException {
		run((statement) -> statement.setCursorName(name));
	}

	@Override
	public @Nullable ResultSet getResultSet() throws SQLException {
		return found(call((statement) -> statement.getResultSet()));
	}

	@Override
	public int getUpdateCount() throws SQLException {
		int count = call((statement) -> statement.getUpdateCount());
		if (this.recording != null) {
			this.recording.updateCount(count);
		}
		return count;
	}

	@Override
	public boolean getMoreResults() throws SQLException {
		return call((statement) -> statement.getMoreResults());
	}

	@Override
	public void setFetchDirection(int direction) throws SQLException {
		run((statement) -> statement.setFetchDirection(direction));
	}

	@Override
	public int getFetchDirection() throws SQLException {
		return call((statement) -> statement.getFetchDirection());
	}

	@Override
	public void setFetchSize(int rows) throws SQLException {
		run((statement) -> statement.setFetchSize(rows));
	}

	@Override
	public int getFetchSize() throws SQLException {
		return call((statement) -> statement.getFetchSize());
	}

	@Override
	public int getResultSetConcurrency() throws SQLException {
		return call((statement) -> statement.getResultSetConcurrency());
	}

	@Override
	public int getResultSetType() throws SQLException {
		return call((statement) -> statement.getResultSetType());
	}

	@Override
	public Connection getConnection() {
		return gate().connection();
	}

	@Override
	public boolean getMoreResults(int current) throws SQLException {
		return call((statement) -> statement.getMoreResults(current));
	}

	@Override
	public @Nullable ResultSet getGeneratedKeys() throws SQLException {
		return rows((statement) -> statement.getGeneratedKeys());
	}

	@Override
	public int getResultSetHoldability() throws SQLException {
		return call((statement) -> statement.getResultSetHoldability());
	}

	@Override
	public void setPoolable(boolean poolable) throws SQLException {
		run((statement) -> statement.setPoolable(poolable));
	}

	@Override
	public boolean isPoolable() throws SQLException {
		return call((statement) -> statement.isPoolable());
	}

	@Override
	public void closeOnCompletion() throws SQLException {
		run((statement) -> statement.closeOnCompletion());
	}

	@Override
	public boolean isCloseOnCompletion() throws SQLException {
		return call((statement) -> statement.isCloseOnCompletion());
	}

	@Override
	public long getLargeUpdateCount() throws SQLException {
		long count = call((statement) -> statement.getLargeUpdateCount());
		if (this.recording != null) {
			this.recording.updateCount(count);
		}
		return count;
	}

	@Override
	public void setLargeMaxRows(long max) throws SQLException {
		run((statement) -> statement.setLargeMaxRows(max));
	}

	@Override
	public long getLargeMaxRows() throws SQLException {
		return call((statement) -> statement.getLargeMaxRows());
	}

	@Override
	public String enquoteLiteral(String val) throws SQLException {
		return call((statement) -> statement.enquoteLiteral(val));
	}

	@Override
	public String enquoteIdentifier(String identifier, boolean alwaysQuote) throws SQLException {
		return call((statement) -> statement.enquoteIdentifier(identifier, alwaysQuote));
	}

	@Override
	public boolean isSimpleIdentifier(String identifier) throws SQLException {
		return call((statement) -> statement.isSimpleIdentifier(identifier));
	}

	@Override
	public String enquoteNCharLiteral(String val) throws SQLException {
		return call((statement) -> statement.enquoteNCharLiteral(val));
	}

	@Override
	public @Nullable ResultSet executeQuery(String sql) throws SQLException {
		return found(execute(sql, (statement) -> statement.executeQuery(sql)).orElse(null));
	}

	@Override
	public boolean execute(String sql) throws SQLException {
		return execute(sql, (statement) -> statement.execute(sql)).orElse(false);
	}

	@Override
	public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
		return execute(sql, (statement) -> statement.execute(sql, autoGeneratedKeys)).orElse(false);
	}

	@Override
	public boolean execute(String sql, int[] columnIndexes) throws SQLException {
		return execute(sql, (statement) -> statement.execute(sql, columnIndexes)).orElse(false);
	}

	@Override
	public boolean execute(String sql, String[] columnNames) throws SQLException {
		return execute(sql, (statement) -> statement.execute(sql, columnNames)).orElse(false);
	}

	@Override
	public int executeUpdate(String sql) throws SQLException {
		return execute(sql, (statement) -> statement.executeUpdate(sql)).orElse(0);
	}

	@Override
	public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
		return execute(sql, (statement) -> statement.executeUpdate(sql, autoGeneratedKeys)).orElse(0);
	}

	@Override
	public int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
		return execute(sql, (statement) -> statement.executeUpdate(sql, columnIndexes)).orElse(0);
	}

	@Override
	public int executeUpdate(String sql, String[] columnNames) throws SQLException {
		return execute(sql, (statement) -> statement.executeUpdate(sql, columnNames)).orElse(0);
	}

	@Override
	public long executeLargeUpdate(String sql) throws SQLException {
		return execute(sql, (statement) -> statement.executeLargeUpdate(sql)).orElse(0L);
	}

	@Override
	public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
		return execute(sql, (statement) -> statement.executeLargeUpdate(sql, autoGeneratedKeys)).orElse(0L);
	}

	@Override
	public long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
		return execute(sql, (statement) -> statement.executeLargeUpdate(sql, columnIndexes)).orElse(0L);
	}

	@Override
	public long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
		return execute(sql, (statement) -> statement.executeLargeUpdate(sql, columnNames)).orElse(0L);
	}

	/**
	 * Stand in front of rows that the statement has found.
	 */
	final @Nullable ResultSet found(@Nullable ResultSet rows) {
		return (rows != null)
				? new ResultSetProxy(rows, gate(), this, (this.recording != null) ? this.recording.rows() : null)
				: null;
	}

	private <R> Optional<R> execute(String sql, JdbcCall<T, R> call) throws SQLException {
		StatementRecording recording = this.recording;
		return call((statement) -> (recording != null)
				? recording.execute(sql, () -> this.statementGate.execute(sql, () -> call.of(statement)))
				: this.statementGate.execute(sql, () -> call.of(statement)));
	}

	/**
	 * Set a parameter.
	 * @param index the position of the parameter
	 * @param value the value
	 * @param setter sets it
	 */
	final void bind(int index, @Nullable Object value, JdbcAction<T> setter) throws SQLException {
		run(setter);
		if (this.recording != null) {
			this.recording.bind(index, (value != null) ? behind(value) : null);
		}
	}

	/**
	 * Set a parameter.
	 * @param name the name of the parameter
	 * @param value the value
	 * @param setter sets it
	 */
	final void bind(String name, @Nullable Object value, JdbcAction<T> setter) throws SQLException {
		run(setter);
		if (this.recording != null) {
			this.recording.bind(name, (value != null) ? behind(value) : null);
		}
	}

	/**
	 * Unset all parameters.
	 */
	final void unbind(JdbcAction<T> clearing) throws SQLException {
		run(clearing);
		if (this.recording != null) {
			this.recording.clear();
		}
	}

	/**
	 * Add a set of values to the batch.
	 */
	final void addSet(JdbcAction<T> adding) throws SQLException {
		run(adding);
		if (this.recording != null) {
			this.recording.addSet();
		}
	}

	/**
	 * Execute what was prepared.
	 * @param call executes it
	 * @return its result, if it has one
	 */
	final <R> Optional<R> executePrepared(JdbcCall<T, R> call) throws SQLException {
		StatementRecording recording = this.recording;
		return call((statement) -> (recording != null)
				? recording.executePrepared(() -> this.statementGate.executePrepared(() -> call.of(statement)))
				: this.statementGate.executePrepared(() -> call.of(statement)));
	}

	@Override
	public int @Nullable [] executeBatch() throws SQLException {
		return batch((statement) -> statement.executeBatch()).orElse(null);
	}

	@Override
	public long @Nullable [] executeLargeBatch() throws SQLException {
		return batch((statement) -> statement.executeLargeBatch()).orElse(null);
	}

	private <R> Optional<R> batch(JdbcCall<T, R> call) throws SQLException {
		StatementRecording recording = this.recording;
		return call((statement) -> (recording != null)
				? recording.executeBatch(() -> this.statementGate.executeBatch(() -> call.of(statement)))
				: this.statementGate.executeBatch(() -> call.of(statement)));
	}

	@Override
	public void addBatch(String sql) throws SQLException {
		run((statement) -> {
			this.statementGate.addToBatch(sql);
			statement.addBatch(sql);
		});
		if (this.recording != null) {
			this.recording.addText(sql);
		}
	}

	@Override
	public void clearBatch() throws SQLException {
		run((statement) -> {
			this.statementGate.clearBatch();
			statement.clearBatch();
		});
		if (this.recording != null) {
			this.recording.clearBatch();
		}
	}

	/**
	 * Waits for nothing.
	 */
	@Override
	public void cancel() throws SQLException {
		this.statementGate.cancel(delegate());
	}

	@Override
	public void close() throws SQLException {
		runAlways((statement) -> {
			this.statementGate.closed();
			statement.close();
		});
	}

	@Override
	public boolean isClosed() throws SQLException {
		return callAlways(Statement::isClosed);
	}

}
