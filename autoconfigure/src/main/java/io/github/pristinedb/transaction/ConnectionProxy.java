package io.github.pristinedb.transaction;

import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

import io.github.pristinedb.engine.StatementTraits;
import org.jspecify.annotations.Nullable;

/**
 * A logical connection as the application sees it.
 */
final class ConnectionProxy extends Turn<Connection> {

	private final LogicalConnection connection;

	ConnectionProxy(ScenarioTransaction scenario, LogicalConnection connection) {
		super(Connection.class, scenario, scenario.physical());
		this.connection = connection;
	}

	@Override
	@Nullable Object inTurn(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		switch (method.getName()) {
			case "close", "abort":
				this.connection.close();
				return null;
			case "isClosed":
				return this.connection.isClosed();
			case "isValid":
				return !this.connection.isClosed() && Boolean.TRUE.equals(call(method, arguments));
			default:
				this.connection.ensureOpen();
				return (arguments == null) ? withoutArguments(method) : withArguments(method, arguments);
		}
	}

	private @Nullable Object withoutArguments(Method method) throws Throwable {
		switch (method.getName()) {
			case "commit":
				this.connection.commit();
				return null;
			case "rollback":
				this.connection.rollBack();
				return null;
			case "setSavepoint":
				return this.connection.setSavepoint(null);
			case "getAutoCommit":
				return this.connection.isAutoCommit();
			case "createStatement":
				return statement(Statement.class, (Statement) call(method, null), null);
			case "getMetaData":
				return new MetaDataProxy(scenario(), this.connection, metaData(method)).proxy();
			default:
				return call(method, null);
		}
	}

	private DatabaseMetaData metaData(Method method) throws Throwable {
		if (call(method, null) instanceof DatabaseMetaData metaData) {
			return metaData;
		}
		throw new SQLException("The driver has no metadata");
	}

	private @Nullable Object withArguments(Method method, @Nullable Object[] arguments) throws Throwable {
		Object first = arguments[0];
		switch (method.getName()) {
			case "setAutoCommit":
				this.connection.setAutoCommit(Boolean.TRUE.equals(first));
				return null;
			case "rollback":
				this.connection.rollBackTo((Savepoint) first);
				return null;
			case "releaseSavepoint":
				this.connection.releaseSavepoint((Savepoint) first);
				return null;
			case "setSavepoint":
				return this.connection.setSavepoint((String) first);
			case "createStatement":
				return statement(Statement.class, (Statement) call(method, arguments), null);
			case "prepareStatement":
				return prepare(PreparedStatement.class, method, arguments);
			case "prepareCall":
				return prepare(CallableStatement.class, method, arguments);
			case "setTransactionIsolation", "setReadOnly", "setHoldability", "setCatalog", "setSchema", "setTypeMap",
					"setNetworkTimeout", "setClientInfo":
				scenario().settings().set(this.connection, method, arguments);
				return null;
			default:
				return call(method, arguments);
		}
	}

	private @Nullable Object prepare(Class<? extends Statement> type, Method method, @Nullable Object[] arguments)
			throws Throwable {
		scenario().ensureSound();
		StatementTraits traits = scenario().rules().traits(String.valueOf(arguments[0]));
		if (traits.refusal() != null) {
			throw this.connection.refused(traits.refusal());
		}
		return statement(type, (Statement) call(method, arguments), traits);
	}

	private @Nullable Object statement(Class<? extends Statement> type, @Nullable Statement delegate,
			@Nullable StatementTraits traits) {
		return (delegate != null) ? new StatementProxy(type, scenario(), this.connection, delegate, traits).proxy()
				: null;
	}

}
