package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.pristinedb.Sql;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * What an application reaches from a connection, on a real database: nothing of it goes
 * past the proxies to the next scenario.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionLeakTests {

	private static final List<String> ISOLATIONS = List.of("database", "transaction");

	/**
	 * Ways from a connection to a connection.
	 */
	static Stream<Arguments> ways() {
		return ISOLATIONS.stream()
			.flatMap((isolation) -> Stream.of(way(isolation, "a result", ConnectionLeakTests::byResult),
					way(isolation, "generated keys", ConnectionLeakTests::byGeneratedKeys),
					way(isolation, "metadata", ConnectionLeakTests::byMetaData),
					way(isolation, "a result's description", ConnectionLeakTests::byResultSetMetaData),
					way(isolation, "a statement's parameters", ConnectionLeakTests::byParameterMetaData)));
	}

	private static Arguments way(String isolation, String name, Way way) {
		return argumentSet(isolation + ", " + name, isolation, way);
	}

	@BeforeEach
	void clear() {
		RecordedEvents.clear();
	}

	@ParameterizedTest
	@MethodSource("ways")
	void temporaryTableIsNotSeenByTheNextScenario(String isolation, Way way) {
		Stage.context().withPropertyValues("pristine.isolation=" + isolation).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Stage.scenario(context, () -> {
				try (Connection connection = dataSource.getConnection();
						Statement statement = way.from(connection).createStatement()) {
					statement.execute("CREATE TEMP TABLE secret (id)");
				}
			});
			Stage.scenario(context,
					() -> assertThat(Sql.query(dataSource, "SELECT name FROM sqlite_temp_master")).isEmpty());
		});
		assertThat(RecordedEvents.of(SlotRetired.class)).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("ways")
	void connectionThatIsReachedCanBeClosedInsteadOfTheOther(String isolation, Way way, CapturedOutput output) {
		Stage.context().withPropertyValues("pristine.isolation=" + isolation).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Stage.scenario(context, () -> {
				Connection connection = dataSource.getConnection();
				way.from(connection).close();
				assertThat(connection.isClosed()).isTrue();
			});
		});
		assertThat(output).doesNotContain("still open");
		assertThat(RecordedEvents.of(SlotRetired.class)).isEmpty();
	}

	private static Connection byResult(Connection connection) throws SQLException {
		return connection.createStatement().executeQuery("SELECT 1").getStatement().getConnection();
	}

	private static Connection byGeneratedKeys(Connection connection) throws SQLException {
		PreparedStatement insert = connection.prepareStatement("INSERT INTO note (text) VALUES ('x')",
				Statement.RETURN_GENERATED_KEYS);
		insert.executeUpdate();
		return insert.getGeneratedKeys().getStatement().getConnection();
	}

	private static Connection byMetaData(Connection connection) throws SQLException {
		ResultSet tables = connection.getMetaData().getTables(null, null, "%", null);
		assertThat(tables.next()).isTrue();
		Statement behind = tables.getStatement();
		return (behind != null) ? behind.getConnection() : connection.getMetaData().getConnection();
	}

	private static Connection byResultSetMetaData(Connection connection) throws SQLException {
		// The driver answers by the result itself.
		Object description = connection.createStatement().executeQuery("SELECT 1").getMetaData();
		return (description instanceof ResultSet result) ? result.getStatement().getConnection() : connection;
	}

	private static Connection byParameterMetaData(Connection connection) throws SQLException {
		// The driver answers by the statement itself.
		Object parameters = connection.prepareStatement("SELECT ?").getParameterMetaData();
		return (parameters instanceof Statement statement) ? statement.getConnection() : connection;
	}

	/**
	 * A way from a connection to a connection.
	 */
	@FunctionalInterface
	interface Way {

		Connection from(Connection connection) throws SQLException;

	}

}
