package io.github.pristinedb.transaction;

import java.lang.reflect.Method;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;

import org.jspecify.annotations.Nullable;

/**
 * What a logical connection tells of the database. The results are closed with it: the
 * statements behind them are nobody's.
 */
final class MetaDataProxy extends Turn<DatabaseMetaData> {

	private final LogicalConnection connection;

	MetaDataProxy(ScenarioTransaction scenario, LogicalConnection connection, DatabaseMetaData delegate) {
		super(DatabaseMetaData.class, scenario, delegate);
		this.connection = connection;
	}

	@Override
	@Nullable Object inTurn(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		if (method.getName().equals("getConnection")) {
			return this.connection.proxy();
		}
		Object result = call(method, arguments);
		if (result instanceof ResultSet rows) {
			this.connection.opened(rows);
			return new ResultSetProxy(scenario(), this.connection, rows, null).proxy();
		}
		return result;
	}

}
