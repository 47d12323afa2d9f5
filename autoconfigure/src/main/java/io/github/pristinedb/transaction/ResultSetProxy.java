package io.github.pristinedb.transaction;

import java.lang.reflect.Method;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;

/**
 * What a statement of a logical connection found, row by row.
 */
final class ResultSetProxy extends Turn<ResultSet> {

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
				return this.statement;
			case "next":
				if (!this.connection.isClosed()) {
					scenario().ensureSound();
				}
				break;
			default:
				break;
		}
		Object result = call(method, arguments);
		if (result instanceof Blob blob) {
			this.connection.opened(blob::free);
		}
		else if (result instanceof Clob clob) {
			this.connection.opened(clob::free);
		}
		return result;
	}

}
