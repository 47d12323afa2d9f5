package io.github.pristinedb.proxy;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.ShardingKey;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/**
 * A connection as the application sees it. Whatever it returns that belongs to it is a
 * proxy as well. Abstract are the methods by which isolations differ.
 */
public abstract class ConnectionProxy extends JdbcProxy<Connection> implements Connection {

	private static final @Nullable Object[] NOTHING = {};

	/**
	 * Stand in front of a connection.
	 * @param delegate the connection
	 * @param gate passes each call
	 */
	protected ConnectionProxy(Connection delegate, ConnectionGate gate) {
		super(delegate, gate);
	}

	/**
	 * Call a method that begins or ends a transaction, or a part of one.
	 * @param method the name of the method
	 * @param argument its argument, {@code null} if it has none
	 * @param call calls it
	 * @return the result
	 * @throws SQLException if it fails
	 */
	protected final <R> R transactional(String method, @Nullable Object argument, JdbcCall<Connection, R> call)
			throws SQLException {
		StatementRecorder recorder = gate().recorder();
		if (recorder == null) {
			return call(call);
		}
		long started = System.nanoTime();
		try {
			R result = call(call);
			recorder.executed(method, arguments(argument), StatementRecorder.CALL, started, null);
			return result;
		}
		catch (SQLException | RuntimeException ex) {
			recorder.executed(method, arguments(argument), StatementRecorder.CALL, started, ex);
			throw ex;
		}
	}

	/**
	 * Call a method that begins or ends a transaction, or a part of one.
	 * @param method the name of the method
	 * @param argument its argument, {@code null} if it has none
	 * @param action calls it
	 * @throws SQLException if it fails
	 */
	protected final void runTransactional(String method, @Nullable Object argument, JdbcAction<Connection> action)
			throws SQLException {
		transactional(method, argument, action);
	}

	private static @Nullable Object[] arguments(@Nullable Object argument) {
		if (argument instanceof Savepoint savepoint) {
			return new @Nullable Object[] { name(savepoint) };
		}
		return (argument != null) ? new @Nullable Object[] { argument } : NOTHING;
	}

	private static @Nullable Object name(Savepoint savepoint) {
		try {
			return savepoint.getSavepointName();
		}
		catch (SQLException ex) {
			return "(unnamed)";
		}
	}

	@Override
	public String nativeSQL(String sql) throws SQLException {
		return call((connection) -> connection.nativeSQL(sql));
	}

	@Override
	public boolean isReadOnly() throws SQLException {
		return call((connection) -> connection.isReadOnly());
	}

	@Override
	public String getCatalog() throws SQLException {
		return call((connection) -> connection.getCatalog());
	}

	@Override
	public int getTransactionIsolation() throws SQLException {
		return call((connection) -> connection.getTransactionIsolation());
	}

	@Override
	public SQLWarning getWarnings() throws SQLException {
		return call((connection) -> connection.getWarnings());
	}

	@Override
	public void clearWarnings() throws SQLException {
		run((connection) -> connection.clearWarnings());
	}

	@Override
	public Map<String, Class<?>> getTypeMap() throws SQLException {
		return call((connection) -> connection.getTypeMap());
	}

	@Override
	public int getHoldability() throws SQLException {
		return call((connection) -> connection.getHoldability());
	}

	@Override
	public String getClientInfo(String name) throws SQLException {
		return call((connection) -> connection.getClientInfo(name));
	}

	@Override
	public Properties getClientInfo() throws SQLException {
		return call((connection) -> connection.getClientInfo());
	}

	@Override
	public String getSchema() throws SQLException {
		return call((connection) -> connection.getSchema());
	}

	@Override
	public int getNetworkTimeout() throws SQLException {
		return call((connection) -> connection.getNetworkTimeout());
	}

	@Override
	public void beginRequest() throws SQLException {
		run((connection) -> connection.beginRequest());
	}

	@Override
	public void endRequest() throws SQLException {
		run((connection) -> connection.endRequest());
	}

	@Override
	public Statement createStatement() throws SQLException {
		return create((connection) -> connection.createStatement());
	}

	@Override
	public Statement createStatement(int resultSetType, int resultSetConcurrency) throws SQLException {
		return create((connection) -> connection.createStatement(resultSetType, resultSetConcurrency));
	}

	@Override
	public Statement createStatement(int resultSetType, int resultSetConcurrency, int resultSetHoldability)
			throws SQLException {
		return create(
				(connection) -> connection.createStatement(resultSetType, resultSetConcurrency, resultSetHoldability));
	}

	@Override
	public PreparedStatement prepareStatement(String sql) throws SQLException {
		return prepare(sql, (connection) -> connection.prepareStatement(sql), PreparedStatementProxy::new);
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int resultSetType, int resultSetConcurrency)
			throws SQLException {
		return prepare(sql, (connection) -> connection.prepareStatement(sql, resultSetType, resultSetConcurrency),
				PreparedStatementProxy::new);
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int resultSetType, int resultSetConcurrency,
			int resultSetHoldability) throws SQLException {
		return prepare(sql, (connection) -> connection.prepareStatement(sql, resultSetType, resultSetConcurrency,
				resultSetHoldability), PreparedStatementProxy::new);
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
		return prepare(sql, (connection) -> connection.prepareStatement(sql, autoGeneratedKeys),
				PreparedStatementProxy::new);
	}

