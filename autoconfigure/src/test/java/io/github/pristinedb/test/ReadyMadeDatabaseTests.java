package io.github.pristinedb.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Sql;
import io.github.pristinedb.engine.DatabaseCopyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A file that is there before the tests, and that no tool migrates: its content is what
 * they start from.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReadyMadeDatabaseTests {

	@TempDir
	private Path temporary;

	private Path database;

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void setUp() {
		this.database = this.temporary.resolve("testdata.db");
		Sql.execute(this.database, "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
				"INSERT INTO note (text) VALUES ('ready-made')");
		this.contextRunner = Stage.contextWithoutUrl()
			.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + this.database, "spring.flyway.enabled=false");
	}

	@Test
	void eachScenarioStartsFromTheContentAndTheFileIsNotWritten(CapturedOutput output) throws Exception {
		byte[] before = Files.readAllBytes(this.database);
		this.contextRunner.run((context) -> {
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> {
					assertThat(Stage.notes(context)).containsExactly("ready-made");
					Stage.write(context, "of a scenario");
				});
			}
		});
		this.contextRunner.run((context) -> assertThat(Stage.notes(context)).containsExactly("ready-made"));
		assertThat(this.database).hasBinaryContent(before);
		assertThat(output).containsOnlyOnce("Tests start from copies of the database");
	}

	@Test
	void contextWithoutFlywayOnItsClassPathStartsFromTheContentToo() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.flywaydb"))
			.run((context) -> assertThat(Stage.notes(context)).containsExactly("ready-made"));
	}

	@Test
	void contentOfAWriteAheadLogIsCopiedFromUnderAnOpenConnection() throws Exception {
		try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + this.database + "?journal_mode=WAL");
				Statement statement = writer.createStatement()) {
			statement.execute("PRAGMA wal_autocheckpoint = 0");
			statement.execute("INSERT INTO note (text) VALUES ('in the log')");
			byte[] before = Files.readAllBytes(this.database);
			this.contextRunner.run((context) -> Stage.scenario(context,
					() -> assertThat(Stage.notes(context)).containsExactly("ready-made", "in the log")));
			assertThat(this.database).hasBinaryContent(before);
			// The log is still the writer's.
			statement.execute("INSERT INTO note (text) VALUES ('later')");
		}
		assertThat(Sql.query(this.database, "SELECT text FROM note")).containsExactly("ready-made", "in the log",
				"later");
	}

	@Test
	void scriptsOfTheApplicationRunOnACopy() throws Exception {
		Path script = Files.writeString(this.temporary.resolve("data.sql"),
				"INSERT INTO note (text) VALUES ('of the script');");
		byte[] before = Files.readAllBytes(this.database);
		this.contextRunner.withConfiguration(AutoConfigurations.of(DataSourceInitializationAutoConfiguration.class))
			.withPropertyValues("spring.sql.init.mode=always", "spring.sql.init.data-locations=file:" + script)
			.run((context) -> Stage.scenario(context,
					() -> assertThat(Stage.notes(context)).containsExactly("ready-made", "of the script")));
		assertThat(this.database).hasBinaryContent(before);
	}

	@Test
	void databaseThatFlywayMigratesDoesNotHaveWhatAnEarlierRunLeft() {
		this.contextRunner.withPropertyValues("spring.flyway.enabled=true").run((context) -> {
			assertThat(Stage.notes(context)).containsExactly("from the migration");
			Stage.scenario(context, () -> assertThat(Stage.notes(context)).containsExactly("from the migration"));
		});
	}

	@Test
	void databaseBesideTheOneThatFlywayMigratesStartsFromItsContent() {
		this.contextRunner.withUserConfiguration(TwoDatabases.class)
			.withPropertyValues("spring.flyway.enabled=true",
					"migrated=jdbc:sqlite:" + this.temporary.resolve("scenario-migrated.db"),
					"ready-made=jdbc:sqlite:" + this.database)
			.run((context) -> Stage.scenario(context, () -> {
				assertThat(Stage.notes(context)).containsExactly("from the migration");
				assertThat(Sql.query(context.getBean("readyMade", DataSource.class), "SELECT text FROM note"))
					.containsExactly("ready-made");
			}));
	}

	@Test
	void missingFileIsStillAnEmptyDatabase() throws Exception {
		Files.delete(this.database);
		this.contextRunner.run((context) -> assertThat(
				Sql.query(context.getBean(DataSource.class), "SELECT count(*) FROM sqlite_schema"))
			.containsExactly("0"));
		assertThat(this.database).doesNotExist();
	}

	@Test
	void journalThatAKilledProcessLeftIsNamed() throws Exception {
		Path killed = this.temporary.resolve("killed.db");
		Files.copy(this.database, killed);
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + killed + "?cache_size=1");
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("UPDATE note SET text = 'half'");
			statement.execute("CREATE TABLE big (content BLOB)");
			statement.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)"
					+ " INSERT INTO big SELECT zeroblob(5000) FROM n");
			Files.copy(this.temporary.resolve("killed.db-journal"), this.temporary.resolve("testdata.db-journal"));
			connection.rollback();
		}
		this.contextRunner.run((context) -> assertThatExceptionOfType(DatabaseCopyException.class)
			.isThrownBy(() -> Stage.notes(context))
			.satisfies((ex) -> assertThat(ex.getAction()).contains("journal")));
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDatabases {

		@Bean
		@Primary
		HikariDataSource migrated(Environment environment) {
			return pool(environment.getRequiredProperty("migrated"));
		}

		@Bean(defaultCandidate = false)
		HikariDataSource readyMade(Environment environment) {
			return pool(environment.getRequiredProperty("ready-made"));
		}

		private static HikariDataSource pool(String url) {
			HikariDataSource pool = new HikariDataSource();
			pool.setJdbcUrl(url);
			return pool;
		}

	}

}
