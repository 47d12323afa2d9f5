package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.event.PristineEvent.Refused;
import io.github.pristinedb.slot.SlotConnector;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import io.github.pristinedb.transaction.TransactionIsolationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * An application asks for a connection by a user and a password of its own.
 */
class ConnectionOfAUserTests {

	private static final DataSource DATA_SOURCE = new SilentDataSource();

	@Test
	void connectionIsByThatUserInTheScenariosDatabase() {
		context("database").run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Stage.scenario(context, () -> {
				execute(dataSource.getConnection(), "CREATE TABLE t (id INT)", "INSERT INTO t VALUES (7)",
						"CREATE USER reader PASSWORD 'x'", "GRANT SELECT ON t TO reader");
				try (Connection reader = dataSource.getConnection("reader", "x")) {
					assertThat(query(reader, "SELECT CURRENT_USER")).isEqualTo("READER");
					assertThat(query(reader, "SELECT id FROM t")).isEqualTo("7");
					assertThatExceptionOfType(SQLException.class)
						.isThrownBy(() -> execute(dataSource.getConnection("reader", "x"), "INSERT INTO t VALUES (8)"))
						.withMessageContaining("Not enough rights");
				}
			});
			Stage.scenario(context, () -> assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> dataSource.getConnection("reader", "x")));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "database", "transaction" })
	void ownUserGetsAConnectionLikeAnyOther(String isolation) {
		context(isolation).run((context) -> Stage.scenario(context, () -> {
			DataSource dataSource = context.getBean(DataSource.class);
			try (Connection connection = dataSource.getConnection();
					Connection other = dataSource.getConnection("sa", "")) {
				assertThat(query(other, "SELECT CURRENT_USER")).isEqualTo(query(connection, "SELECT CURRENT_USER"));
			}
		}));
	}

	@Test
	void anotherUserHasNoPartInTheOneTransaction() {
		RecordedEvents.clear();
		context("transaction").run((context) -> Stage.scenario(context,
				() -> assertThatExceptionOfType(TransactionIsolationException.class)
					.isThrownBy(() -> context.getBean(DataSource.class).getConnection("reader", "x"))
					.withMessageContaining("The user 'reader' asks")
					.withMessageContaining("@PristineDatabase(isolation")));
		assertThat(RecordedEvents.of(Refused.class)).singleElement()
			.satisfies((refused) -> assertThat(refused.reason()).contains("The user 'reader' asks"));
	}

	@Test
	void connectorOfAUserIsAlwaysTheSame() {
		SlotConnector connector = connector("me", "secret", true);
		SlotConnector other = connector.as("you", "secret");
		assertThat(other).isNotSameAs(connector).isSameAs(connector.as("you", "secret"));
		assertThat(connector.as("you", "changed")).isNotSameAs(other);
		assertThat(connector.as("me", "secret")).isSameAs(connector);
		assertThat(connector.as("me", null)).isNotSameAs(connector);
		assertThat(connector.as(null, null)).isSameAs(connector);
		assertThat(new Credentials("you", "secret")).hasToString("you");
	}

	@Test
	void userMakesNoDifferenceToAProductWithoutUsers() {
		SlotConnector connector = connector(null, null, false);
		assertThat(connector.as("you", "secret")).isSameAs(connector);
	}

	private static SlotConnector connector(@Nullable String user, @Nullable String password, boolean users) {
		DatabaseEngine engine = mock(DatabaseEngine.class);
		given(engine.hasUsers()).willReturn(users);
		Database database = mock(Database.class);
		given(database.access()).willReturn(new Access("jdbc:other:scenario", user, password, Map.of()));
		return new BeanConnector(DATA_SOURCE, new ManagedDatabase(engine, database), mock(EngineSession.class));
	}

	private static ApplicationContextRunner context(String isolation) {
		return Stage.contextWithoutUrl()
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:scenario-users", "spring.flyway.enabled=false",
					"pristine.isolation=" + isolation);
	}

	private static void execute(Connection connection, String... sql) throws SQLException {
		try (connection; Statement statement = connection.createStatement()) {
			for (String each : sql) {
				statement.execute(each);
			}
		}
	}

	private static String query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			rows.next();
			return rows.getString(1);
		}
	}

}
