package io.github.pristinedb.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import io.github.pristinedb.proxy.JdbcProxy;
import io.github.pristinedb.slot.DatabaseLease;
import io.github.pristinedb.slot.SlotConnector;
import org.jspecify.annotations.Nullable;

/**
 * A connection as the application sees it. It tells its lease when it is closed, and when
 * something is done to it that may stick to the physical connection behind it.
 */
final class ScenarioConnection extends JdbcProxy<Connection> {

	private final DatabaseLease lease;

	private final boolean forgetsSettings;

	private final Predicate<String> sticks;

	private final Queue<ResultSet> results = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile boolean watched;

	private ScenarioConnection(Connection delegate, DatabaseLease lease, boolean forgetsSettings,
			Predicate<String> sticks) {
		super(Connection.class, delegate);
		this.lease = lease;
		this.forgetsSettings = forgetsSettings;
		this.sticks = sticks;
	}

	/**
	 * Open a connection.
	 * @param lease what it belongs to
	 * @param connector connects the data source that is asked
	 * @param sticks whether a statement may leave something behind on its connection
	 * @return the connection
	 * @throws SQLException if there is none to be had
	 */
	static Connection open(DatabaseLease lease, SlotConnector connector, Predicate<String> sticks) throws SQLException {
		return new ScenarioConnection(lease.open(connector), lease, lease.forgetsSettings(connector), sticks).proxy();
	}

	@Override
	protected @Nullable Object answer(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		switch (method.getName()) {
			case "close":
				close();
				return null;
			case "abort", "setTypeMap", "setClientInfo", "setHoldability":
				// No pool sets these back.
				stuck();
				break;
			case "setSavepoint":
				if (delegate().getAutoCommit()) {
					// The driver opens a transaction, which the pool does not roll back.
					stuck();
				}
				break;
			case "prepareStatement", "prepareCall":
				watch(arguments);
				break;
			default:
				if (method.getName().startsWith("set") && !this.forgetsSettings) {
					stuck();
				}
				break;
		}
		return call(method, arguments);
	}

	private void close() throws SQLException {
		if (this.watched && !this.closed.get()) {
			this.lease.closing(delegate());
		}
		try {
			closeResults();
			delegate().close();
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
				this.lease.closed(delegate());
			}
		}
	}

	private void closeResults() throws SQLException {
		for (ResultSet results = this.results.poll(); results != null; results = this.results.poll()) {
			results.close();
		}
	}

	/**
	 * A pool closes what statements are left open, but not those behind the results of
	 * its metadata: such a one would hold a lock, and its connection on to the present
	 * state of the database.
	 * @param results the results
	 */
	void closeInTheEnd(ResultSet results) {
		this.results.add(results);
	}

	/**
	 * Every text that is the first argument of a statement's method is SQL, or an
	 * argument for whose sake a harmless question is asked too often.
	 * @param arguments the arguments
	 */
	void watch(@Nullable Object @Nullable [] arguments) {
		if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql && this.sticks.test(sql)) {
			this.watched = true;
			stuck();
		}
	}

	boolean isClosed() {
		return this.closed.get();
	}

	@Override
	protected Connection connection() {
		return proxy();
	}

	@Override
	protected Object represent(Class<?> type, Object returned) {
		return ScenarioResource.of(type, returned, this, null);
	}

	@Override
	protected void stuck() {
		this.lease.stuck();
	}

	@Override
	protected void failed(SQLException failure) {
		this.lease.failed(failure);
	}

}
