package io.github.pristinedb.test;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.console.OnTheSharedServer;
import io.github.pristinedb.engine.postgresql.PostgresServer;
import io.github.pristinedb.jdbc.ScenarioDataSource;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.test.NotesApplication.Notes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests of a user who may create no database on the server.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput({ "Using PostgreSQL .* which is newer than the version Flyway has been verified with",
		"Tests share the database .*may not create databases", "The thread 'Thread-\\d+' works for no scenario",
		"ended with 1 connection still open", "marked as broken because of SQLSTATE\\(08006\\)" })
@OnTheSharedServer
class WithoutCopiesTests {

	private static final String DATABASE = "pristine.test.without-copies";

	private static final String URL = "pristine.test.without-copies-url";

	private static final int TESTS = 3;

	@TempDir
	private Path temporary;

	private final String name = System.getProperty(DATABASE);

	@BeforeAll
	static void createDatabase() throws SQLException {
		String name = "test_own_" + ProcessHandle.current().pid();
		execute("CREATE ROLE " + name + " LOGIN PASSWORD 'geheim'", "CREATE DATABASE " + name + " OWNER " + name);
		System.setProperty(DATABASE, name);
		System.setProperty(URL, PostgresServer.url(name).replaceFirst("\\?.*", ""));
	}

	@AfterAll
	static void dropDatabase() throws SQLException {
		String name = System.clearProperty(DATABASE);
		System.clearProperty(URL);
		execute("DROP DATABASE " + name + " WITH (FORCE)", "DROP ROLE " + name);
	}

