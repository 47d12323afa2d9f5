package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import io.github.pristinedb.proxy.ConnectionGate;
import io.github.pristinedb.proxy.StatementGate;
import io.github.pristinedb.proxy.StatementRecorder;
import io.github.pristinedb.slot.DatabaseLease;
import org.jspecify.annotations.Nullable;

/**
 * Passes the calls to a connection of a scenario's own database. Tells the lease when the
 * connection is closed, and when something is done to it that may stick to the physical
 * connection. All statements share this gate.
 */
final class ScenarioGate implements ConnectionGate, StatementGate {

	private final Connection delegate;

	private final ScenarioConnection connection;

	private final DatabaseLease lease;

	private final Predicate<String> sticks;

	private final @Nullable StatementRecorder recorder;

	private final @Nullable Predicate<String> spends;

	private final Queue<ResultSet> rows = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile boolean watched;

	/**
	 * Open the gate to a connection.
	 * @param delegate the connection of a pool
	 * @param lease what it belongs to
	 * @param forgetsSettings whether the pool sets back what JDBC sets
	 * @param sticks whether a statement may leave something behind on its connection
	 * @param spends whether a statement may leave something there that ends with the
	 * connection, {@code null} if none does
	 */
	ScenarioGate(Connection delegate, DatabaseLease lease, boolean forgetsSettings, Predicate<String> sticks,
			@Nullable Predicate<String> spends) {
		this.delegate = delegate;
		this.lease = lease;
		this.sticks = sticks;
		this.recorder = lease.recorder();
		this.spends = spends;
		this.connection = new ScenarioConnection(delegate, this, forgetsSettings);
	}

	@Override
	public Connection connection() {
		return this.connection;
	}

	@Override
	public void enter() {
	}

	@Override
	public void leave() {
	}

	@Override
	public void ensureOpen() throws SQLException {
		if (this.closed.get()) {
			// Not all pools close statements, and the connection may be in another
			// scenario's hands.
			throw new SQLException("The connection of this statement is closed");
		}
	}

	@Override
	public void ensureUsable() throws SQLException {
		ensureOpen();
	}

	@Override
	public void ensureReadable() {
	}

	@Override
	public @Nullable StatementRecorder recorder() {
		return this.recorder;
	}

	@Override
	public void largeObject(boolean writes) {
	}

	@Override
	public StatementGate create() {
		return this;
	}

	@Override
	public StatementGate prepare(String sql) {
		watch(sql);
		return this;
	}

	@Override
	public void opened(Statement statement) {
	}

	@Override
	public void closed() {
	}

	@Override
	public <R> Optional<R> execute(String sql, Execution<R> execution) throws SQLException {
		watch(sql);
		return Optional.ofNullable(execution.run());
	}

	@Override
	public <R> Optional<R> executePrepared(Execution<R> execution) throws SQLException {
		return Optional.ofNullable(execution.run());
	}

	@Override
	public <R> Optional<R> executeBatch(Execution<R> execution) throws SQLException {
		return Optional.ofNullable(execution.run());
	}

	@Override
	public void addToBatch(String sql) {
		watch(sql);
	}

	@Override
	public void clearBatch() {
	}

	@Override
	public void cancel(Statement statement) throws SQLException {
		ensureOpen();
		statement.cancel();
	}

	private void watch(@Nullable String sql) {
		if (sql != null && this.sticks.test(sql)) {
			this.watched = true;
			this.lease.stuck(sql);
		}
		if (sql != null && this.spends != null && this.spends.test(sql)) {
			this.lease.spend();
		}
	}

	/**
	 * A pool closes what statements are left open, but not those behind the rows of its
	 * metadata: such a one would hold a lock, and its connection on to the present state
	 * of the database.
	 */
	@Override
	public void change(StatementGate.Execution<?> change) throws SQLException {
		change.run();
	}

	@Override
	public void rowsOpened(ResultSet rows) {
		this.rows.add(rows);
	}

	@Override
	public void valueOpened(AutoCloseable value) {
	}

	@Override
	public void stuck() {
		this.lease.stuck();
	}

	@Override
	public void unwrapping() {
		stuck();
	}

	@Override
	public void failed(SQLException failure) {
		this.lease.failed(failure);
	}

	@Override
	public String describe(Object delegate) {
		return delegate.toString();
	}

	/**
	 * Give the connection back to its pool.
	 * @throws SQLException if that fails
	 */
	void close() throws SQLException {
		if (this.watched && !this.closed.get()) {
			this.lease.closing(this.delegate);
		}
		try {
			closeRows();
			this.delegate.close();
		}
		catch (SQLException ex) {
			// A transaction may still be open: when SQLite finds the database locked on
			// a commit, its driver is in auto-commit mode already, and refuses the
			// rollback that the pool asks for.
			stuck();
			throw ex;
		}
		finally {
			if (this.closed.compareAndSet(false, true)) {
				this.lease.closed(this.delegate);
			}
		}
	}

	private void closeRows() throws SQLException {
		for (ResultSet rows = this.rows.poll(); rows != null; rows = this.rows.poll()) {
			rows.close();
		}
	}

}
