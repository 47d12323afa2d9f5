package io.github.pristinedb.engine.postgresql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.github.pristinedb.console.OnTheSharedServer;
import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.IrreplaceableDatabaseException;
import io.github.pristinedb.engine.KeepRequest;
import io.github.pristinedb.engine.Kept;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.ScenarioDatabase.Restoration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A session on a server: copies, images, literal and kept databases.
 */
@OnTheSharedServer
class PostgresSessionTests {

	@TempDir
	private Path directory;

	private TestServer server;

	private PostgresSession session;

	private PostgresDatabase model;

	@BeforeEach
	void open() {
		this.server = new TestServer(this.directory);
		this.session = this.server.session();
		this.model = this.server.model();
	}

	@AfterEach
	void close() throws SQLException {
		this.server.close();
	}

	@Test
	void scenarioDatabaseIsACopyOfItsBaselineAndGoneAfterTheSession() throws SQLException {
		Image image = this.server.image("CREATE TABLE note (text TEXT)", "INSERT INTO note VALUES ('a')");
		ScenarioDatabase scenario = this.session.create(this.model, "worker", image);
		assertThat(scenario.database().name()).startsWith(this.model.name() + "_");
		assertThat(TestServer.column(scenario.database(), "SELECT text FROM note")).containsExactly("a");
		this.session.close();
		assertThat(this.server.exists(scenario.database().name())).isFalse();
	}

	@Test
	void sessionsOfAScenarioDatabaseStartWithOurSettingBehindTheApplications() throws SQLException {
		Database model = PostgresDatabase
			.of(this.model.access().withUrl(this.model.url() + "&options=-c%20work_mem%3D5MB"));
		try (ScenarioDatabase scenario = this.session.create(model, "worker", null)) {
			assertThat(TestServer.column(scenario.database(), "SHOW work_mem")).containsExactly("5MB");
			assertThat(TestServer.column(scenario.database(), "SHOW synchronous_commit")).containsExactly("off");
			assertThat(this.session.withOptions(scenario.database(), this.model)).isEqualTo(scenario.database());
		}
	}

	@Test
	void emptyDatabaseIsCleanUntilSomethingIsThere() throws SQLException {
		ScenarioDatabase scenario = this.session.create(this.model, "context", null);
		assertThat(scenario.isClean(() -> null)).isTrue();
		TestServer.execute(scenario.database(), "CREATE TABLE note (text TEXT)");
		assertThat(scenario.isClean(() -> null)).isFalse();
	}

	@Test
	void recreatedDatabaseHasTheSameName() throws SQLException {
		Image image = this.server.image("CREATE TABLE note (text TEXT)");
		ScenarioDatabase empty = this.session.create(this.model, "context", null);
		ScenarioDatabase filled = empty.recreate(image);
		assertThat(filled.database()).isEqualTo(empty.database());
		assertThat(TestServer.column(filled.database(), "SELECT count(*) FROM note")).containsExactly("0");
	}

	@Test
	void capturedBaselineHasWhatWasCommitted() throws SQLException {
		ScenarioDatabase scenario = this.session.create(this.model, "worker", null);
		TestServer.execute(scenario.database(), "CREATE TABLE note AS SELECT 1 AS id");
		Image captured = scenario.capture();
		TestServer.execute(scenario.database(), "INSERT INTO note VALUES (2)");
		ScenarioDatabase other = this.session.create(this.model, "worker", captured);
		assertThat(TestServer.column(other.database(), "SELECT id FROM note")).containsExactly("1");
		assertThat(captured.bytes()).isPositive();
		this.session.discard(captured);
		this.session.close();
		assertThat(this.server.exists(captured.describe())).isFalse();
	}

	@Test
	void databaseInUseIsNotCaptured() throws SQLException {
		ScenarioDatabase scenario = this.session.create(this.model, "worker", null);
		try (Connection connection = TestServer.connect(scenario.database())) {
			assertThat(connection.isValid(1)).isTrue();
			assertThat(scenario.capture()).isNull();
		}
		assertThat(scenario.capture()).isNotNull();
	}

	@Test
	void writtenDatabaseIsBroughtBackUnderItsConnections() throws SQLException {
		Image image = this.server.image("CREATE TABLE note AS SELECT 1 AS id");
		ScenarioDatabase scenario = this.session.create(this.model, "worker", image);
		try (Connection connection = TestServer.connect(scenario.database());
				Statement statement = connection.createStatement()) {
			scenario.inspect(connection);
			scenario.settle(connection);
			assertThat(scenario.isClean(() -> connection)).isTrue();
			statement.execute("INSERT INTO note VALUES (2)");
			scenario.settle(connection);
			assertThat(scenario.isClean(() -> connection)).isFalse();
			assertThat(scenario.restore(image, () -> connection)).isEqualTo(Restoration.IN_PLACE);
			assertThat(TestServer.column(scenario.database(), "SELECT id FROM note")).containsExactly("1");
		}
	}

