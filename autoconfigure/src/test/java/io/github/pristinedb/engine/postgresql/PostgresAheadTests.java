package io.github.pristinedb.engine.postgresql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.pristinedb.console.OnTheSharedServer;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.pristinedb.engine.postgresql.ServerStage.ask;
import static io.github.pristinedb.engine.postgresql.ServerStage.execute;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A scenario after one that has changed the schema gets a database that its pool, of
 * whatever kind, was connected to ahead. The connection has the pool's settings.
 */
@OnTheSharedServer
class PostgresAheadTests {

	private static final String SETTINGS = "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),"
			+ " current_setting('default_transaction_isolation'), current_setting('application_name'),"
			+ " current_setting('synchronous_commit')";

	@TempDir
	private Path directory;

	static Stream<Arguments> pools() {
		return Stream.of(
				pool("com.zaxxer.hikari.HikariDataSource", "hikari.maximum-pool-size=2",
						"hikari.connection-init-sql=SET lock_timeout = 4321",
						"hikari.transaction-isolation=TRANSACTION_SERIALIZABLE"),
				pool("org.apache.tomcat.jdbc.pool.DataSource", "tomcat.max-active=2", "tomcat.max-idle=2",
						"tomcat.min-idle=1", "tomcat.initial-size=1", "tomcat.init-s-q-l=SET lock_timeout = 4321",
						"tomcat.default-transaction-isolation=8"),
				pool("org.apache.commons.dbcp2.BasicDataSource", "dbcp2.max-total=2",
						"dbcp2.connection-init-sqls=SET lock_timeout = 4321", "dbcp2.default-transaction-isolation=8"),
				pool("com.mchange.v2.c3p0.ComboPooledDataSource"));
	}

	private static Arguments pool(String type, String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.datasource.type=" + type));
		Arrays.stream(properties).forEach((property) -> all.add("spring.datasource." + property));
		return Arguments.of(type, all);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("pools")
	void poolIsConnectedAheadWithItsSettings(String type, List<String> properties) throws Exception {
		ServerStage.context(this.directory, "CREATE TABLE note (text TEXT)", "options=-c%20statement_timeout=98765")
			.withPropertyValues(properties.toArray(String[]::new))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				DataSource dataSource = context.getBean(DataSource.class);
				List<String> first = new ArrayList<>();
				Stage.scenario(context, () -> {
					try (Connection connection = dataSource.getConnection()) {
						first.add(ask(connection, SETTINGS));
						first.add(ask(connection, "SELECT current_database()"));
						execute(connection, "CREATE TABLE another (text TEXT)");
					}
				});
				assertThat(first.get(0)).contains("98765ms");
				String ahead = awaitConnectionToAnother(first.get(1));
				Stage.scenario(context, () -> {
					try (Connection connection = dataSource.getConnection()) {
						assertThat(ask(connection, SETTINGS)).isEqualTo(first.get(0));
						assertThat(ask(connection, "SELECT current_database()")).isEqualTo(ahead);
						assertThat(ask(connection, "SELECT to_regclass('another') IS NULL")).isEqualTo("true");
					}
				});
			});
	}

	/**
	 * Wait for the database that no scenario has, and that a pool is connected to. The
	 * first connection of a pool is asked for its settings.
	 */
	private static String awaitConnectionToAnother(String lost) throws SQLException {
		// <model>_<run>_<number>
		String run = lost.substring(0, lost.lastIndexOf('_') + 1);
		try (Connection connection = PostgresServer.connect("postgres")) {
			String found = "";
			while (found.isEmpty()) {
				found = ask(connection, "SELECT DISTINCT datname FROM pg_stat_activity WHERE starts_with(datname, '"
						+ run + "') AND datname <> '" + lost + "' AND state = 'idle'"
						+ " AND query LIKE '%pg_show_all_settings%' AND NOT starts_with(application_name, 'Pristine ')");
			}
			return found;
		}
	}

}
