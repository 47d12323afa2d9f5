package io.github.pristinedb.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import io.github.pristinedb.scenario.DatabaseLease;
import org.jspecify.annotations.Nullable;

/**
 * A connection as the application sees it. It tells its lease when it is closed, and when
 * something is done to it that may stick to the physical connection behind it.
 */
final class ScenarioConnection implements InvocationHandler {

	private final Connection delegate;

	private final DatabaseLease lease;

	private final Predicate<String> sticks;

	private final Queue<ResultSet> results = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean closed = new AtomicBoolean();

	private ScenarioConnection(Connection delegate, DatabaseLease lease, Predicate<String> sticks) {
		this.delegate = delegate;
		this.lease = lease;
		this.sticks = sticks;
	}

	/**
	 * Open a connection.
	 * @param lease what it belongs to
	 * @param sticks whether a statement may leave something behind on its connection
	 * @return the connection
	 * @throws SQLException if there is none to be had
	 */
	static Connection open(DatabaseLease lease, Predicate<String> sticks) throws SQLException {
		ScenarioConnection handler = new ScenarioConnection(lease.open(), lease, sticks);
		return (Connection) proxy(Connection.class, handler);
	}

	private static Object proxy(Class<?> type, InvocationHandler handler) {
		return Proxy.newProxyInstance(ScenarioConnection.class.getClassLoader(), new Class<?>[] { type }, handler);
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		switch (method.getName()) {
			case "equals":
				return arguments != null && proxy == arguments[0];
			case "hashCode":
				return System.identityHashCode(proxy);
			case "close":
				close();
				return null;
			case "abort", "setTypeMap", "setClientInfo", "setHoldability":
				// No pool sets these back.
				this.lease.stuck();
				break;
			case "setSavepoint":
				if (this.delegate.getAutoCommit()) {
					// The driver opens a transaction, which the pool does not roll back.
					this.lease.stuck();
				}
				break;
			case "getMetaData":
				return metaData((Connection) proxy, call(this.delegate, method, arguments));
			case "isWrapperFor":
				if (arguments != null && ((Class<?>) arguments[0]).isInstance(proxy)) {
					return true;
				}
				break;
			case "unwrap":
				if (arguments != null && ((Class<?>) arguments[0]).isInstance(proxy)) {
					return proxy;
				}
				// Whoever has the driver's own connection can do anything to it.
				this.lease.stuck();
				break;
			case "createStatement":
				return statement(Statement.class, (Connection) proxy, call(this.delegate, method, arguments));
			case "prepareStatement":
				watch(arguments);
				return statement(PreparedStatement.class, (Connection) proxy, call(this.delegate, method, arguments));
			case "prepareCall":
				watch(arguments);
				return statement(CallableStatement.class, (Connection) proxy, call(this.delegate, method, arguments));
			default:
				if (method.getName().startsWith("set") && !this.lease.forgetsSettings()) {
					this.lease.stuck();
				}
				break;
		}
		return call(this.delegate, method, arguments);
	}

	private void close() throws SQLException {
		try {
			closeResults();
			this.delegate.close();
		}
		catch (SQLException ex) {
			// A transaction may still be open: when SQLite finds the database locked on
			// a commit, its driver is in auto-commit mode already, and refuses the
			// rollback that the pool asks for.
			this.lease.stuck();
			throw ex;
		}
		finally {
			if (this.closed.compareAndSet(false, true)) {
				this.lease.closed(this.delegate);
			}
		}
	}

	private Object statement(Class<? extends Statement> type, Connection connection, @Nullable Object delegate) {
		return proxy(type, (proxy, method, arguments) -> {
			switch (method.getName()) {
				case "equals":
					return proxy == arguments[0];
				case "hashCode":
					return System.identityHashCode(proxy);
				case "getConnection":
					return connection;
				case "close", "isClosed", "toString":
					break;
				case "unwrap":
					if (((Class<?>) arguments[0]).isInstance(proxy)) {
						return proxy;
					}
					this.lease.stuck();
					break;
				default:
					if (this.closed.get()) {
						// Not all pools close statements, and the connection may be in
						// another scenario's hands.
						throw new SQLException("The connection of this statement is closed");
					}
					watch(arguments);
			}
			return call(delegate, method, arguments);
		});
	}

	/**
	 * A pool closes what statements are left open, but not those behind the results of
	 * its metadata: such a one would hold a lock, and its connection on to the present
	 * state of the database.
	 */
	private Object metaData(Connection connection, @Nullable Object delegate) {
		return proxy(DatabaseMetaData.class, (proxy, method, arguments) -> {
			switch (method.getName()) {
				case "equals":
					return proxy == arguments[0];
				case "hashCode":
					return System.identityHashCode(proxy);
				case "getConnection":
					return connection;
				case "unwrap":
					if (((Class<?>) arguments[0]).isInstance(proxy)) {
						return proxy;
					}
					this.lease.stuck();
					break;
				default:
					break;
			}
			Object result = call(delegate, method, arguments);
			if (result instanceof ResultSet results) {
				this.results.add(results);
			}
			return result;
		});
	}

	private void closeResults() throws SQLException {
		for (ResultSet results = this.results.poll(); results != null; results = this.results.poll()) {
			results.close();
		}
	}

	/**
	 * Every text that is the first argument of a statement's method is SQL, or an
	 * argument for whose sake a harmless question is asked too often.
	 */
	private void watch(Object @Nullable [] arguments) {
		if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql && this.sticks.test(sql)) {
			this.lease.stuck();
		}
	}

	private @Nullable Object call(@Nullable Object target, Method method, Object @Nullable [] arguments)
			throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			if (ex.getTargetException() instanceof SQLException failure) {
				this.lease.failed(failure);
			}
			throw ex.getTargetException();
		}
	}

}