	@Test
	void databaseThatWasCapturedMeanwhileIsNotBroughtBack() throws SQLException {
		Image image = this.server.image("CREATE TABLE note AS SELECT 1 AS id");
		ScenarioDatabase scenario = this.session.create(this.model, "worker", image);
		assertThat(scenario.capture()).isNotNull();
		assertThat(scenario.isClean(() -> null)).isFalse();
		assertThat(scenario.restore(image, () -> null)).isEqualTo(Restoration.REFUSED);
	}

	@Test
	void databaseIsBroughtBackToNoOtherBaseline() throws SQLException {
		Image image = this.server.image("CREATE TABLE note AS SELECT 1 AS id");
		Image other = this.server.image("CREATE TABLE note AS SELECT 2 AS id");
		ScenarioDatabase scenario = this.session.create(this.model, "worker", image);
		assertThat(scenario.restore(other, () -> null)).isEqualTo(Restoration.REFUSED);
	}

	@Test
	void changedDatabaseIsRefused() throws SQLException {
		Image image = this.server.image("CREATE TABLE note (text TEXT)");
		ScenarioDatabase scenario = this.session.create(this.model, "worker", image);
		TestServer.execute(scenario.database(), "CREATE TABLE other ()");
		assertThat(scenario.isClean(() -> null)).isFalse();
		assertThat(scenario.restore(image, () -> null)).isEqualTo(Restoration.REFUSED);
	}

	@Test
	void missingDatabaseIsMadeUnderItsOwnName() throws SQLException {
		Image image = this.server.image("CREATE TABLE note AS SELECT 1 AS id");
		assertThat(this.session.state(this.model)).isEqualTo(DatabaseState.MISSING);
		assertThat(this.session.occupant(this.model)).isNull();
		assertThat(this.session.createLiteral(this.model, image)).isTrue();
		assertThat(this.session.state(this.model)).isEqualTo(DatabaseState.PRESENT);
		assertThat(this.session.occupant(this.model)).isNotNull();
		assertThat(this.server.comment(this.model.name())).isNull();
		assertThat(TestServer.column(this.model, "SELECT nspname FROM pg_namespace WHERE nspname = 'pristine'"))
			.isEmpty();
		this.session.close();
		assertThat(TestServer.column(this.model, "SELECT id FROM note")).containsExactly("1");
	}

	@Test
	void emptyDatabaseIsReplacedAndOneWithContentIsNot() throws SQLException {
		Image image = this.server.image("CREATE TABLE note AS SELECT 1 AS id");
		this.server.execute("CREATE DATABASE \"" + this.model.name() + "\" STRATEGY FILE_COPY");
		assertThat(this.session.state(this.model)).isEqualTo(DatabaseState.EMPTY);
		Object before = this.session.occupant(this.model);
		assertThat(this.session.createLiteral(this.model, image)).isTrue();
		assertThat(this.session.occupant(this.model)).isNotEqualTo(before);
		assertThat(this.session.createLiteral(this.model, image)).isFalse();
		assertThat(TestServer.column(this.model, "SELECT id FROM note")).containsExactly("1");
	}

	@Test
	void emptyDatabaseThatIsPeculiarStaysAsItIs() throws SQLException {
		Image image = this.server.image("CREATE TABLE note AS SELECT 1 AS id");
		String name = AdminConnection.quoted(this.model.name());
		this.server.execute("CREATE DATABASE " + name + " STRATEGY FILE_COPY");
		this.server.execute("ALTER DATABASE " + name + " SET work_mem = '5MB'");
		Object before = this.session.occupant(this.model);
		assertThatExceptionOfType(IrreplaceableDatabaseException.class)
			.isThrownBy(() -> this.session.createLiteral(this.model, image))
			.withMessageContaining("settings");
		assertThat(this.session.occupant(this.model)).isEqualTo(before);
	}

