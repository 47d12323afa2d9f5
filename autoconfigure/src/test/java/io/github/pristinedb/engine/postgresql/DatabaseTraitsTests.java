package io.github.pristinedb.engine.postgresql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.pristinedb.console.OnTheSharedServer;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.kit.Rows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Owner, access rights and settings of the application's own database: copies have them.
 */
@OnTheSharedServer
@ExtendWith(OutputCaptureExtension.class)
class DatabaseTraitsTests {

	@TempDir
	private Path directory;

	private TestServer server;

	private PostgresSession session;

	private PostgresDatabase model;

	private String quoted;

	private String ann;

	private String bob;

	@BeforeEach
	void open() throws SQLException {
		this.server = new TestServer(this.directory);
		this.session = this.server.session();
		this.model = this.server.model();
		this.quoted = AdminConnection.quoted(this.model.name());
		this.ann = "Ann_" + this.model.name();
		this.bob = "bob_" + this.model.name();
		for (String role : List.of(this.ann, this.bob)) {
			this.server.execute("CREATE ROLE " + AdminConnection.quoted(role) + " LOGIN PASSWORD 'secret'");
		}
		this.server.execute("CREATE DATABASE " + this.quoted + " STRATEGY FILE_COPY");
	}

	@AfterEach
	void close() throws SQLException {
		this.server.close();
		try (AdminConnection connection = new AdminConnection(PostgresServer.connect("postgres"))) {
			for (String role : List.of(this.ann, this.bob)) {
				connection.execute("DROP ROLE " + AdminConnection.quoted(role));
			}
		}
	}

	private void alter(String... actions) throws SQLException {
		for (String action : actions) {
			this.server.execute(action.formatted(this.quoted, AdminConnection.quoted(this.ann)));
		}
	}

	private Connection connect(ScenarioDatabase slot, String user) throws SQLException {
		return DriverManager.getConnection(PostgresServer.url(slot.database().name()).replaceAll("\\?.*", ""), user,
				"secret");
	}

	@Test
	void copyHasTheOwnerTheRightsAndTheSettingsOfTheNamedDatabase() throws SQLException {
		alter("ALTER DATABASE %1$s OWNER TO %2$s", "REVOKE CONNECT, TEMPORARY ON DATABASE %1$s FROM PUBLIC",
				"GRANT CREATE ON DATABASE %1$s TO pg_monitor WITH GRANT OPTION",
				"ALTER DATABASE %1$s SET search_path TO \"$user\", \"Odd, \"\"one\", public",
				"ALTER DATABASE %1$s SET app.tenant TO 'it''s = \\ me'",
				"ALTER DATABASE %1$s SET statement_timeout TO '1h'", "ALTER DATABASE %1$s SET temp_tablespaces TO ''",
				"ALTER DATABASE %1$s SET default_transaction_read_only TO on",
				"ALTER ROLE %2$s IN DATABASE %1$s SET work_mem TO '7MB'");
		Image image = this.server.image("SET default_transaction_read_only TO off",
				"CREATE TABLE note AS SELECT current_setting('search_path') AS path");
		ScenarioDatabase slot = this.session.create(this.model, "worker", image);
		assertTraits(slot);
		try (Connection connection = TestServer.connect(slot.database())) {
			assertThat(Rows.of(connection, "SELECT path FROM note"))
				.containsExactly("\"$user\", \"Odd, \"\"one\", public");
		}
		Image captured = Objects.requireNonNull(slot.capture());
		assertTraits(this.session.create(this.model, "worker", captured));
		assertTraits(this.session.create(this.model, "worker", null));
	}

