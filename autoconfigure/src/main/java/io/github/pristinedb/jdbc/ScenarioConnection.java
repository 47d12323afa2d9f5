package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import io.github.pristinedb.proxy.ConnectionProxy;
import io.github.pristinedb.proxy.JdbcAction;
import io.github.pristinedb.proxy.JdbcCall;
import io.github.pristinedb.slot.DatabaseLease;
import io.github.pristinedb.slot.SlotConnector;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a scenario's own database as the application sees it. Its settings may
 * stick to the physical connection behind it.
 */
final class ScenarioConnection extends ConnectionProxy {

	private final ScenarioGate gate;

	private final boolean forgetsSettings;

	/**
	 * Stand in front of a pool's connection.
	 * @param delegate the connection
	 * @param gate tells the lease what happens
	 * @param forgetsSettings whether the pool sets back what JDBC sets
	 */
	ScenarioConnection(Connection delegate, ScenarioGate gate, boolean forgetsSettings) {
		super(delegate, gate);
		this.gate = gate;
		this.forgetsSettings = forgetsSettings;
	}

	/**
	 * Open a connection.
	 * @param lease what it belongs to
	 * @param connector connects the data source that is asked
	 * @param sticks whether a statement may leave something behind on its connection
	 * @param spends whether a statement may leave something there that ends with the
	 * connection, {@code null} if none does
	 * @return the connection
	 * @throws SQLException if there is none to be had
	 */
	static Connection open(DatabaseLease lease, SlotConnector connector, Predicate<String> sticks,
			@Nullable Predicate<String> spends) throws SQLException {
		return new ScenarioGate(lease.open(connector), lease, lease.forgetsSettings(connector), sticks, spends)
			.connection();
	}

	@Override
	public void close() throws SQLException {
		this.gate.close();
	}

	@Override
	public boolean isClosed() throws SQLException {
		return call(Connection::isClosed);
	}

	@Override
	public boolean isValid(int timeout) throws SQLException {
		return call((connection) -> connection.isValid(timeout));
	}

	@Override
	public void abort(Executor executor) throws SQLException {
		stick((connection) -> connection.abort(executor));
	}

	@Override
	public boolean getAutoCommit() throws SQLException {
		return call(Connection::getAutoCommit);
	}

	@Override
	public void setAutoCommit(boolean autoCommit) throws SQLException {
		if (this.gate.recorder() == null || getAutoCommit() == autoCommit) {
			set((connection) -> connection.setAutoCommit(autoCommit));
			return;
		}
		if (!this.forgetsSettings) {
			this.gate.stuck();
		}
		runTransactional("setAutoCommit", autoCommit, (connection) -> connection.setAutoCommit(autoCommit));
	}

	@Override
	public void commit() throws SQLException {
		runTransactional("commit", null, Connection::commit);
	}

	@Override
	public void rollback() throws SQLException {
		runTransactional("rollback", null, Connection::rollback);
	}

	@Override
	public Savepoint setSavepoint() throws SQLException {
		return savepoint(null, Connection::setSavepoint);
	}

	@Override
	public Savepoint setSavepoint(String name) throws SQLException {
		return savepoint(name, (connection) -> connection.setSavepoint(name));
	}

	/**
	 * In auto-commit mode a driver may open a transaction, which no pool rolls back.
	 */
	private Savepoint savepoint(@Nullable String name, JdbcCall<Connection, Savepoint> call) throws SQLException {
		if (delegate().getAutoCommit()) {
			this.gate.stuck();
		}
		return transactional("setSavepoint", name, call);
	}

	@Override
	public void rollback(Savepoint savepoint) throws SQLException {
		runTransactional("rollback", savepoint, (connection) -> connection.rollback(savepoint));
	}

	@Override
	public void releaseSavepoint(Savepoint savepoint) throws SQLException {
		runTransactional("releaseSavepoint", savepoint, (connection) -> connection.releaseSavepoint(savepoint));
	}

	@Override
	public void setReadOnly(boolean readOnly) throws SQLException {
		set((connection) -> connection.setReadOnly(readOnly));
	}

	@Override
	public void setCatalog(String catalog) throws SQLException {
		setPlace(Connection::getCatalog, (connection) -> connection.setCatalog(catalog));
	}

	@Override
	public void setSchema(String schema) throws SQLException {
		setPlace(Connection::getSchema, (connection) -> connection.setSchema(schema));
	}

	@Override
	public void setTransactionIsolation(int level) throws SQLException {
		set((connection) -> connection.setTransactionIsolation(level));
	}

	@Override
	public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
		set((connection) -> connection.setNetworkTimeout(executor, milliseconds));
	}

	@Override
	public void setHoldability(int holdability) throws SQLException {
		stick((connection) -> connection.setHoldability(holdability));
	}

	@Override
	public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
		stick((connection) -> connection.setTypeMap(map));
	}

	@Override
	public void setClientInfo(String name, String value) throws SQLClientInfoException {
		this.gate.stuck();
		delegate().setClientInfo(name, value);
	}

	@Override
	public void setClientInfo(Properties properties) throws SQLClientInfoException {
		this.gate.stuck();
		delegate().setClientInfo(properties);
	}

	/**
	 * Set something that some pools set back.
	 */
	private void set(JdbcAction<Connection> setter) throws SQLException {
		if (this.forgetsSettings) {
			run(setter);
		}
		else {
			stick(setter);
		}
	}

	/**
	 * Set a catalog or a schema. HikariCP sets them back only if the pool is configured
	 * with one. A driver without them ignores what is set.
	 */
	private void setPlace(JdbcCall<Connection, String> getter, JdbcAction<Connection> setter) throws SQLException {
		String before = call(getter);
		set(setter);
		if (!Objects.equals(before, call(getter))) {
			this.gate.stuck();
		}
	}

	/**
	 * Do something that no pool undoes.
	 */
	private void stick(JdbcAction<Connection> action) throws SQLException {
		this.gate.stuck();
		run(action);
	}

}
