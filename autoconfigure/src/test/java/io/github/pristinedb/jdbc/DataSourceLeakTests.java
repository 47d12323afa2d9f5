package io.github.pristinedb.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Future;

import javax.sql.DataSource;
import javax.sql.PooledConnection;

import io.github.pristinedb.Sql;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.sqlite.SQLiteDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Other ways than {@code getConnection()} from a data source to a connection.
 */
class DataSourceLeakTests {

	/**
	 * Each by a method that a pool or driver has beyond {@link DataSource}.
	 */
	static final List<Arguments> ways = List.of(
			argumentSet("Tomcat, later", "org.apache.tomcat.jdbc.pool.DataSource", "getConnectionAsync"),
			argumentSet("Tomcat, pooled", "org.apache.tomcat.jdbc.pool.DataSource", "getPooledConnection"), argumentSet(
					"the driver's, pooled", "org.sqlite.javax.SQLiteConnectionPoolDataSource", "getPooledConnection"));

	@ParameterizedTest
	@FieldSource("ways")
	void temporaryTableIsNotSeenByTheNextScenario(String type, String method) {
		Stage.context().withPropertyValues("spring.datasource.type=" + type).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Stage.scenario(context, () -> {
				try (Connection connection = connection(dataSource, method);
						Statement statement = connection.createStatement()) {
					statement.execute("CREATE TEMP TABLE secret (id)");
					statement.execute("INSERT INTO note (text) VALUES ('from a scenario')");
				}
			});
			Stage.scenario(context, () -> {
				assertThat(Sql.query(dataSource, "SELECT name FROM sqlite_temp_master")).isEmpty();
				assertThat(Stage.notes(context)).hasSize(1);
			});
		});
	}

	private static Connection connection(DataSource dataSource, String name) throws Exception {
		Method method = dataSource.getClass().getMethod(name);
		Object result;
		try {
			result = method.invoke(dataSource);
		}
		catch (InvocationTargetException ex) {
			throw (Exception) ex.getTargetException();
		}
		if (result instanceof Future<?> future) {
			result = future.get();
		}
		return (result instanceof PooledConnection pooled) ? pooled.getConnection() : (Connection) result;
	}

	@Test
	void driversConnectionWithANameAndAPasswordIsTheScenarios() {
		Stage.context().withBean(SQLiteDataSource.class, () -> {
			SQLiteDataSource dataSource = new SQLiteDataSource();
			dataSource.setUrl(Stage.URL);
			return dataSource;
		}).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Stage.scenario(context, () -> {
				try (Connection connection = dataSource.getConnection("somebody", "secret");
						Statement statement = connection.createStatement()) {
					statement.execute("INSERT INTO note (text) VALUES ('from a scenario')");
				}
				assertThat(Stage.notes(context)).hasSize(2);
			});
			Stage.scenario(context, () -> assertThat(Stage.notes(context)).hasSize(1));
		});
	}

}
