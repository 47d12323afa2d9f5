package io.github.pristinedb.transaction;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.Savepoint;

import io.github.pristinedb.engine.StatementTraits;
import org.jspecify.annotations.Nullable;

/**
 * A logical connection as the application sees it.
 */
final class ConnectionProxy extends SerializedProxy<Connection> {

	private final LogicalConnection connection;

	/**
	 * What the statement means that is being prepared, in this thread's turn.
	 */
	private @Nullable StatementTraits prepared;

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
			default:
				return call(method, null);
		}
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
			case "prepareStatement", "prepareCall":
				return prepare(method, arguments);
			case "setTransactionIsolation", "setReadOnly", "setHoldability", "setCatalog", "setSchema", "setTypeMap",
					"setNetworkTimeout", "setClientInfo":
				scenario().settings().set(this.connection, method, arguments);
				return null;
			default:
				return call(method, arguments);
		}
	}

	private @Nullable Object prepare(Method method, @Nullable Object[] arguments) throws Throwable {
		scenario().ensureSound();
		StatementTraits traits = scenario().rules().traits(String.valueOf(arguments[0]));
		if (traits.refusal() != null) {
			throw this.connection.refused(traits.refusal());
		}
		this.prepared = traits;
		try {
			return call(method, arguments);
		}
		finally {
			this.prepared = null;
		}
	}

	@Override
	protected Object represent(Class<?> type, Object returned) {
		if (returned instanceof PreparedStatement statement && PreparedStatement.class.isAssignableFrom(type)) {
			return statement(type.asSubclass(PreparedStatement.class), statement, this.prepared);
		}
		return (returned instanceof DatabaseMetaData metaData && type == DatabaseMetaData.class)
				? new MetaDataProxy(scenario(), this.connection, metaData).proxy() : super.represent(type, returned);
	}

	@Override
	LogicalConnection logical() {
		return this.connection;
	}

}
