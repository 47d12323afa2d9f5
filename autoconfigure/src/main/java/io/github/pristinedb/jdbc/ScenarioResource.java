package io.github.pristinedb.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import io.github.pristinedb.proxy.JdbcProxy;
import org.jspecify.annotations.Nullable;

/**
 * What a connection has handed out, as the application sees it: a statement, a result,
 * metadata, a large object.
 */
final class ScenarioResource extends JdbcProxy<Object> {

	private final ScenarioConnection connection;

	private final @Nullable Object creator;

	private ScenarioResource(Class<?> type, Object delegate, ScenarioConnection connection, @Nullable Object creator) {
		super(type, delegate);
		this.connection = connection;
		this.creator = creator;
	}

	/**
	 * Stand in front of an object.
	 * @param type the interface that the application sees
	 * @param delegate the object
	 * @param connection the connection that it belongs to
	 * @param creator what has returned it, as the application sees that; {@code null} for
	 * the connection itself
	 * @return the object as the application sees it
	 */
	static Object of(Class<?> type, Object delegate, ScenarioConnection connection, @Nullable Object creator) {
		return new ScenarioResource(type, delegate, connection, creator).proxy();
	}

	@Override
	protected @Nullable Object answer(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		switch (method.getName()) {
			case "close", "isClosed", "free", "toString":
				return call(method, arguments);
			case "getStatement":
				return (this.creator instanceof Statement statement) ? statement : call(method, arguments);
			default:
				if (this.connection.isClosed() && asksConnection(method)) {
					// Not all pools close statements, and the connection may be in
					// another scenario's hands.
					throw new SQLException("The connection of this statement is closed");
				}
				if (proxy() instanceof Statement) {
					this.connection.watch(arguments);
				}
				return call(method, arguments);
		}
	}

	private boolean asksConnection(Method method) {
		return proxy() instanceof Statement || proxy() instanceof ResultSet
				|| method.getReturnType() == ResultSet.class;
	}

	@Override
	protected Object represent(Class<?> type, Object returned) {
		if (proxy() instanceof DatabaseMetaData && returned instanceof ResultSet results) {
			this.connection.closeInTheEnd(results);
		}
		return of(type, returned, this.connection, proxy());
	}

	@Override
	protected Connection connection() {
		return this.connection.proxy();
	}

	@Override
	protected void stuck() {
		this.connection.stuck();
	}

	@Override
	protected void failed(SQLException failure) {
		this.connection.failed(failure);
	}

}
