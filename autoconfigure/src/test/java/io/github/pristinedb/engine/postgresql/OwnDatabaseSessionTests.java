package io.github.pristinedb.engine.postgresql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.pristinedb.console.OnTheSharedServer;
import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.KeepRequest;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.ScenarioDatabase.Restoration;
import io.github.pristinedb.engine.Turn;
import io.github.pristinedb.engine.UnusableDatabaseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * The own databases of a user who may create none.
 */
@ExtendWith(OutputCaptureExtension.class)
@OnTheSharedServer
class OwnDatabaseSessionTests {

	private static final String SECRET = "geheim";

	private static final long PATIENCE_MILLIS = 200;

	@TempDir
	private Path directory;

	private TestServer server;

	private String role;

	private PostgresDatabase model;

	@BeforeEach
	void open() throws SQLException {
		this.server = new TestServer(this.directory);
		this.role = this.server.createRole(SECRET);
		this.server.execute("CREATE DATABASE \"" + this.role + "\" OWNER \"" + this.role + "\"");
		this.model = this.server.model(this.role, SECRET);
	}

	@AfterEach
	void close() throws SQLException {
		this.server.closeSessions();
		this.server.dropAllOf(this.role);
		this.server.close();
	}

	private Administration administration() {
		return new Administration(this.model, new DatabaseNames("run"), 0);
	}

	private static OwnDatabaseSession session(Administration administration) {
		return new OwnDatabaseSession(administration, new ServerFailures(administration), PATIENCE_MILLIS);
	}

