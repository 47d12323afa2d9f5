package io.github.pristinedb.transaction;

import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;

import io.github.pristinedb.proxy.ConnectionProxy;
import io.github.pristinedb.transaction.ConnectionSettings.Setting;
import org.jspecify.annotations.Nullable;

/**
 * A logical connection as the application sees it.
 */
final class TransactionalConnection extends ConnectionProxy {

	private final LogicalConnection connection;

	private final TurnGate gate;

	TransactionalConnection(Connection physical, TurnGate gate, LogicalConnection connection) {
		super(physical, gate);
		this.gate = gate;
		this.connection = connection;
	}

	@Override
	protected void ensureUsable() throws SQLException {
		this.connection.ensureOpen();
	}

	@Override
	public void close() throws SQLException {
		runAlways((physical) -> this.connection.close());
	}

	@Override
	public void abort(Executor executor) throws SQLException {
		close();
	}

	@Override
	public boolean isClosed() throws SQLException {
		return callAlways((physical) -> this.connection.isClosed());
	}

	@Override
	public boolean isValid(int timeout) throws SQLException {
		return callAlways((physical) -> !this.connection.isClosed() && physical.isValid(timeout));
	}

	@Override
	public boolean getAutoCommit() throws SQLException {
		return call((physical) -> this.connection.isAutoCommit());
	}

	@Override
	public void setAutoCommit(boolean autoCommit) throws SQLException {
		if (this.gate.recorder() == null || getAutoCommit() == autoCommit) {
			run((physical) -> this.connection.setAutoCommit(autoCommit));
			return;
		}
		runTransactional("setAutoCommit", autoCommit, (physical) -> this.connection.setAutoCommit(autoCommit));
	}

	@Override
	public void commit() throws SQLException {
		runTransactional("commit", null, (physical) -> this.connection.commit());
	}

	@Override
	public void rollback() throws SQLException {
		runTransactional("rollback", null, (physical) -> this.connection.rollBack());
	}

	@Override
	public void rollback(Savepoint savepoint) throws SQLException {
		runTransactional("rollback", savepoint, (physical) -> this.connection.rollBackTo(savepoint));
	}

	@Override
	public Savepoint setSavepoint() throws SQLException {
		return transactional("setSavepoint", null, (physical) -> this.connection.setSavepoint(null));
	}

	@Override
	public Savepoint setSavepoint(String name) throws SQLException {
		return transactional("setSavepoint", name, (physical) -> this.connection.setSavepoint(name));
	}

	@Override
	public void releaseSavepoint(Savepoint savepoint) throws SQLException {
		runTransactional("releaseSavepoint", savepoint, (physical) -> this.connection.releaseSavepoint(savepoint));
	}

	@Override
	public boolean isReadOnly() throws SQLException {
		return call((physical) -> {
			Boolean readOnly = this.connection.isReadOnly();
			return (readOnly != null) ? readOnly : physical.isReadOnly();
		});
	}

	@Override
	public void setReadOnly(boolean readOnly) throws SQLException {
		run((physical) -> {
			if (this.connection.setReadOnly(readOnly)) {
				set("read-only", readOnly, Connection::isReadOnly, Connection::setReadOnly);
			}
		});
	}

	@Override
	public void setCatalog(String catalog) throws SQLException {
		set("catalog", catalog, Connection::getCatalog, Connection::setCatalog);
	}

	@Override
	public void setSchema(String schema) throws SQLException {
		set("schema", schema, Connection::getSchema, Connection::setSchema);
	}

	@Override
	public int getTransactionIsolation() throws SQLException {
		return call((physical) -> {
			Integer level = this.connection.isolation();
			return (level != null) ? level : physical.getTransactionIsolation();
		});
	}

	@Override
	public void setTransactionIsolation(int level) throws SQLException {
		run((physical) -> {
			if (this.connection.setIsolation(level)) {
				set("isolation", level, Connection::getTransactionIsolation, Connection::setTransactionIsolation);
			}
		});
	}

	@Override
	public void setHoldability(int holdability) throws SQLException {
		set("holdability", holdability, Connection::getHoldability, Connection::setHoldability);
	}

	@Override
	public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
		set("type map", map, Connection::getTypeMap, Connection::setTypeMap);
	}

	@Override
	public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
		set("network timeout", milliseconds, Connection::getNetworkTimeout,
				(physical, value) -> physical.setNetworkTimeout(executor, value));
	}

	@Override
	public void setClientInfo(String name, String value) throws SQLClientInfoException {
		setClientInfo("client info " + name, value, (physical) -> physical.getClientInfo(name),
				(physical, wanted) -> physical.setClientInfo(name, wanted));
	}

	@Override
	public void setClientInfo(Properties properties) throws SQLClientInfoException {
		setClientInfo("client info", properties, (physical) -> copy(physical.getClientInfo()),
				Connection::setClientInfo);
	}

	private static Properties copy(@Nullable Properties properties) {
		Properties copy = new Properties();
		if (properties != null) {
			copy.putAll(properties);
		}
		return copy;
	}

	private <V extends @Nullable Object> void setClientInfo(String name, V value, Setting.Getter<V> getter,
			Setting.Setter<V> setter) throws SQLClientInfoException {
		try {
			set(name, value, getter, setter);
		}
		catch (SQLClientInfoException ex) {
			throw ex;
		}
		catch (SQLException ex) {
			throw new SQLClientInfoException(ex.getMessage(), Map.of(), ex);
		}
	}

	private <V extends @Nullable Object> void set(String name, V value, Setting.Getter<V> getter,
			Setting.Setter<V> setter) throws SQLException {
		run((physical) -> this.gate.settings().set(this.connection, new Setting<>(name, value, setter), getter));
	}

}
