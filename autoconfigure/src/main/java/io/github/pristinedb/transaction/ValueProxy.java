package io.github.pristinedb.transaction;

import java.lang.reflect.Method;
import java.sql.Blob;
import java.sql.Clob;

import org.jspecify.annotations.Nullable;

/**
 * What a logical connection has handed out that is neither a statement nor a result: a
 * large object, an array, a description of columns.
 */
final class ValueProxy extends SerializedProxy<Object> {

	private final LogicalConnection connection;

	ValueProxy(Class<?> type, ScenarioTransaction scenario, LogicalConnection connection, Object delegate) {
		super(type, scenario, delegate);
		this.connection = connection;
		if (delegate instanceof Blob blob) {
			connection.opened(blob::free);
		}
		else if (delegate instanceof Clob clob) {
			connection.opened(clob::free);
		}
	}

	@Override
	@Nullable Object inTurn(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		return call(method, arguments);
	}

	@Override
	LogicalConnection logical() {
		return this.connection;
	}

}
