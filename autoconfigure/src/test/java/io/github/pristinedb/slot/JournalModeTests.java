package io.github.pristinedb.slot;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.MigrationFiles;
import io.github.pristinedb.Sql;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteDataSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * A scenario's database has the journal mode that the application would have, whoever
 * sets it.
 */
@DeliberateOutput("The value 'wall' of pristine.sqlite.journal-mode is unknown")
class JournalModeTests {

	private static final String FIRST = "from the migration";

	// Whoever waits for a lock that is never free finds out at once.
	private static final String IMPATIENT = "spring.datasource.hikari.data-source-properties.busy_timeout=1";

	/**
	 * Who turns the write-ahead log on.
	 */
	static final List<Arguments> logs = List.of(
			by("a setting", properties("pristine.sqlite.journal-mode=wal", IMPATIENT)),
			by("the URL", properties("spring.datasource.url=" + Stage.URL + "?journal_mode=WAL", IMPATIENT)),
			by("the pool's SQL",
					properties("spring.datasource.hikari.connection-init-sql=PRAGMA journal_mode=WAL", IMPATIENT)),
			by("the pool's properties",
					properties("spring.datasource.hikari.data-source-properties.journal_mode=WAL", IMPATIENT)),
			by("the driver's data source",
					(runner) -> runner.withBean(SQLiteDataSource.class, JournalModeTests::logged)),
			by("the driver's data source in a pool", (runner) -> runner.withBean(HikariDataSource.class, () -> {
				HikariDataSource pool = new HikariDataSource();
				pool.setDataSource(logged());
				return pool;
			})),
			by("SQL of another pool",
					properties("spring.datasource.type=org.apache.tomcat.jdbc.pool.DataSource",
							"spring.datasource.tomcat.init-s-q-l=PRAGMA journal_mode=WAL",
							"spring.datasource.tomcat.connection-properties=busy_timeout=1")));

	@TempDir
	private Path directory;

	@ParameterizedTest
	@FieldSource("logs")
	void writerAndReaderAreNotInEachOthersWay(Function<ApplicationContextRunner, ApplicationContextRunner> log) {
		isLogged(log.apply(Stage.context()));
	}

	@Test
	void wordThatIsNoJournalIsRefusedWithThoseThatAre() {
		Stage.context()
			.withPropertyValues("pristine.sqlite.journal-mode=wall")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("The value 'wall' of pristine.sqlite.journal-mode is unknown. Set 'wal', or 'application'"
						+ " for the journal that the application would have."));
	}

	@Test
	void journalOfTheUrlGoesBeforeTheSetting() {
		Stage.context()
			.withPropertyValues("pristine.sqlite.journal-mode=WAL",
					"spring.datasource.url=" + Stage.URL + "?journal_mode=TRUNCATE")
			.run((context) -> Stage.scenario(context,
					() -> assertThat(Sql.query(context.getBean(DataSource.class), "PRAGMA journal_mode"))
						.containsExactly("truncate")));
	}

	@Test
	void writeAheadLogOfAMigrationStays() {
		isLogged(Stage.context()
			.withPropertyValues(
					"spring.flyway.locations=" + logging("V2__wal.sql", "PRAGMA journal_mode=WAL").location(),
					IMPATIENT));
	}

	@Test
	void writeAheadLogThatAMigrationTurnsOffAgainIsOff() {
		String locations = logging("V2__wal.sql", "PRAGMA journal_mode=WAL")
			.add("V3__no_wal.sql", "PRAGMA journal_mode=DELETE")
			.add("V3__no_wal.sql.conf", "executeInTransaction=false")
			.location();
		Stage.context()
			.withPropertyValues("spring.flyway.locations=" + locations)
			.run((context) -> Stage.scenario(context,
					() -> assertThat(Sql.query(context.getBean(DataSource.class), "PRAGMA journal_mode"))
						.containsExactly("memory")));
	}

	@Test
	void writeAheadLogThatStartUpTurnsOnStays() {
		Stage.context().withPropertyValues(IMPATIENT).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Sql.query(dataSource, "PRAGMA journal_mode=WAL");
			try (Connection first = dataSource.getConnection(); Connection second = dataSource.getConnection()) {
				readWhileAnotherWrites(first, second);
			}
			Stage.scenario(context, () -> assertThat(Stage.notes(context)).containsExactly(FIRST, "beside a reader"));
		});
	}

	@Test
	void patienceIsTheApplications() {
		Stage.context()
			.withPropertyValues("spring.datasource.hikari.data-source-properties.busy_timeout=1234")
			.run((context) -> Stage.scenario(context,
					() -> assertThat(Sql.query(context.getBean(DataSource.class), "PRAGMA busy_timeout"))
						.containsExactly("1234")));
	}

	@ParameterizedTest
	@CsvSource({ "synchronous, 1", "busy_timeout, 4321", "journal_mode, truncate" })
	void settingOfThePoolsSqlStaysInForce(String pragma, String value) {
		Stage.context()
			.withPropertyValues("spring.datasource.hikari.connection-init-sql=PRAGMA " + pragma + "=" + value)
			.run((context) -> Stage.scenario(context,
					() -> assertThat(Sql.query(context.getBean(DataSource.class), "PRAGMA " + pragma))
						.containsExactly(value)));
	}

	private MigrationFiles logging(String name, String sql) {
		return MigrationFiles.in(this.directory.resolve("migration"))
			.add("V1__notes.sql",
					"CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL);"
							+ " INSERT INTO note (text) VALUES ('" + FIRST + "');")
			.add(name, sql)
			.add(name + ".conf", "executeInTransaction=false");
	}

	private static void isLogged(ApplicationContextRunner runner) {
		runner.run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			boolean pooled = dataSource.isWrapperFor(HikariDataSource.class);
			Set<String> files = new HashSet<>();
			for (int i = 0; i < 3; i++) {
				Stage.scenario(context, () -> {
					files.addAll(Sql.query(dataSource, "SELECT file FROM pragma_database_list WHERE name = 'main'"));
					assertThat(Stage.notes(context)).containsExactly(FIRST);
					try (Connection first = dataSource.getConnection();
							Connection second = dataSource.getConnection()) {
						readWhileAnotherWrites(first, second);
					}
					assertThat(Stage.notes(context)).containsExactly(FIRST, "beside a reader");
				});
			}
			if (pooled) {
				// The log was dropped, and no new file was made.
				assertThat(files).hasSize(1);
			}
		});
	}

	private static void readWhileAnotherWrites(Connection reader, Connection writer) throws SQLException {
		reader.setAutoCommit(false);
		try (Statement reading = reader.createStatement(); Statement writing = writer.createStatement()) {
			assertThat(reading.executeQuery("SELECT text FROM note").next()).isTrue();
			writing.execute("INSERT INTO note (text) VALUES ('beside a reader')");
		}
		reader.rollback();
		reader.setAutoCommit(true);
	}

	private static SQLiteDataSource logged() {
		SQLiteConfig config = new SQLiteConfig();
		config.setJournalMode(JournalMode.WAL);
		config.setBusyTimeout(1);
		SQLiteDataSource dataSource = new SQLiteDataSource(config);
		dataSource.setUrl(Stage.URL);
		return dataSource;
	}

	private static Arguments by(String name, Function<ApplicationContextRunner, ApplicationContextRunner> log) {
		return argumentSet(name, log);
	}

	private static Function<ApplicationContextRunner, ApplicationContextRunner> properties(String... properties) {
		return (runner) -> runner.withPropertyValues(properties);
	}

}