	@Test
	void rowsOfATransactionAreComparedWithThoseThatOthersSee() throws SQLException {
		try (OwnDatabaseSession session = session(administration());
				ScenarioDatabase database = session.create(this.model, "worker", null);
				Connection connection = connect();
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE item (id int PRIMARY KEY, name text)");
			statement.execute("CREATE TABLE other (id int PRIMARY KEY)");
			statement.execute("INSERT INTO item VALUES (1, 'one'), (2, 'two'), (3, 'three')");
			connection.setAutoCommit(false);
			statement.execute("INSERT INTO item VALUES (4, 'four')");
			statement.execute("UPDATE item SET name = 'zwei' WHERE id = 2");
			statement.execute("DELETE FROM item WHERE id = 3");
			DatabaseChanges changes = database.uncommitted(connection, ChangeLimits.USUAL);
			assertThat(changes.incomplete()).isNull();
			assertThat(changes.tables()).singleElement().satisfies((table) -> {
				assertThat(table.table()).isEqualTo("item");
				assertThat(List.of(table.added(), table.changed(), table.removed())).containsOnly(1L);
			});
			connection.rollback();
			assertThat(database.uncommitted(connection, ChangeLimits.USUAL))
				.isEqualTo(new DatabaseChanges(List.of(), null));
			connection.rollback();
		}
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection(this.model.access().url(), this.role, SECRET);
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	@Test
	void userWhoMayNotCreateDatabasesHasSuchASession() {
		PostgresSession refused = this.server.session(this.model, this.server.places());
		assertThat(refused.refusal(this.model)).contains("pristine.isolation=transaction");
		try (EngineSession session = refused.withoutCopies()) {
			assertThat(session).isNotNull();
			assertThat(session.refusal(this.model)).isNull();
			assertThat(session.lackOfCopies()).contains("ALTER ROLE \"" + this.role + "\" CREATEDB")
				.doesNotContain(SECRET);
		}
	}

	@Test
	void serverThatCannotBeAskedHasNone() {
		PostgresDatabase wrong = PostgresDatabase.of(new Access(this.model.access().url(), this.role, "x", Map.of()));
		PostgresSession refused = this.server.session(wrong, this.server.places());
		assertThat(refused.refusal(wrong)).isNotNull();
		assertThat(refused.withoutCopies()).isNull();
	}

	@Test
	void databaseIsEmptyUntilSomebodyMakesATable() throws SQLException {
		try (Administration administration = administration(); OwnDatabaseSession session = session(administration)) {
			assertThat(session.state(this.model)).isEqualTo(DatabaseState.EMPTY);
			try (Connection connection = connect()) {
				execute(connection, "CREATE TABLE note (id INTEGER)");
			}
			assertThat(session.state(this.model)).isEqualTo(DatabaseState.PRESENT);
			assertThat(session.occupant(this.model)).isNotNull().isEqualTo(session.occupant(this.model));
			Database missing = this.model.withName(this.role + "_missing");
			assertThat(session.occupant(missing)).isNull();
			assertThatExceptionOfType(UnusableDatabaseException.class).isThrownBy(() -> session.state(missing))
				.withMessageNotContaining(SECRET);
			assertThat(session.fingerprint(this.model, null)).containsEntry("option/user", this.role)
				.doesNotContainValue(SECRET);
		}
	}

	@Test
	void nothingIsCopiedKeptOrRemoved(CapturedOutput output) {
		try (Administration administration = administration(); OwnDatabaseSession session = session(administration)) {
			ScenarioDatabase database = session.create(this.model, "worker", null);
			session.create(this.model, "worker", null);
			assertThat(output.getOut())
				.containsOnlyOnce("Tests take turns on the database " + this.role + " on " + this.model.server()
						+ " itself, one at a time in all JVMs")
				.contains("ALTER ROLE \"" + this.role + "\" CREATEDB for copies");
			assertThat(database.database()).isSameAs(this.model);
			assertThat(session.withOptions(this.model, this.model)).isSameAs(this.model);
			assertThat(database.isClean(() -> null)).isTrue();
			assertThat(database.isFreedByClosing()).isTrue();
			assertThat(database.restore(new PostgresImage("x", 0), () -> null)).isEqualTo(Restoration.REFUSED);
			assertThat(database.capture()).isNull();
			assertThat(database.recreate(new PostgresImage("x", 0))).isSameAs(database);
			assertThatExceptionOfType(DatabaseCopyException.class)
				.isThrownBy(() -> database.keep(mock(KeepRequest.class)));
			database.abandon();
			database.close();
			List.<Runnable>of(session::templates, () -> session.copy(this.model),
					() -> session.createLiteral(this.model, new PostgresImage("x", 0)),
					() -> session.discard(new PostgresImage("x", 0)))
				.forEach((copying) -> assertThatExceptionOfType(UnsupportedOperationException.class)
					.isThrownBy(copying::run));
			assertThat(session.state(this.model)).isEqualTo(DatabaseState.EMPTY);
		}
	}

	@Test
	void ownerHasSeveralTurnsAndOthersNone() throws Exception {
		try (Administration administration = administration(); OwnDatabaseSession session = session(administration)) {
			Turn first = session.turn(this.model, "a test");
			Turn second = session.turn(this.model, "a test");
			assertThatExceptionOfType(UnusableDatabaseException.class)
				.isThrownBy(() -> session.turn(this.model, "another test"))
				.withMessageContaining("'another test' has waited")
				.withMessageContaining("which 'a test' has");
			first.close();
			assertThatExceptionOfType(UnusableDatabaseException.class)
				.isThrownBy(() -> session.turn(this.model, "another test"));
			second.close();
			session.turn(this.model, "another test").close();
		}
	}

	@Test
	void interruptedThreadWaitsOn() throws Exception {
		try (Administration administration = administration();
				OwnDatabaseSession session = new OwnDatabaseSession(administration, new ServerFailures(administration),
						TimeUnit.MINUTES.toMillis(1))) {
			Turn first = session.turn(this.model, "a test");
			CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
			Thread waiting = new Thread(() -> {
				Thread.currentThread().interrupt();
				session.turn(this.model, "another test").close();
				interrupted.complete(Thread.currentThread().isInterrupted());
			});
			waiting.start();
			while (waiting.getState() != Thread.State.TIMED_WAITING) {
				Thread.onSpinWait();
			}
			first.close();
			assertThat(interrupted.get(1, TimeUnit.MINUTES)).isTrue();
		}
	}

	@Test
	void anotherJvmHasItsTurnFirst() throws Exception {
		try (Administration administration = administration();
				OwnDatabaseSession session = session(administration);
				Administration elsewhere = administration();
				OwnDatabaseSession other = session(elsewhere)) {
			try (Turn turn = other.turn(this.model, "a test of the other JVM")) {
				assertThat(turn).isNotNull();
				assertThatExceptionOfType(UnusableDatabaseException.class)
					.isThrownBy(() -> session.turn(this.model, "a test"))
					.withMessageContaining("which a test of another JVM has");
			}
			session.turn(this.model, "a test").close();
		}
	}

	@Test
	void ofJvmsThatWaitForEachOtherOneGivesUpAndTheOtherHasItsTurn() throws Exception {
		Database second = this.model.withName(this.role + "_second");
		this.server.execute("CREATE DATABASE \"" + second.name() + "\" OWNER \"" + this.role + "\"");
		try (Administration administration = administration();
				OwnDatabaseSession session = patient(administration);
				Administration elsewhere = administration();
				OwnDatabaseSession other = patient(elsewhere)) {
			Turn turn = session.turn(this.model, "a test");
			Turn turnOfOther = other.turn(second, "a test of the other JVM");
			CompletableFuture<Turn> crossing = inBackground(() -> session.turn(second, "a test"), turn);
			CompletableFuture<Turn> crossingOfOther = inBackground(
					() -> other.turn(this.model, "a test of the other JVM"), turnOfOther);
			CompletableFuture.allOf(crossing, crossingOfOther).handle((done, failure) -> done).get(1, TimeUnit.MINUTES);
			assertThat(List.of(crossing, crossingOfOther)).filteredOn(CompletableFuture::isCompletedExceptionally)
				.singleElement()
				.satisfies((given) -> assertThat(given.handle((taken, failure) -> failure).join())
					.isInstanceOf(UnusableDatabaseException.class)
					.hasMessageContaining("waits for its turn on the database")
					.hasMessageContaining("neither would go on")
					.hasMessageContaining("Let tests use the databases in the same order"));
		}
	}

	/**
	 * Take a turn on another thread.
	 * @param turn takes it
	 * @param taken a turn that ends if this one is given up
	 */
	private static CompletableFuture<Turn> inBackground(Supplier<Turn> turn, Turn taken) {
		CompletableFuture<Turn> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				result.complete(turn.get());
			}
			catch (UnusableDatabaseException ex) {
				taken.close();
				result.completeExceptionally(ex);
			}
		});
		thread.setDaemon(true);
		thread.start();
		return result;
	}

	private static OwnDatabaseSession patient(Administration administration) {
		return new OwnDatabaseSession(administration, new ServerFailures(administration),
				TimeUnit.MINUTES.toMillis(10));
	}

	@Test
	void turnOfADeadJvmIsOver() throws SQLException {
		Administration administration = administration();
		try (Administration elsewhere = administration(); OwnDatabaseSession next = session(elsewhere)) {
			OwnDatabaseSession dead = session(administration);
			dead.turn(this.model, "a test that never ends");
			dead.close();
			next.turn(this.model, "a test").close();
		}
	}

	@Test
	void serverMayEndTheConnectionThatHoldsTheLock() throws SQLException {
		try (Administration administration = administration(); OwnDatabaseSession session = session(administration)) {
			session.turn(this.model, "a test").close();
			endConnections();
			Turn turn = session.turn(this.model, "the next test");
			endConnections();
			turn.close();
			session.turn(this.model, "the last test").close();
		}
	}

	private void endConnections() throws SQLException {
		this.server.column(
				"SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = '" + this.role + "'");
	}

	@Test
	void databaseThatIsGoneIsNobodys() {
		try (Administration administration = administration(); OwnDatabaseSession session = session(administration)) {
			Database missing = this.model.withName(this.role + "_missing");
			for (String test : List.of("a test", "another test")) {
				assertThatExceptionOfType(UnusableDatabaseException.class).isThrownBy(() -> session.turn(missing, test))
					.withMessageContaining("'" + test + "' cannot have its turn");
			}
		}
	}

	@Test
	void transactionThatIsStillOpenEndsWithTheTurn() throws SQLException {
		try (Connection connection = connect()) {
			execute(connection, "CREATE TABLE note (id SERIAL PRIMARY KEY)");
		}
		try (Administration administration = administration();
				OwnDatabaseSession session = session(administration);
				Connection left = connect()) {
			Turn turn = session.turn(this.model, "a test");
			left.setAutoCommit(false);
			session.transactionRules(left);
			execute(left, "INSERT INTO note DEFAULT VALUES");
			turn.close();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(left, "SELECT 1"));
			assertThat(TestServer.column(this.model, "SELECT is_called FROM note_id_seq")).containsExactly("f");
			assertThat(TestServer.column(this.model, "SELECT count(*) FROM note")).containsExactly("0");
		}
	}

}
