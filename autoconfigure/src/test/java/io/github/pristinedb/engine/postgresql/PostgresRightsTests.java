package io.github.pristinedb.engine.postgresql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.pristinedb.console.OnTheSharedServer;
import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.ScenarioDatabase.Restoration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Users who are no superusers, and servers with hardly a connection left.
 */
@OnTheSharedServer
class PostgresRightsTests {

	private static final String SECRET = "geheim";

	@TempDir
	private Path directory;

	private TestServer server;

	private String role;

	private PostgresDatabase model;

	@BeforeEach
	void open() throws SQLException {
		this.server = new TestServer(this.directory);
		this.role = this.server.createRole(SECRET);
		this.model = this.server.model(this.role, SECRET);
	}

	@AfterEach
	void close() throws SQLException {
		this.server.closeSessions();
		this.server.dropAllOf(this.role);
		this.server.close();
	}

	@Test
	void userWhoMayNotCreateDatabasesIsRefused() {
		PostgresSession session = this.server.session(this.model, this.server.places());
		assertThat(session.refusal(this.model)).contains(this.role).contains("CREATEDB").doesNotContain(SECRET);
	}

	@Test
	void superuserNeedsNoRightOfItsOwnAndHasNoLimit() throws SQLException {
		this.server.execute("ALTER ROLE \"" + this.role + "\" SUPERUSER NOCREATEDB CONNECTION LIMIT 6");
		PostgresSession session = this.server.session(this.model, this.server.places());
		assertThat(session.refusal(this.model)).isNull();
		assertThat(session.fingerprint(this.model, null)).containsEntry("option/rights", "IN_PLACE");
		try (Administration administration = new Administration(this.model, new DatabaseNames("run"), 0)) {
			assertThat(administration.facts().userLimit()).isEqualTo(-1);
		}
	}

	@Test
	void userWhoMayCreateDatabasesGetsCopies() throws SQLException {
		this.server.execute("ALTER ROLE \"" + this.role + "\" CREATEDB");
		PostgresSession session = this.server.session(this.model, this.server.places());
		assertThat(session.refusal(this.model)).isNull();
		Image image = TestServer
			.build(session, this.model, this.server.fingerprint(), "CREATE TABLE note AS SELECT 1 AS id")
			.image();
		ScenarioDatabase scenario = session.create(this.model, "worker", image);
		try (Connection connection = TestServer.connect(scenario.database());
				Statement statement = connection.createStatement()) {
			scenario.inspect(connection);
			statement.executeQuery("SELECT * FROM note").close();
			scenario.settle(connection);
			assertThat(scenario.isClean(() -> connection)).isTrue();
			statement.execute("INSERT INTO note VALUES (2)");
			scenario.settle(connection);
			assertThat(scenario.isClean(() -> connection)).isFalse();
			assertThat(scenario.restore(image, () -> connection)).isEqualTo(Restoration.REFUSED);
		}
		Image captured = scenario.capture();
		ScenarioDatabase other = session.create(this.model, "worker", captured);
		assertThat(TestServer.column(other.database(), "SELECT count(*) FROM note")).containsExactly("2");
		assertThat(session.createLiteral(this.model, image)).isTrue();
		assertThat(session.state(this.model)).isEqualTo(DatabaseState.PRESENT);
		assertThat(session.fingerprint(this.model, null)).containsEntry("option/rights", "COPIES")
			.doesNotContainKey("version/baseline");
	}

	@Test
	void whoeverConnectsForUsWaitsForAFreeConnection() throws Exception {
		this.server.execute("ALTER ROLE \"" + this.role + "\" CREATEDB CONNECTION LIMIT 6");
		DatabaseNames names = new DatabaseNames("run");
		try (Administration administration = new Administration(this.model, names, TimeUnit.MINUTES.toNanos(5))) {
			assertThat(administration.facts().userLimit()).isEqualTo(6);
			// It has asked for the facts, and is idle.
			AdminConnection idle = administration.borrow();
			List<Connection> others = exhaust();
			SlotDatabases slots = new SlotDatabases(administration, new Databases(administration, names), names);
			CompletableFuture<Object> created = new CompletableFuture<>();
			Thread thread = new Thread(() -> {
				try {
					created.complete(slots.create(this.model, null));
				}
				catch (RuntimeException ex) {
					created.completeExceptionally(ex);
				}
			});
			thread.start();
			while (!created.isDone() && Arrays.stream(thread.getStackTrace())
				.noneMatch((frame) -> frame.getMethodName().equals("pause"))) {
				LockSupport.parkNanos(1_000_000);
			}
			assertThat(created).isNotDone();
			for (Connection other : others) {
				other.close();
			}
			assertThat(created.get(1, TimeUnit.MINUTES)).isNotNull();
			administration.giveBack(idle);
		}
	}

	/**
	 * Take all six but the two that the administration has. Sessions that have just been
	 * closed count for a moment.
	 */
	private List<Connection> exhaust() throws SQLException {
		List<Connection> all = new ArrayList<>();
		while (all.size() < 4) {
			try {
				all.add(this.model.connect("postgres", ""));
			}
			catch (SQLException ex) {
				assertThat(ex.getSQLState()).isEqualTo("53300");
			}
		}
		return all;
	}

	@Test
	void inTheEndTheErrorHasTheFiguresAndTheCure() throws SQLException {
		this.server.execute("ALTER ROLE \"" + this.role + "\" CREATEDB CONNECTION LIMIT 6");
		DatabaseNames names = new DatabaseNames("run");
		try (Administration administration = new Administration(this.model, names, 0)) {
			assertThat(administration.facts().userLimit()).isEqualTo(6);
			AdminConnection idle = administration.borrow();
			List<Connection> others = exhaust();
			SlotDatabases slots = new SlotDatabases(administration, new Databases(administration, names), names);
			assertThatExceptionOfType(DatabaseCopyException.class).isThrownBy(() -> slots.create(this.model, null))
				.withMessageContaining("The user " + this.role + " may have 6")
				.withMessageContaining("max_connections")
				.withMessageNotContaining(SECRET);
			for (Connection other : others) {
				other.close();
			}
			administration.giveBack(idle);
		}
	}

	@Test
	void poolsOfSlotsGetNoMoreThanTheUserMayHave() throws SQLException {
		this.server.execute("ALTER ROLE \"" + this.role + "\" CREATEDB CONNECTION LIMIT 7");
		assertThat(this.server.session(this.model, this.server.places()).connectionBudget()).isOne();
		assertThat(this.server.session().connectionBudget()).isPositive();
	}

	@Test
	void shareIsThatOfOneRun() {
		Budget budget = new Budget(new ServerFacts("", 0, true, true, true, false, false, true, 200, 10, -1));
		int own = 190 - budget.share(0, 1);
		assertThat(budget.share(90, 2)).isEqualTo(50 - own);
		assertThat(budget.share(200, 1)).isOne();
		assertThat(budget.share(0, 0)).isEqualTo(budget.share(0, 1));
	}

	@Test
	void poolerBetweenUsAndTheServerIsRecognised() throws Exception {
		String[] place = this.model.server().hosts().get(0).split(":");
		try (Pooler pooler = new Pooler(place[0], Integer.parseInt(place[1]))) {
			PostgresDatabase pooled = PostgresDatabase.of(new Access(
					"jdbc:postgresql://localhost:" + pooler.port() + "/test?sslmode=disable&gssEncMode=disable",
					this.role, SECRET, Map.of()));
			PostgresSession session = this.server.session(pooled, this.server.places());
			assertThat(session.refusal(pooled)).contains("PgBouncer").doesNotContain(SECRET);
		}
	}

}
