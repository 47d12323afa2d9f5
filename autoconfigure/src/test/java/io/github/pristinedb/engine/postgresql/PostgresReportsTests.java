package io.github.pristinedb.engine.postgresql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Concurrently;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.console.OnTheSharedServer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PGobject;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static io.github.pristinedb.engine.postgresql.ServerStage.ask;
import static io.github.pristinedb.engine.postgresql.ServerStage.eachStartsClean;
import static io.github.pristinedb.engine.postgresql.ServerStage.execute;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications on PostgreSQL in which tests of other projects got in each other's way, as
 * their public bug reports tell.
 */
@OnTheSharedServer
@DeliberateOutput("Several data sources name the database scenario_more.* with different settings.* not in force: \\[[^\\]]")
class PostgresReportsTests {

	@TempDir
	private Path directory;

	private ApplicationContextRunner context(String isolation, String migration, String... parameters)
			throws Exception {
		return ServerStage.context(this.directory, migration, parameters)
			.withPropertyValues("pristine.isolation=" + isolation);
	}

	private static int columns(Connection connection) throws SQLException {
		int columns = 0;
		// The server keeps the plan from the first execution on.
		for (int i = 0; i < 2; i++) {
			try (PreparedStatement select = connection.prepareStatement("SELECT * FROM note WHERE id > ?")) {
				select.setInt(1, 0);
				try (ResultSet rows = select.executeQuery()) {
					columns = rows.getMetaData().getColumnCount();
				}
			}
		}
		return columns;
	}

	/**
	 * Flyway 2323 and Flyway Test Extensions 44: after the migration has run again, a
	 * pooled connection answered "cached plan must not change result type".
	 */
	@ParameterizedTest
	@ValueSource(strings = { "database", "transaction" })
	void planOfAnotherSchemaIsNotThatOfTheNextTest(String isolation) throws Exception {
		eachStartsClean(context(isolation, """
				CREATE TABLE note (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text TEXT);
				INSERT INTO note (text) VALUES ('from the migration');
				""", "prepareThreshold=1"), (dataSource) -> {
			try (Connection connection = dataSource.getConnection()) {
				execute(connection, "ALTER TABLE note ADD COLUMN tag TEXT");
				assertThat(columns(connection)).isEqualTo(3);
			}
		}, (dataSource) -> {
			try (Connection connection = dataSource.getConnection()) {
				assertThat(columns(connection)).isEqualTo(2);
			}
		});
	}

	/**
	 * pgjdbc 496: statements that are prepared in one schema answer "cached plan must not
	 * change result type" in another. No statement of the test names what is altered.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "database", "transaction" })
	void planOfASchemaThatAFunctionAltersIsNotThatOfTheNextTest(String isolation) throws Exception {
		eachStartsClean(context(isolation, """
				CREATE TABLE note (id INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text TEXT);
				CREATE FUNCTION tagged() RETURNS void AS $$
				BEGIN
					EXECUTE 'ALTER ' || 'TABLE note ADD COLUMN tag TEXT';
				END $$ LANGUAGE plpgsql;
				""", "prepareThreshold=1"), (dataSource) -> {
			try (Connection connection = dataSource.getConnection()) {
				execute(connection, "SELECT tagged()");
				assertThat(columns(connection)).isEqualTo(3);
			}
		}, (dataSource) -> {
			try (Connection connection = dataSource.getConnection()) {
				assertThat(columns(connection)).isEqualTo(2);
			}
		});
	}

	private static String paint(Connection connection, String colour) throws SQLException {
		try (PreparedStatement select = connection.prepareStatement("SELECT ?")) {
			PGobject value = new PGobject();
			value.setType("colour");
			value.setValue(colour);
			select.setObject(1, value);
			try (ResultSet rows = select.executeQuery()) {
				rows.next();
				return rows.getString(1);
			}
		}
	}

	/**
	 * pgjdbc 3049: the driver remembers the number of a type that was dropped, and the
	 * server answers "cache lookup failed for type".
	 */
	@ParameterizedTest
	@ValueSource(strings = { "database", "transaction" })
	void typeThatEachTestMakesIsBoundByEach(String isolation) throws Exception {
		eachStartsClean(context(isolation, "CREATE TABLE note (text TEXT)"), (dataSource) -> {
			try (Connection connection = dataSource.getConnection()) {
				connection.setAutoCommit(false);
				execute(connection, "CREATE TYPE colour AS ENUM ('red', 'blue')");
				assertThat(paint(connection, "red")).isEqualTo("red");
				connection.rollback();
			}
		});
	}

