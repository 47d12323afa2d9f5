package io.github.pristinedb.transaction;

import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/**
 * What a statement of a logical connection found, row by row.
 */
final class ResultSetProxy extends SerializedProxy<ResultSet> {

	private final LogicalConnection connection;

	private final @Nullable Statement statement;

	ResultSetProxy(ScenarioTransaction scenario, LogicalConnection connection, ResultSet delegate,
			@Nullable Statement statement) {
		super(ResultSet.class, scenario, delegate);
		this.connection = connection;
		this.statement = statement;
	}

	@Override
	@Nullable Object inTurn(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		switch (method.getName()) {
			case "getStatement":
				return (this.statement != null) ? this.statement : call(method, arguments);
			case "next":
				if (!this.connection.isClosed()) {
					scenario().ensureSound();
				}
				break;
			default:
				break;
		}
		return call(method, arguments);
	}

	@Override
	LogicalConnection logical() {
		return this.connection;
	}

}