	@Override
	public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
		return prepare(sql, (connection) -> connection.prepareStatement(sql, columnIndexes),
				PreparedStatementProxy::new);
	}

	@Override
	public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
		return prepare(sql, (connection) -> connection.prepareStatement(sql, columnNames), PreparedStatementProxy::new);
	}

	@Override
	public CallableStatement prepareCall(String sql) throws SQLException {
		return prepare(sql, (connection) -> connection.prepareCall(sql), CallableStatementProxy::new);
	}

	@Override
	public CallableStatement prepareCall(String sql, int resultSetType, int resultSetConcurrency) throws SQLException {
		return prepare(sql, (connection) -> connection.prepareCall(sql, resultSetType, resultSetConcurrency),
				CallableStatementProxy::new);
	}

	@Override
	public CallableStatement prepareCall(String sql, int resultSetType, int resultSetConcurrency,
			int resultSetHoldability) throws SQLException {
		return prepare(sql,
				(connection) -> connection.prepareCall(sql, resultSetType, resultSetConcurrency, resultSetHoldability),
				CallableStatementProxy::new);
	}

	private Statement create(JdbcCall<Connection, Statement> call) throws SQLException {
		return call((connection) -> {
			StatementGate statement = gate().create();
			return new StatementProxy<>(call.of(connection), gate(), statement, null);
		});
	}

	private <S extends PreparedStatement> S prepare(String sql, JdbcCall<Connection, S> call, Representation<S> proxy)
			throws SQLException {
		StatementRecorder recorder = gate().recorder();
		long started = (recorder != null) ? System.nanoTime() : 0;
		return call((connection) -> {
			try {
				StatementGate statement = gate().prepare(sql);
				return proxy.inFrontOf(call.of(connection), gate(), statement, sql);
			}
			catch (SQLException | RuntimeException ex) {
				// Some drivers read a statement as soon as it is prepared.
				if (recorder != null) {
					recorder.executed(sql, NOTHING, 0, started, ex);
				}
				throw ex;
			}
		});
	}

	@Override
	public DatabaseMetaData getMetaData() throws SQLException {
		return call((connection) -> new DatabaseMetaDataProxy(connection.getMetaData(), gate()));
	}

	@Override
	public @Nullable Clob createClob() throws SQLException {
		return JdbcProxies.clob(gate(), call((connection) -> connection.createClob()));
	}

	@Override
	public @Nullable Blob createBlob() throws SQLException {
		return JdbcProxies.blob(gate(), call((connection) -> connection.createBlob()));
	}

	@Override
	public @Nullable NClob createNClob() throws SQLException {
		return JdbcProxies.nclob(gate(), call((connection) -> connection.createNClob()));
	}

	@Override
	public @Nullable SQLXML createSQLXML() throws SQLException {
		return JdbcProxies.sqlXml(gate(), call((connection) -> connection.createSQLXML()));
	}

	@Override
	public @Nullable Array createArrayOf(String typeName, Object[] elements) throws SQLException {
		return JdbcProxies.array(gate(), call((connection) -> connection.createArrayOf(typeName, behind(elements))));
	}

	@Override
	public @Nullable Struct createStruct(String typeName, Object[] attributes) throws SQLException {
		return JdbcProxies.struct(gate(), call((connection) -> connection.createStruct(typeName, behind(attributes))));
	}

	@Override
	public void setShardingKey(ShardingKey shardingKey) throws SQLException {
		run((connection) -> {
			gate().stuck();
			connection.setShardingKey(shardingKey);
		});
	}

	@Override
	public void setShardingKey(ShardingKey shardingKey, ShardingKey superShardingKey) throws SQLException {
		run((connection) -> {
			gate().stuck();
			connection.setShardingKey(shardingKey, superShardingKey);
		});
	}

	@Override
	public boolean setShardingKeyIfValid(ShardingKey shardingKey, int timeout) throws SQLException {
		return call((connection) -> {
			gate().stuck();
			return connection.setShardingKeyIfValid(shardingKey, timeout);
		});
	}

	@Override
	public boolean setShardingKeyIfValid(ShardingKey shardingKey, ShardingKey superShardingKey, int timeout)
			throws SQLException {
		return call((connection) -> {
			gate().stuck();
			return connection.setShardingKeyIfValid(shardingKey, superShardingKey, timeout);
		});
	}

	/**
	 * Makes the proxy of a statement.
	 *
	 * @param <S> the type of the statement
	 */
	private interface Representation<S> {

		S inFrontOf(S statement, ConnectionGate gate, StatementGate statementGate, String prepared);

	}

}
