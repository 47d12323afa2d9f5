package io.github.pristinedb.transaction;

import java.lang.reflect.Method;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;

import org.jspecify.annotations.Nullable;

/**
 * What a logical connection tells of the database. The results are closed with it: the
 * statements behind them are nobody's.
 */
final class MetaDataProxy extends SerializedProxy<DatabaseMetaData> {

	private final LogicalConnection connection;

	MetaDataProxy(ScenarioTransaction scenario, LogicalConnection connection, DatabaseMetaData delegate) {
		super(DatabaseMetaData.class, scenario, delegate);
		this.connection = connection;
	}

	@Override
	@Nullable Object inTurn(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		if (method.getReturnType() == ResultSet.class) {
			this.connection.ensureOpen();
		}
		return call(method, arguments);
	}

	@Override
	protected Object represent(Class<?> type, Object returned) {
		if (returned instanceof ResultSet rows) {
			this.connection.opened(rows);
		}
		return super.represent(type, returned);
	}

	@Override
	LogicalConnection logical() {
		return this.connection;
	}

}
