package io.github.pristinedb.slot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Concurrently;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.scope.ScenarioException;
import io.github.pristinedb.scope.Scenarios;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What a slot is.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput({ "The scenario 'the (leaking|hasty) one' ended with 1 connection",
		"asks for a connection on behalf of 'the hasty one'" })
class SlotTests {

	private static final String FIRST = "from the migration";

	@BeforeEach
	void clear() {
		RecordedEvents.clear();
	}

	@Test
	void slotIsAFileOfTheOriginalNameThatOnlyTheOwnerCanRead() {
		context().run((context) -> Stage.scenario(context, () -> {
			Path file = file(context);
			assertThat(file).exists().hasFileName("scenario-notes.db");
			assertThat(file.getParent())
				.satisfies((directory) -> assertThat(directory.getFileName().toString()).matches("worker-\\d+"));
			assertThat(file.getParent().getParent().getParent()).isEqualTo(Path.of("target/pristine").toAbsolutePath());
			if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
				assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
				assertThat(Files.getPosixFilePermissions(file.getParent()))
					.isEqualTo(PosixFilePermissions.fromString("rwx------"));
			}
		}));
	}

	@Test
	void slotsAreIn(@TempDir Path workspace) {
		context().withPropertyValues("pristine.workspace=" + workspace)
			.run((context) -> Stage.scenario(context, () -> assertThat(file(context)).startsWith(workspace)));
	}

	@Test
	void nothingIsLeasedByAScenarioThatOpensNoConnection() {
		context().run((context) -> {
			Stage.scenario(context, () -> assertThat(context).hasNotFailed());
			assertThat(RecordedEvents.of(HandedOver.class)).isEmpty();
		});
	}

	@Test
	void thereAreAsManySlotsAsScenariosAtOnceAndTheyAreReused() {
		context().run((context) -> {
			Set<Path> files = new HashSet<>();
			for (int i = 0; i < 3; i++) {
				CyclicBarrier allAtOnce = new CyclicBarrier(4);
				files.addAll(Concurrently.run(4, (number) -> {
					List<Path> file = new ArrayList<>();
					Stage.scenario(context, () -> {
						assertThat(Stage.notes(context)).containsExactly(FIRST);
						Stage.write(context, "from scenario " + number);
						allAtOnce.await();
						assertThat(Stage.notes(context)).containsExactly(FIRST, "from scenario " + number);
						file.add(file(context));
					});
					return file.get(0);
				}));
			}
			assertThat(files).hasSize(4);
			assertThat(RecordedEvents.of(SlotRetired.class)).isEmpty();
		});
	}

	@Test
	void connectionOutlivesTheScenarioAndTheRestorationBeneathIt() {
		context().run((context) -> {
			List<String> connections = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				Stage.scenario(context, () -> {
					assertThat(Stage.notes(context)).containsExactly(FIRST);
					Stage.write(context, "from a scenario");
					connections.add(physical(context));
				});
			}
			assertThat(connections).doesNotContainNull();
			assertThat(new HashSet<>(connections)).hasSize(1);
		});
	}

	@Test
	void handoverIsOverWithTheFirstConnectionThatIsUsable() {
		Refusing driver = new Refusing();
		driver.setUrl(Stage.URL);
		context().withBean(SQLiteDataSource.class, () -> driver).run((context) -> Stage.scenario(context, () -> {
			DataSource dataSource = context.getBean(DataSource.class);
			driver.getRefusing().set(true);
			assertThatExceptionOfType(SQLException.class).isThrownBy(dataSource::getConnection);
			assertThat(RecordedEvents.of(HandedOver.class)).isEmpty();
			driver.getRefusing().set(false);
			try (Connection first = dataSource.getConnection(); Connection second = dataSource.getConnection()) {
				assertThat(first).isNotSameAs(second);
			}
			assertThat(RecordedEvents.of(HandedOver.class)).hasSize(1);
		}));
	}

	@Test
	void scenarioDatabaseNeedNotSurviveACrash() {
		context().run((context) -> Stage.scenario(context, () -> {
			DataSource dataSource = context.getBean(DataSource.class);
			assertThat(Sql.query(dataSource, "PRAGMA synchronous")).containsExactly("0");
			assertThat(Sql.query(dataSource, "PRAGMA journal_mode")).containsExactly("memory");
			assertThat(Sql.query(dataSource, "PRAGMA busy_timeout")).containsExactly("3000");
		}));
	}

	@Test
	void pragmasOfTheUsersUrlStayInForce() {
		context()
			.withPropertyValues(
					"spring.datasource.url=" + Stage.URL + "?foreign_keys=true&busy_timeout=77&journal_mode=TRUNCATE")
			.run((context) -> {
				for (int i = 0; i < 2; i++) {
					Stage.scenario(context, () -> {
						DataSource dataSource = context.getBean(DataSource.class);
						assertThat(Sql.query(dataSource, "PRAGMA foreign_keys")).containsExactly("1");
						assertThat(Sql.query(dataSource, "PRAGMA busy_timeout")).containsExactly("77");
						assertThat(Sql.query(dataSource, "PRAGMA journal_mode")).containsExactly("truncate");
						assertThat(Sql.query(dataSource, "PRAGMA synchronous")).containsExactly("0");
						Stage.write(context, "from a scenario");
						assertThat(Stage.notes(context)).hasSize(2);
					});
				}
			});
	}

	@Test
	void transactionThatCouldNotBeCommittedDoesNotReachTheNextScenario() {
		context().withPropertyValues("spring.datasource.url=" + Stage.URL + "?busy_timeout=1").run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Stage.scenario(context, () -> {
				try (Connection reader = dataSource.getConnection()) {
					reader.setAutoCommit(false);
					ask(reader, "SELECT text FROM note");
					Connection writer = dataSource.getConnection();
					writer.setAutoCommit(false);
					execute(writer, "DELETE FROM note");
					// As Spring's transaction manager does.
					assertThatExceptionOfType(SQLException.class).isThrownBy(writer::commit);
					assertThatExceptionOfType(SQLException.class).isThrownBy(() -> writer.setAutoCommit(true));
					assertThatExceptionOfType(SQLException.class).isThrownBy(writer::close);
					reader.rollback();
				}
			});
			Stage.scenario(context, () -> {
				assertThat(Stage.notes(context)).containsExactly(FIRST);
				Stage.write(context, "from the next");
			});
		});
	}

	@Test
	void leakedConnectionIsReportedWithTheScenariosNameAndCannotReachAnotherScenario(CapturedOutput output) {
		context().run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			List<Connection> leaked = new ArrayList<>();
			Stage.scenario(context, "the leaking one", () -> leaked.add(dataSource.getConnection()));
			assertThat(output).contains("The scenario 'the leaking one' ended with 1 connection still open");
			assertThat(RecordedEvents.of(SlotRetired.class)).hasSize(1);
			Stage.scenario(context, "the next one", () -> {
				try {
					execute(leaked.get(0), "INSERT INTO note (text) VALUES ('from the leaking one')");
				}
				catch (SQLException ex) {
					// It may fail, if only it writes nowhere else.
				}
				assertThat(Stage.notes(context)).containsExactly(FIRST);
				assertThat(dataSource.unwrap(HikariDataSource.class).getHikariPoolMXBean().getActiveConnections())
					.isZero();
				leaked.get(0).close();
				Stage.write(context, "from the next one");
				assertThat(Stage.notes(context)).hasSize(2);
			});
		});
	}

	@ParameterizedTest(name = "at opening {0}")
	@ValueSource(ints = { 1, 2 })
	void threadThatAsksForTheFirstConnectionWhileItsScenarioEndsIsRefused(int opening) {
		// A pool with an init SQL opens the first to check itself, and the second for who
		// waits.
		Slow driver = new Slow();
		driver.setUrl(Stage.URL);
		context().withBean(HikariDataSource.class, () -> {
			HikariDataSource pool = new HikariDataSource();
			pool.setDataSource(driver);
			pool.setConnectionInitSql((opening > 1) ? "SELECT 1" : null);
			return pool;
		}).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Gate gate = new Gate(opening);
			List<FutureTask<Throwable>> asking = new ArrayList<>();
			Stage.scenario(context, "the hasty one", () -> {
				driver.getGate().set(gate);
				FutureTask<Throwable> task = new FutureTask<>(Scenarios.wrap(() -> {
					try {
						return catchThrowable(dataSource::getConnection);
					}
					finally {
						gate.open.countDown();
					}
				}));
				asking.add(task);
				new Thread(task, "hasty").start();
				gate.reached.await();
			});
			gate.open.countDown();
			assertThat(asking.get(0).get()).isInstanceOf(ScenarioException.class)
				.hasMessageContaining("on behalf of 'the hasty one', which has ended");
			Stage.scenario(context, () -> assertThat(Stage.notes(context)).containsExactly(FIRST));
		});
	}

	@Test
	void statementOfAClosedConnectionIsOfNoUseWhateverThePool() {
		context()
			.withPropertyValues("spring.datasource.type=org.apache.tomcat.jdbc.pool.DataSource",
					"spring.datasource.tomcat.max-active=1", "spring.datasource.tomcat.initial-size=1",
					"spring.datasource.tomcat.min-idle=1", "spring.datasource.tomcat.max-idle=1")
			.run((context) -> {
				List<Statement> forgotten = new ArrayList<>();
				Stage.scenario(context, () -> {
					try (Connection connection = context.getBean(DataSource.class).getConnection()) {
						forgotten.add(connection.createStatement());
					}
				});
				Stage.scenario(context, () -> {
					assertThat(Stage.notes(context)).containsExactly(FIRST);
					assertThatExceptionOfType(SQLException.class)
						.isThrownBy(() -> forgotten.get(0).executeUpdate("DELETE FROM note"));
					assertThat(Stage.notes(context)).containsExactly(FIRST);
				});
			});
	}

	private static ApplicationContextRunner context() {
		return Stage.context();
	}

	private static Path file(ApplicationContext context) throws SQLException {
		Stage.notes(context);
		String url = context.getBean(DataSource.class).unwrap(HikariDataSource.class).getJdbcUrl();
		return Path.of(url.substring("jdbc:sqlite:".length(), url.indexOf('?')));
	}

	/**
	 * The driver's connection, as the pool's names it.
	 */
	private static String physical(ApplicationContext context) throws SQLException {
		try (Connection connection = context.getBean(DataSource.class).getConnection()) {
			String name = connection.toString();
			return name.substring(name.indexOf("wrapping"));
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static List<String> ask(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement();
				Stream<String> rows = rows(statement.executeQuery(sql))) {
			return rows.toList();
		}
	}

	private static Stream<String> rows(java.sql.ResultSet result) throws SQLException {
		Stream.Builder<String> rows = Stream.builder();
		while (result.next()) {
			rows.add(result.getString(1));
		}
		return rows.build();
	}

	/**
	 * Has no connection for anybody as long as it refuses, nor do its copies.
	 */
	public static class Refusing extends SQLiteDataSource {

		private AtomicBoolean refusing = new AtomicBoolean();

		public AtomicBoolean getRefusing() {
			return this.refusing;
		}

		public void setRefusing(AtomicBoolean refusing) {
			this.refusing = refusing;
		}

		@Override
		public SQLiteConnection getConnection(@Nullable String username, @Nullable String password)
				throws SQLException {
			if (this.refusing.get()) {
				throw new SQLException("Refused by the test");
			}
			return super.getConnection(username, password);
		}

	}

	/**
	 * Stops at a gate before it opens a connection, and so do its copies.
	 */
	public static class Slow extends SQLiteDataSource {

		private AtomicReference<@Nullable Gate> gate = new AtomicReference<>();

		public AtomicReference<@Nullable Gate> getGate() {
			return this.gate;
		}

		public void setGate(AtomicReference<@Nullable Gate> gate) {
			this.gate = gate;
		}

		@Override
		public SQLiteConnection getConnection(@Nullable String username, @Nullable String password)
				throws SQLException {
			Gate gate = this.gate.get();
			if (gate != null && gate.left.decrementAndGet() == 0) {
				gate.reached.countDown();
				try {
					gate.open.await();
				}
				catch (InterruptedException ex) {
					throw new SQLException(ex);
				}
			}
			return super.getConnection(username, password);
		}

	}

	/**
	 * Where one opening of a connection stops.
	 */
	static final class Gate {

		private final AtomicInteger left;

		private final CountDownLatch reached = new CountDownLatch(1);

		private final CountDownLatch open = new CountDownLatch(1);

		Gate(int opening) {
			this.left = new AtomicInteger(opening);
		}

	}

}