	/**
	 * Flyway 1654 and 3497: an index that is built concurrently waits for the connection
	 * that waits for the migration, which deadlocks.
	 */
	@Test
	void contextsThatStartAtTheSameTimeBuildAnIndexConcurrently() throws Exception {
		ApplicationContextRunner context = context("database", "CREATE TABLE note (text TEXT)")
			.withPropertyValues("spring.flyway.postgresql.transactional-lock=false");
		Files.writeString(this.directory.resolve("migrations/V2__index.sql"),
				"CREATE INDEX CONCURRENTLY note_text ON note (text)");
		Concurrently.run(2, (application) -> {
			eachStartsClean(context, (dataSource) -> {
				try (Connection connection = dataSource.getConnection()) {
					assertThat(
							ask(connection, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'note_text'::regclass"))
						.isEqualTo("true");
					execute(connection, "CREATE INDEX CONCURRENTLY another ON note (text)");
				}
			});
			return application;
		});
	}

	/**
	 * Flyway 1379: an extension is in a schema of its own, and the migration puts that
	 * into the search path of the database.
	 */
	@Test
	void searchPathThatTheMigrationGivesToTheDatabaseIsThatOfEachTest() throws Exception {
		eachStartsClean(context("database", """
				CREATE SCHEMA extensions;
				CREATE EXTENSION citext SCHEMA extensions;
				DO $$ BEGIN
					EXECUTE format('ALTER DATABASE %I SET search_path TO public, extensions', current_database());
				END $$;
				CREATE TABLE note (text extensions.CITEXT);
				INSERT INTO note VALUES ('From the migration');
				"""), (dataSource) -> {
			try (Connection connection = dataSource.getConnection()) {
				assertThat(ask(connection, "SELECT text FROM note WHERE text = 'FROM THE MIGRATION'::citext"))
					.isEqualTo("From the migration");
				execute(connection, "INSERT INTO note VALUES ('mine')", "SET search_path TO public");
			}
		});
	}

	/**
	 * HikariCP 2040: a setting of a connection is still there when the pool hands it out
	 * again.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "database", "transaction" })
	void timeoutOfATestIsNotThatOfTheNextOne(String isolation) throws Exception {
		eachStartsClean(context(isolation, "CREATE TABLE note (text TEXT)"), (dataSource) -> {
			try (Connection connection = dataSource.getConnection()) {
				assertThat(ask(connection, "SHOW statement_timeout")).isEqualTo("0");
				execute(connection, "SET statement_timeout = '77s'", "SET ROLE pg_read_all_data");
			}
		});
	}

	/**
	 * Kotest 5621 and Spring Test DBUnit 131: a rollback does not take numbers back that
	 * were drawn, and what sets the sequence back is rolled back.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "database", "transaction" })
	void firstIdIsTheSameInEachTest(String isolation) throws Exception {
		eachStartsClean(context(isolation, """
				CREATE TABLE note (id BIGSERIAL PRIMARY KEY, text TEXT);
				INSERT INTO note (text) VALUES ('from the migration');
				"""), (dataSource) -> {
			try (Connection connection = dataSource.getConnection()) {
				connection.setAutoCommit(false);
				assertThat(ask(connection, "INSERT INTO note (text) VALUES ('mine') RETURNING id")).isEqualTo("2");
				execute(connection, "ALTER SEQUENCE note_id_seq RESTART WITH 100");
				connection.rollback();
				execute(connection, "TRUNCATE note");
				connection.commit();
			}
		});
	}

	/**
	 * Celesta 387: a materialized view keeps the rows of the test that has refreshed it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "database", "transaction" })
	void materializedViewHasTheRowsOfTheMigration(String isolation) throws Exception {
		eachStartsClean(context(isolation, """
				CREATE TABLE note (text TEXT);
				INSERT INTO note VALUES ('from the migration');
				CREATE MATERIALIZED VIEW notes AS SELECT text FROM note;
				"""), (dataSource) -> {
			try (Connection connection = dataSource.getConnection()) {
				assertThat(ask(connection, "SELECT text FROM notes")).isEqualTo("from the migration");
				execute(connection, "DELETE FROM note", "INSERT INTO note VALUES ('mine')",
						"REFRESH MATERIALIZED VIEW notes");
				assertThat(ask(connection, "SELECT text FROM notes")).isEqualTo("mine");
			}
		});
	}

	/**
	 * eCamp 3434: after an update of the operating system, the server copies no database
	 * from before, "template database has a collation version mismatch".
	 */
	@Test
	void templateOfTheOldCollationVersionIsNotThatOfTheNewOne() throws SQLException {
		try (TestServer server = new TestServer(this.directory)) {
			String version = server
				.column("SELECT pg_database_collation_actual_version(oid) FROM pg_database WHERE datname = 'template1'")
				.get(0);
			assertThat(version).isNotNull();
			PostgresSession session = server.session();
			assertThat(session.fingerprint(server.model(), null).get("version/collation")).endsWith(" " + version);
			SQLException mismatch = new SQLException(
					"ERROR: template database \"template1\" has a collation version mismatch", "XX000");
			assertThat(((PostgresTemplateStore) session.templates()).failures().cure(mismatch))
				.contains("ALTER DATABASE template1 REFRESH COLLATION VERSION");
		}
	}

	/**
	 * Zonky 43 and Flyway 737: of several migration tools, each with a schema of its own,
	 * only the last one's schema was in the copies, or its search path in the pool.
	 */
	@Test
	void schemasOfTwoMigrationToolsAreThoseOfEachTest() throws Exception {
		eachStartsClean(context("database", "CREATE TABLE one.note AS SELECT 'from the first' AS text")
			.withPropertyValues("spring.flyway.schemas=one")
			.withUserConfiguration(SecondFlyway.class), (dataSource) -> {
				try (Connection connection = dataSource.getConnection()) {
					assertThat(ask(connection, "SHOW search_path")).doesNotContain("one").doesNotContain("two");
					assertThat(ask(connection, "SELECT one.note.text, two.note.text FROM one.note, two.note"))
						.isEqualTo("from the first,from the second");
					execute(connection, "INSERT INTO two.note VALUES ('mine')", "DELETE FROM one.note");
				}
			});
	}

	/**
	 * Zonky 191 and 236: an application has a second data source for the same database,
	 * and finds no tables there.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "database", "transaction" })
	void secondDataSourceOfTheDatabaseSeesTheSameRows(String isolation) throws Exception {
		context(isolation, "CREATE TABLE note (text TEXT)").withUserConfiguration(ReadingDataSource.class)
			.run((application) -> eachStartsClean(application, (dataSource) -> {
				try (Connection connection = dataSource.getConnection();
						Connection reading = application.getBean("reading", DataSource.class).getConnection()) {
					assertThat(ask(reading, "SELECT count(*) FROM note")).isEqualTo("0");
					execute(connection, "INSERT INTO note VALUES ('mine')");
					assertThat(ask(reading, "SELECT text FROM note")).isEqualTo("mine");
				}
			}));
	}

	@Configuration(proxyBeanMethods = false)
	static class SecondFlyway {

		@Bean
		FlywayMigrationInitializer first(Flyway flyway, FlywayMigrationStrategy strategy) {
			return new FlywayMigrationInitializer(flyway, strategy);
		}

		@Bean
		@DependsOn("first")
		FlywayMigrationInitializer second(DataSource dataSource, FlywayMigrationStrategy strategy) {
			return new FlywayMigrationInitializer(Flyway.configure()
				.dataSource(dataSource)
				.schemas("two")
				.javaMigrations(new V1__second())
				.locations(new String[0])
				.load(), strategy);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReadingDataSource {

		@Bean
		@Primary
		@ConfigurationProperties("spring.datasource.hikari")
		HikariDataSource writing(DataSourceProperties properties) {
			return properties.initializeDataSourceBuilder().type(HikariDataSource.class).build();
		}

		@Bean(defaultCandidate = false)
		SimpleDriverDataSource reading(DataSourceProperties properties) {
			return properties.initializeDataSourceBuilder().type(SimpleDriverDataSource.class).build();
		}

	}

	// As Flyway wants its name.
	static class V1__second extends BaseJavaMigration {

		@Override
		public void migrate(Context context) throws SQLException {
			execute(context.getConnection(), "CREATE TABLE note AS SELECT 'from the second' AS text");
		}

	}

}