	private static void execute(String... statements) throws SQLException {
		try (Connection connection = PostgresServer.connect("postgres");
				Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private List<String> column(String query) throws SQLException {
		try (Connection connection = PostgresServer.connect(this.name);
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(query)) {
			List<String> values = new ArrayList<>();
			while (rows.next()) {
				values.add(rows.getString(1));
			}
			return values;
		}
	}

	private void assertUntouched() throws SQLException {
		assertThat(column("SELECT text FROM note")).containsExactly("from the migration");
		assertThat(column("SELECT last_value FROM note_id_seq")).containsExactly("1");
		assertThat(column("SELECT version FROM flyway_schema_history")).containsExactly("1");
		assertThat(column("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'"
				+ " AND nspname NOT IN ('public', 'information_schema')"))
			.isEmpty();
		assertThat(column("SELECT datname FROM pg_database WHERE datname <> current_database()"
				+ " AND (starts_with(datname, current_database()) OR datdba = (SELECT datdba FROM pg_database"
				+ " WHERE datname = current_database()))"))
			.isEmpty();
		assertThat(column("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid"
				+ " FROM pg_database WHERE datname = current_database())"))
			.isEmpty();
	}

	@Test
	void eachTestFindsWhatTheMigrationHasLeft() throws SQLException {
		Runs.of(Writes.class).assertPassed(TESTS);
		assertUntouched();
	}

	@Test
	void workersTakeTurns() throws SQLException {
		Runs.inParallel(Writes.class, WritesToo.class).assertPassed(2 * TESTS);
		assertUntouched();
	}

	@Test
	void failedTestIsRolledBackAndNotKept() throws SQLException {
		Runs.Run run = Runs.of(Fails.class);
		assertThat(run.failed()).containsOnlyKeys("a_writesAndFails(Notes)");
		assertThat(run.passed()).containsExactly("b_findsNothing(Notes)");
		assertUntouched();
	}

	@Test
	void connectionThatIsLeftAtWorkKeepsNobodyWaiting() throws SQLException {
		Runs.of(LeavesAStatement.class).assertPassed(2);
		assertUntouched();
	}

	@Test
	void writesBeforeAllTestsAreRefused() throws SQLException {
		Runs.Run run = Runs.of(WritesBeforeAll.class);
		assertThat(run.passed()).isEmpty();
		assertThat(run.failed().values()).singleElement()
			.extracting(Throwable::getMessage)
			.asString()
			.contains("WritesBeforeAll' asks for a copy of the database " + this.name
					+ " before its tests, in @BeforeAll for example. There is none, since the user " + this.name
					+ " may not create databases. Let a superuser execute ALTER ROLE")
			.contains("Or let @BeforeEach");
		assertUntouched();
	}

	@Test
	void testThatWantsACopyIsRefused() throws SQLException {
		Runs.Run run = Runs.of(WantsACopy.class);
		assertThat(run.passed()).isEmpty();
		assertThat(run.failed().values()).singleElement()
			.extracting(Throwable::getMessage)
			.asString()
			.contains("There is none, since the user " + this.name)
			.contains("Or use the isolation 'transaction'");
		assertUntouched();
	}

	@Test
	void whoWantsCopiesForAllTestsIsNotManagedAndToldOfTransactions(CapturedOutput output) {
		Runs.of(Unmanaged.class).assertPassed(1);
		assertThat(output.getOut()).contains("Tests share the database")
			.contains("the user " + this.name + " may not create databases")
			.contains("set pristine.isolation=transaction, which rolls each test back on the database itself");
	}

	@Test
	void testsOfAnotherJvmTakeTurnsToo() throws Exception {
		String url = System.getProperty(URL);
		try (ForkedJvm other = ForkedJvm.start(Fork.class, this.temporary, this.name, url)) {
			other.awaitLine("in a test");
			// The other one's test goes on while those of this JVM wait.
			Thread tests = new Thread(() -> Runs.of(Writes.class).assertPassed(TESTS));
			List<Throwable> failures = new ArrayList<>();
			tests.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
			tests.start();
			while (column("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database ="
					+ " (SELECT oid FROM pg_database WHERE datname = current_database())")
				.isEmpty()) {
				assertThat(tests.isAlive()).isTrue();
				LockSupport.parkNanos(20_000_000);
			}
			other.go();
			assertThat(other.finish()).contains("passed 1");
			tests.join();
			assertThat(failures).isEmpty();
		}
		assertUntouched();
	}

	static final class Fork {

		public static void main(String[] args) {
			System.setProperty("pristine.workspace", args[0]);
			System.setProperty(DATABASE, args[1]);
			System.setProperty(URL, args[2]);
			Runs.Run run = Runs.of(Forked.class);
			run.failed().values().forEach(Throwable::printStackTrace);
			System.out.println("passed " + run.passed().size());
		}

	}

	/**
	 * The database of this test.
	 */
	static class Server implements ApplicationContextInitializer<ConfigurableApplicationContext> {

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			TestPropertyValues
				.of("spring.datasource.url=" + System.getProperty(URL),
						"spring.datasource.username=" + System.getProperty(DATABASE),
						"spring.datasource.password=geheim", "spring.flyway.locations=classpath:postgresql/notes")
				.applyTo(context);
		}

	}

	@SpringBootTest(classes = SlimNotes.WithoutStartUp.class, webEnvironment = WebEnvironment.NONE,
			properties = "pristine.isolation=transaction")
	@ContextConfiguration(initializers = Server.class)
	abstract static class Tests {

		private static final AtomicInteger running = new AtomicInteger();

		void write(Notes notes, JdbcClient jdbc) {
			assertThat(notes.all()).containsExactly("from the migration");
			assertThat(running.incrementAndGet()).isOne();
			assertThat(
					jdbc.sql("INSERT INTO note (text) VALUES ('committed') RETURNING id").query(Integer.class).single())
				.isEqualTo(2);
			assertThat(jdbc.sql("SELECT current_database()").query(String.class).single())
				.isEqualTo(System.getProperty(DATABASE));
			running.decrementAndGet();
		}

	}

	static class Writes extends Tests {

		@RepeatedTest(TESTS)
		void writes(@Autowired Notes notes, @Autowired JdbcClient jdbc) {
			write(notes, jdbc);
		}

	}

	static class WritesToo extends Writes {

	}

	static class Forked extends Tests {

		@Test
		void writes(@Autowired Notes notes, @Autowired JdbcClient jdbc) throws Exception {
			write(notes, jdbc);
			System.out.println("in a test");
			ForkedJvm.awaitGo();
			assertThat(notes.all()).hasSize(2);
		}

	}

	static class Fails extends Tests {

		@Test
		void a_writesAndFails(@Autowired Notes notes) {
			notes.add("from a test that failed");
			fail("Deliberately");
		}

		@Test
		void b_findsNothing(@Autowired Notes notes) {
			assertThat(notes.all()).containsExactly("from the migration");
		}

	}

	static class LeavesAStatement extends Tests {

		@Test
		void a_leavesAStatementAtWork(@Autowired Notes notes, @Autowired JdbcClient jdbc,
				@Autowired DataSource dataSource) throws Exception {
			notes.add("never committed");
			Thread sleeper = new Thread(() -> jdbc.sql("SELECT pg_sleep(600)").query().singleRow());
			sleeper.setUncaughtExceptionHandler((thread, failure) -> {
			});
			sleeper.setDaemon(true);
			assertThat(ScenarioDataSource.find(dataSource)).isNotNull();
			sleeper.start();
			try (Connection other = PostgresServer.connect("postgres"); Statement statement = other.createStatement()) {
				boolean asleep = false;
				while (!asleep) {
					try (ResultSet row = statement.executeQuery("SELECT count(*) > 0 FROM pg_stat_activity"
							+ " WHERE query LIKE 'SELECT pg_sleep(600)%' AND usename = '" + System.getProperty(DATABASE)
							+ "'")) {
						row.next();
						asleep = row.getBoolean(1);
					}
				}
			}
		}

		@Test
		void b_writes(@Autowired Notes notes, @Autowired JdbcClient jdbc) {
			write(notes, jdbc);
		}

	}

	@TestInstance(Lifecycle.PER_CLASS)
	static class WritesBeforeAll extends Tests {

		@BeforeAll
		void writeBefore(@Autowired Notes notes) {
			notes.add("before all tests");
		}

		@Test
		void reads(@Autowired Notes notes) {
			assertThat(notes.all()).hasSize(2);
		}

	}

	static class WantsACopy extends Tests {

		@Test
		@PristineDatabase(isolation = Isolation.DATABASE)
		void reads(@Autowired Notes notes) {
			notes.all();
		}

	}

	@SpringBootTest(classes = SlimNotes.WithoutStartUp.class, webEnvironment = WebEnvironment.NONE)
	@ContextConfiguration(initializers = Server.class)
	static class Unmanaged {

		@Test
		void reads(@Autowired Notes notes) {
			assertThat(notes.all()).containsExactly("from the migration");
		}

	}

}
