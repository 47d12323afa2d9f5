package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CyclicBarrier;

import javax.sql.DataSource;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user who may have few connections, and tests that would like more.
 */
@DeliberateOutput("The tests may open \\d+ connections to the server")
class PostgresBudgetTests {

	private static final String USER = "slots_limited";

	private static final int LIMIT = 14;

	private static final int WORKERS = 8;

	/**
	 * The user stays, as the owner of the template.
	 */
	@BeforeEach
	void createUser() throws SQLException {
		execute("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + USER + "') THEN CREATE ROLE "
				+ USER + " LOGIN; END IF; END $$");
		execute("ALTER ROLE " + USER + " CREATEDB CONNECTION LIMIT " + LIMIT + " PASSWORD '" + USER + "'");
	}

	@Test
	void nobodyHearsOfTooManyClients() {
		context().run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			CyclicBarrier allAtOnce = new CyclicBarrier(WORKERS);
			List<Integer> done = Concurrently.run(WORKERS, (number) -> {
				allAtOnce.await();
				Stage.scenario(context, () -> {
					try (Connection one = dataSource.getConnection();
							Connection two = dataSource.getConnection();
							Statement statement = two.createStatement()) {
						statement.execute("INSERT INTO note (text) VALUES ('mine')");
						assertThat(one.isValid(0)).isTrue();
					}
					assertThat(Stage.notes(context)).containsExactly("from the migration", "mine");
				});
				return number;
			});
			assertThat(done).hasSize(WORKERS);
		});
	}

	private static ApplicationContextRunner context() {
		PGSimpleDataSource server = new PGSimpleDataSource();
		server.setUrl(PostgresServer.url("postgres"));
		return Stage.contextWithoutUrl()
			.withPropertyValues(
					"spring.datasource.url=jdbc:postgresql://" + server.getServerNames()[0] + ":"
							+ server.getPortNumbers()[0] + "/test_slots_limited",
					"spring.datasource.username=" + USER, "spring.datasource.password=" + USER,
					"spring.flyway.locations=classpath:postgresql/notes");
	}

	private static void execute(String sql) throws SQLException {
		try (Connection connection = PostgresServer.connect("postgres");
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
