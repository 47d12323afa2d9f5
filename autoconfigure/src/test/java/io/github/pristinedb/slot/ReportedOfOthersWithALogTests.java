package io.github.pristinedb.slot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopePlace;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What write-ahead logs did to other projects, as their public bug reports tell.
 */
@DeliberateOutput("still open, opened at|name the database scenario-notes.db with different settings")
class ReportedOfOthersWithALogTests {

	private static final String FIRST = "from the migration";

	@TempDir
	private Path directory;

	/**
	 * spiceai 10643, sqlite-net 792: a copy of the file lacks what only the log has.
	 */
	@Test
	void classesRowsReachItsScenariosThoughOnlyTheLogHasThem() {
		context().run((context) -> {
			Scope scope = new Scope(Scope.Kind.TEST_CLASS, "LoggedTests");
			Stage.scope(context, scope, () -> {
				Stage.write(context, "of the class");
				for (int i = 0; i < 2; i++) {
					Stage.scope(context, new Scope(ScopePlace.of(Scope.Kind.SCENARIO, "scenario " + i).in(scope)),
							() -> {
								assertThat(Stage.notes(context)).containsExactly(FIRST, "of the class");
								Stage.write(context, "of a scenario");
							});
				}
			});
		});
	}

	/**
	 * The same, and letos 4369: the log stays beside the file, which alone is passed on.
	 */
	@Test
	void keptDatabaseIsOneFileWithAllRows() {
		kept().run((context) -> {
			Stage.scenario(context, "a scenario", () -> Stage.write(context, "kept"));
			assertThat(files()).containsExactly("a_scenario.db");
			Path alone = this.directory.resolve("alone.db");
			Files.copy(this.directory.resolve("kept/a_scenario.db"), alone);
			assertThat(notes(alone)).containsExactly(FIRST, "kept");
		});
	}

	/**
	 * codebase-memory-mcp 897: a log that an earlier file has left is applied to the file
	 * that takes its place.
	 */
	@Test
	void logOfAnEarlierKeptDatabaseIsNotAppliedToTheNext() throws Exception {
		Path kept = Files.createDirectories(this.directory.resolve("kept")).resolve("a_scenario.db");
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + kept + "?journal_mode=WAL");
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)");
			statement.execute("INSERT INTO note (text) VALUES ('of an earlier run')");
			// As a process leaves it that is killed.
			Files.copy(log(kept), this.directory.resolve("log"));
		}
		Files.delete(kept);
		Files.copy(this.directory.resolve("log"), log(kept));
		kept().run((context) -> {
			Stage.scenario(context, "a scenario", () -> Stage.write(context, "kept"));
			String made = files().stream().filter((name) -> name.endsWith(".db")).findFirst().orElseThrow();
			assertThat(notes(kept.resolveSibling(made))).containsExactly(FIRST, "kept");
		});
	}

	/**
	 * cloudbeaver 3757, GRDB 1258: who may only read cannot open a file that has a log.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "database", "transaction" })
	void dataSourceThatOnlyReadsSeesWhatTheOtherOneWrites(String isolation) {
		context().withPropertyValues("pristine.isolation=" + isolation)
			.withBean("reading", HikariDataSource.class, () -> {
				HikariDataSource pool = new HikariDataSource();
				pool.setJdbcUrl(Stage.URL + "?open_mode=1");
				pool.setReadOnly(true);
				return pool;
			})
			.withBean("dataSource", HikariDataSource.class, () -> {
				HikariDataSource pool = new HikariDataSource();
				pool.setJdbcUrl(Stage.URL + "?journal_mode=WAL");
				return pool;
			}, (definition) -> definition.setPrimary(true))
			.run((context) -> {
				DataSource reading = context.getBean("reading", DataSource.class);
				for (int i = 0; i < 3; i++) {
					// In one transaction, the connection is that of whoever asks first.
					boolean first = i == 1 && isolation.equals("database");
					Stage.scenario(context, () -> {
						if (first) {
							assertThat(Sql.query(reading, "SELECT text FROM note")).containsExactly(FIRST);
						}
						Stage.write(context, "written");
						assertThat(Sql.query(reading, "SELECT text FROM note")).containsExactly(FIRST, "written");
						if (isolation.equals("database")) {
							// Otherwise there is one connection, as a warning tells.
							assertThatException().isThrownBy(() -> Sql.execute(reading, "DELETE FROM note"))
								.withStackTraceContaining("SQLITE_READONLY");
						}
					});
				}
			});
	}

	/**
	 * ovumcy 155, ouroboros-consensus 2233: who has read an older state cannot write any
	 * more.
	 */
	@Test
	void staleSnapshotFailsAsInTheApplicationAndEndsWithItsScenario() {
		context().run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Stage.scenario(context, () -> {
				try (Connection first = dataSource.getConnection(); Statement reading = first.createStatement()) {
					first.setAutoCommit(false);
					reading.executeQuery("SELECT count(*) FROM note").close();
					Stage.write(context, "meanwhile");
					assertThatExceptionOfType(SQLiteException.class)
						.isThrownBy(() -> reading.execute("DELETE FROM note"))
						.satisfies(
								(ex) -> assertThat(ex.getResultCode()).isEqualTo(SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT));
					first.rollback();
				}
			});
			Stage.scenario(context, () -> {
				assertThat(Stage.notes(context)).containsExactly(FIRST);
				Sql.execute(dataSource, "DELETE FROM note");
			});
		});
	}

	/**
	 * CoreScope 1434, openrun 104: a reader that never ends pins the log.
	 */
	@Test
	void readerThatIsLeftOpenPinsNoLogOfTheNextScenario() {
		context().run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			List<Connection> left = new ArrayList<>();
			Stage.scenario(context, () -> {
				Connection reader = dataSource.getConnection();
				left.add(reader);
				reader.setAutoCommit(false);
				Statement reading = reader.createStatement();
				assertThat(reading.executeQuery("SELECT text FROM note").next()).isTrue();
				Stage.write(context, "beside a reader");
			});
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> {
					assertThat(Stage.notes(context)).containsExactly(FIRST);
					Stage.write(context, "written");
					assertThat(Sql.query(dataSource, "PRAGMA wal_checkpoint(TRUNCATE)")).containsExactly("0,0,0");
					assertThat(Stage.notes(context)).containsExactly(FIRST, "written");
				});
			}
			assertThat(left).hasSize(1);
		});
	}

	private static ApplicationContextRunner context() {
		return Stage.context().withPropertyValues("spring.datasource.url=" + Stage.URL + "?journal_mode=WAL");
	}

	private ApplicationContextRunner kept() {
		return context().withPropertyValues("pristine.keep=all", "pristine.workspace=" + this.directory);
	}

	private List<String> files() throws IOException {
		try (var files = Files.list(this.directory.resolve("kept"))) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	private static Path log(Path file) {
		return file.resolveSibling(file.getFileName() + "-wal");
	}

	private static List<String> notes(Path file) throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
			return Sql.query(connection, "SELECT text FROM note ORDER BY id");
		}
	}

}