	private void assertTraits(ScenarioDatabase slot) throws SQLException {
		try (Connection connection = connect(slot, this.ann)) {
			assertThat(Rows.of(connection,
					"SELECT current_setting('search_path'), current_setting('app.tenant'), current_setting('statement_timeout'),"
							+ " current_setting('temp_tablespaces'), current_setting('default_transaction_read_only'),"
							+ " current_setting('work_mem'), pg_has_role('pg_database_owner', 'USAGE')"))
				.containsExactly("\"$user\", \"Odd, \"\"one\", public,it's = \\ me,1h,\"\",on,7MB,true");
			assertThat(Rows.of(connection, "SELECT has_database_privilege('pg_monitor', current_database(),"
					+ " 'CREATE WITH GRANT OPTION'), has_database_privilege('pg_monitor', current_database(), 'TEMP')"))
				.containsExactly("true,false");
		}
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connect(slot, this.bob).close())
			.withMessageContaining("permission denied for database");
	}

	@Test
	void settingsOfAMigrationAreThoseOfEachCopy() throws SQLException {
		Image image = this.server.image(
				"DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET app.own TO 1', current_database()); END$$",
				"ALTER DATABASE " + this.quoted + " SET app.named TO 2");
		ScenarioDatabase slot = this.session.create(this.model, "worker", image);
		assertThat(TestServer.column(slot.database(),
				"SELECT current_setting('app.own', true) || current_setting('app.named', true)"))
			.containsExactly("12");
	}

	@Test
	void roleOfAllSessionsIsNotThatOfPristine() throws SQLException {
		alter("GRANT CREATE ON DATABASE %1$s TO %2$s", "ALTER DATABASE %1$s SET role TO %2$s");
		Image image = this.server.image("CREATE SCHEMA own", "CREATE TABLE own.note (id INT)",
				"INSERT INTO own.note VALUES (1)");
		ScenarioDatabase slot = this.session.create(this.model, "worker", image);
		try (Connection connection = TestServer.connect(slot.database())) {
			slot.inspect(connection);
			assertThat(Rows.of(connection, "SELECT current_user")).containsExactly(this.ann);
			Rows.of(connection, "INSERT INTO own.note VALUES (2) RETURNING id");
			slot.settle(connection);
			assertThat(slot.isClean(() -> connection)).isFalse();
			assertThat(slot.restore(image, () -> connection)).isEqualTo(ScenarioDatabase.Restoration.IN_PLACE);
			assertThat(Rows.of(connection, "SELECT current_user, count(*) FROM own.note"))
				.containsExactly(this.ann + ",1");
		}
	}

	@Test
	void anotherSettingMeansAnotherTemplateAndIsNotTold() throws SQLException {
		Map<String, String> before = this.session.fingerprint(this.model, new PGSimpleDataSource());
		assertThat(before).doesNotContainKey("option/database");
		alter("ALTER DATABASE %1$s SET app.password TO 'geheim'");
		Map<String, String> after = this.session.fingerprint(this.model, new PGSimpleDataSource());
		assertThat(after).containsKey("option/database");
		assertThat(after.toString()).doesNotContain("geheim");
		alter("ALTER DATABASE %1$s RESET app.password");
		assertThat(this.session.fingerprint(this.model, new PGSimpleDataSource())).isEqualTo(before);
	}

	@Test
	void whatTheServerRefusesIsToldOnceAndTheRestIsThere(CapturedOutput output) throws SQLException {
		try (AdminConnection connection = new AdminConnection(PostgresServer.connect("postgres"))) {
			DatabaseTraits traits = new DatabaseTraits("the refused one",
					List.of("ALTER DATABASE " + this.quoted + " SET app.own TO 1",
							"ALTER DATABASE " + this.quoted + " OWNER TO nobody_has_this_name"));
			traits.apply(connection);
			traits.apply(connection);
		}
		assertThat(TestServer.column(this.model, "SHOW app.own")).containsExactly("1");
		assertThat(output).containsOnlyOnce("Copies of the database the refused one lack a right or a setting")
			.contains("nobody_has_this_name");
	}

	@Test
	void whatPristineDoesIsNoChangeOfATest() throws SQLException {
		Administration known = new Administration(this.model, new DatabaseNames("run"), 0);
		assertThat(known.facts().superuser()).isTrue();
		known.run(
				(connection) -> assertThat(connection.is("SELECT current_setting('track_counts')::boolean")).isFalse());
		known.close();
	}

}