	@Test
	void emptyDatabaseThatSomebodyIsConnectedToStaysAsItIs() throws SQLException {
		Image image = this.server.image("CREATE TABLE note AS SELECT 1 AS id");
		this.server.execute("CREATE DATABASE " + AdminConnection.quoted(this.model.name()) + " STRATEGY FILE_COPY");
		Object before = this.session.occupant(this.model);
		try (Connection connection = TestServer.connect(this.model)) {
			assertThat(connection.isValid(1)).isTrue();
			assertThatExceptionOfType(IrreplaceableDatabaseException.class)
				.isThrownBy(() -> this.session.createLiteral(this.model, image))
				.withMessageContaining("connected");
		}
		assertThat(this.session.occupant(this.model)).isEqualTo(before);
	}

	@Test
	void schemaFunctionLargeObjectOrExtensionIsContent() throws SQLException {
		this.server.execute("CREATE DATABASE " + AdminConnection.quoted(this.model.name()) + " STRATEGY FILE_COPY");
		for (List<String> statements : List.of(List.of("CREATE SCHEMA s", "DROP SCHEMA s"),
				List.of("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "DROP FUNCTION f"),
				List.of("CREATE TYPE t AS ENUM ('a')", "DROP TYPE t"),
				List.of("SELECT lo_create(77)", "SELECT lo_unlink(77)"),
				List.of("CREATE DOMAIN d AS int", "DROP DOMAIN d"))) {
			TestServer.execute(this.model, statements.get(0));
			assertThat(this.session.state(this.model)).as(statements.get(0)).isEqualTo(DatabaseState.PRESENT);
			TestServer.execute(this.model, statements.get(1));
			assertThat(this.session.state(this.model)).as(statements.get(1)).isEqualTo(DatabaseState.EMPTY);
		}
	}

	@Test
	void ownDatabaseOfTheApplicationIsCopied() throws SQLException {
		this.server.execute("CREATE DATABASE " + AdminConnection.quoted(this.model.name()) + " STRATEGY FILE_COPY");
		TestServer.execute(this.model, "CREATE TABLE note AS SELECT 1 AS id");
		Image copy = this.session.copy(this.model);
		assertThat(TestServer.column(this.session.create(this.model, "worker", copy).database(), "SELECT id FROM note"))
			.containsExactly("1");
	}

	@Test
	void keptDatabaseOutlivesTheSessionAndTheCommandNamesIt() throws Exception {
		ScenarioDatabase scenario = this.session.create(this.model, "worker", null);
		TestServer.execute(scenario.database(), "CREATE TABLE note AS SELECT 1 AS id");
		Path file = this.directory.resolve("kept.txt");
		try (Connection open = TestServer.connect(scenario.database())) {
			Kept kept = scenario.keep(new Request(file));
			assertThat(open.isValid(1)).as("the scenario is over").isFalse();
			assertThat(Files.readString(file)).isEqualTo(kept.command() + "\n");
			// An embedded server runs no longer then, so the command starts it.
			assertThat(kept.command()).matches("psql \"postgresql://postgres@.*\"|java -cp .*\"");
			String name = kept.command().replaceAll("\"$|.*[/\"](?=[^/\"]+\"$)", "").replace("%C3%A9", "é");
			scenario.close();
			this.session.close();
			assertThat(name).startsWith("pristine_k_Caf");
			assertThat(TestServer.column(this.model.withName(name), "SELECT id FROM note")).containsExactly("1");
			this.server.execute("DROP DATABASE " + AdminConnection.quoted(name));
		}
	}

	@Test
	void fingerprintHasWhatDecidesTheContentOnThisServer() {
		assertThat(this.session.fingerprint(this.model, new PGSimpleDataSource())).containsKeys("version/postgresql",
				"version/encoding", "version/collation", "version/extensions", "version/template1", "option/rights",
				"option/user");
	}

	@Test
	void serverThatCannotBeReachedIsRefusedWithoutASecret() {
		try (PostgresSession other = new PostgresSession(
				PostgresDatabase.of(Access.to("jdbc:postgresql://127.0.0.1:1/test?user=u&password=geheim")),
				this.server.places())) {
			assertThat(other.refusal(this.model)).contains("127.0.0.1:1").doesNotContain("geheim");
		}
	}

	@Test
	void closedSessionOpensNoConnection() {
		this.session.close();
		assertThatExceptionOfType(DatabaseCopyException.class)
			.isThrownBy(() -> this.session.create(this.model, "worker", null));
	}

	/**
	 * A request to keep a database.
	 *
	 * @param file the file
	 */
	private record Request(Path file) implements KeepRequest {

		@Override
		public String name() {
			return "Café-" + "x".repeat(200);
		}

		@Override
		public String run() {
			return "run";
		}

		@Override
		public Path file(String extension) {
			assertThat(this.file.toString()).endsWith(extension);
			return this.file;
		}

	}

}
