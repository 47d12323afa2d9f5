package io.github.pristinedb.engine.postgresql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.pristinedb.console.OnTheSharedServer;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateFacts;
import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.engine.TemplateStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Templates on a server: found whole or not at all, built by one, pruned.
 */
@OnTheSharedServer
class PostgresTemplateStoreTests {

	private static final TemplateFacts FACTS = new TemplateFacts("Test 1", 2, 3.5, null);

	@TempDir
	private Path directory;

	private TestServer server;

	private PostgresDatabase model;

	private TemplateStore store;

	private Fingerprint fingerprint;

	private String name;

	@BeforeEach
	void open() {
		this.server = new TestServer(this.directory);
		this.model = this.server.model();
		this.store = this.server.session().templates();
		this.fingerprint = this.server.fingerprint();
		this.name = DatabaseNames.template(this.fingerprint);
	}

	@AfterEach
	void close() throws SQLException {
		this.server.close();
	}

	@Test
	void publishedTemplateIsFoundByAnotherRunWithWhatIsKnownOfIt() throws SQLException {
		assertThat(this.store.find(this.fingerprint)).isNull();
		Template built = build(this.store, "CREATE TABLE note ()");
		TemplateStore other = this.server.session(this.server.places("other")).templates();
		assertThat(other.find(this.fingerprint)).isEqualTo(built);
		assertThat(built.facts()).isEqualTo(FACTS);
		assertThat(built.image().bytes()).isGreaterThan(1_000_000);
		assertThat(other.isIntact(built)).isTrue();
		other.requireKept(built);
	}

	@Test
	void nobodyCanConnectToATemplate() throws SQLException {
		build(this.store);
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> PostgresServer.connect(this.name));
	}

	@Test
	void ofTwoRunsThatWantATemplateOneBuildsIt() throws Exception {
		TemplateStore other = this.server.session(this.server.places("other")).templates();
		CountDownLatch claimed = new CountDownLatch(1);
		CompletableFuture<Template> waiting = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				claimed.await();
				try (TemplateStore.Claim claim = other.claim(this.fingerprint, Duration.ofMinutes(1))) {
					waiting.complete(claim.find());
				}
			}
			catch (Throwable ex) {
				waiting.completeExceptionally(ex);
			}
		});
		thread.start();
		Template built;
		try (TemplateStore.Claim claim = this.store.claim(this.fingerprint, Duration.ofMinutes(1))) {
			claimed.countDown();
			awaitWaitingSession();
			assertThat(claim.find()).isNull();
			assertThat(other.tryClaim(this.fingerprint)).isNull();
			built = publish(claim);
			assertThat(waiting).isNotDone();
		}
		assertThat(waiting.get(1, TimeUnit.MINUTES)).isEqualTo(built);
	}

	private void awaitWaitingSession() throws SQLException {
		String waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid::bigint = "
				+ AdvisoryKey.ofBuild(this.fingerprint).objectId();
		while (this.server.column(waiting).isEmpty()) {
			LockSupport.parkNanos(1_000_000);
		}
	}

	@Test
	void whoWaitsTooLongIsToldWhoBuilds() {
		TemplateStore other = this.server.session(this.server.places("other")).templates();
		try (TemplateStore.Claim claim = this.store.claim(this.fingerprint, Duration.ofMinutes(1))) {
			assertThat(claim.store()).isSameAs(this.store);
			assertThatExceptionOfType(TemplateStoreException.class)
				.isThrownBy(() -> other.claim(this.fingerprint, Duration.ofMillis(1)))
				.withMessageContaining(this.fingerprint.brief())
				.withMessageContaining("backend")
				.withMessageContaining("pristine.template.build-timeout");
		}
		other.claim(this.fingerprint, Duration.ofMinutes(1)).close();
	}

	@Test
	void migrationThatAsksForItsOwnTemplateIsTold() {
		try (TemplateStore.Claim claim = this.store.claim(this.fingerprint, Duration.ofMinutes(1))) {
			assertThat(claim.find()).isNull();
			assertThatExceptionOfType(TemplateStoreException.class)
				.isThrownBy(() -> this.store.claim(this.fingerprint, Duration.ofMinutes(1)))
				.withMessageContaining("asks for that template");
		}
		this.store.claim(this.fingerprint, Duration.ofMinutes(1)).close();
	}

	@Test
	void connectionOfAClaimThatHasEndedIsUsedAgain() throws SQLException {
		TemplateStore.Claim first = this.store.claim(this.fingerprint, Duration.ofMinutes(1));
		List<String> holder = holders();
		assertThat(holder).hasSize(1);
		first.close();
		assertThat(holders()).isEmpty();
		TemplateStore.Claim second = this.store.tryClaim(this.fingerprint);
		assertThat(second).isNotNull();
		first.close();
		assertThat(holders()).isEqualTo(holder);
		second.close();
		assertThat(holders()).isEmpty();
	}

	private List<String> holders() throws SQLException {
		return this.server
			.column("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid::bigint = "
					+ AdvisoryKey.ofBuild(this.fingerprint).objectId());
	}

	@Test
	void templateHasStatisticsOfItsTablesAndOfCatalogsThatHaveGrown() throws SQLException {
		String operators = " FROM pg_statistic WHERE starelid = 'pg_operator'::regclass";
		Template template = build(this.store, "CREATE TABLE former AS SELECT ctid AS place" + operators,
				"CREATE TABLE note AS SELECT n AS id FROM generate_series(1, 500) n",
				"CREATE TABLE part (id INTEGER) PARTITION BY RANGE (id)",
				"CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000)",
				"INSERT INTO part SELECT n FROM generate_series(1, 500) n",
				"CREATE FUNCTION pg_temp.grow() RETURNS void LANGUAGE plpgsql AS 'BEGIN FOR i IN 1..300 LOOP"
						+ " EXECUTE format(''CREATE TYPE mood_%s AS ENUM (%L)'', i, i); END LOOP; END'",
				"SELECT pg_temp.grow()");
		this.server.execute("CREATE DATABASE \"" + this.model.name() + "\" TEMPLATE "
				+ ((PostgresImage) template.image()).name() + " STRATEGY FILE_COPY");
		assertThat(TestServer.column(this.model,
				"SELECT c.relname FROM pg_class c WHERE EXISTS (SELECT FROM pg_statistic WHERE starelid = c.oid)"
						+ " AND c.relname IN ('note', 'part', 'part_1', 'pg_enum') ORDER BY 1"))
			.containsExactly("note", "part", "part_1", "pg_enum");
		assertThat(TestServer.column(this.model,
				"SELECT count(*)" + operators + " AND ctid NOT IN (SELECT place FROM former)"))
			.as("statistics that were written anew, of a catalog that is as it was")
			.containsExactly("0");
	}

	@Test
	void claimOfADeadProcessIsFree() throws SQLException {
		PostgresSession dying = this.server.session(this.server.places("other"));
		TemplateStore.Claim claim = dying.templates().claim(this.fingerprint, Duration.ofMinutes(1));
		claim.scratch(this.model, null);
		for (String backend : this.server
			.column("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = "
					+ AdvisoryKey.ofBuild(this.fingerprint).objectId())) {
			this.server.execute("SELECT pg_terminate_backend(" + backend + ")");
		}
		assertThat(build(this.store)).isNotNull();
		claim.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALTER DATABASE %s IS_TEMPLATE false; DROP DATABASE %s",
			"ALTER DATABASE %s ALLOW_CONNECTIONS true", "ALTER DATABASE %s IS_TEMPLATE false",
			"ALTER DATABASE %s ALLOW_CONNECTIONS true; ALTER DATABASE %s ALLOW_CONNECTIONS false",
			"ALTER DATABASE %s CONNECTION LIMIT 7",
			"DO $$BEGIN EXECUTE format('COMMENT ON DATABASE %s IS %%L', (SELECT replace(shobj_description(oid,"
					+ " 'pg_database'), 'Test 1', 'Test 2') FROM pg_database WHERE datname = '%s')); END$$" })
	void templateThatSomebodyHasDroppedOrChangedIsBuiltAgain(String change) throws SQLException {
		Template template = build(this.store, "CREATE TABLE before ()");
		for (String sql : change.split(";(?! )(?=$)|; (?=ALTER|DROP)")) {
			this.server.execute(sql.contains("$$") ? sql.formatted(this.name, this.name) : sql.formatted(this.name));
		}
		assertThat(this.store.isIntact(template)).isFalse();
		assertThat(this.store.find(this.fingerprint)).isNull();
		Template again = build(this.store, "CREATE TABLE again ()");
		assertThat(this.store.find(this.fingerprint)).isEqualTo(again);
		assertThat(this.store.isIntact(again)).isTrue();
	}

	@Test
	void templateWithSomebodyInItIsBuiltAgain() throws SQLException {
		build(this.store);
		this.server.execute("ALTER DATABASE " + this.name + " ALLOW_CONNECTIONS true");
		try (Connection somebody = PostgresServer.connect(this.name)) {
			assertThat(somebody.isValid(1)).isTrue();
			assertThat(build(this.store)).isNotNull();
		}
		assertThat(this.store.find(this.fingerprint)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "CREATE TABLE precious AS SELECT 1 AS id" })
	void databaseOfAUsersOwnThatIsNamedLikeATemplateStays(String content) throws SQLException {
		this.server.execute("CREATE DATABASE " + this.name + " STRATEGY FILE_COPY");
		this.server.execute("COMMENT ON DATABASE " + this.name + " IS 'mine'");
		try (Connection connection = PostgresServer.connect(this.name);
				Statement statement = connection.createStatement()) {
			statement.execute(content);
		}
		String number = number();
		assertThat(this.store.find(this.fingerprint)).isNull();
		try (TemplateStore.Claim claim = this.store.claim(this.fingerprint, Duration.ofMinutes(1))) {
			assertThatExceptionOfType(TemplateStoreException.class).isThrownBy(claim::find)
				.withMessageContaining(this.name)
				.withMessageContaining("Rename");
			assertThatExceptionOfType(DatabaseCopyException.class).isThrownBy(() -> publish(claim))
				.withMessageContaining("already exists");
		}
		assertThat(number()).isEqualTo(number);
		assertThat(this.server.comment(this.name)).isEqualTo("mine");
	}

	private String number() throws SQLException {
		return this.server.column("SELECT oid FROM pg_database WHERE datname = '" + this.name + "'").get(0);
	}

	@Test
	void templateThatWasLeftUnfinishedIsBuiltAgain() throws SQLException {
		this.server.execute("CREATE DATABASE " + this.name + " IS_TEMPLATE true STRATEGY FILE_COPY");
		this.server.execute("COMMENT ON DATABASE " + this.name + " IS '" + new Mark(Mark.Kind.SCRATCH, "dead") + "'");
		assertThat(this.store.find(this.fingerprint)).isNull();
		assertThat(build(this.store)).isNotNull();
	}

	@Test
	void scratchThatIsNotPublishedIsDropped() throws SQLException {
		PostgresSession session = this.server.session(this.server.places("other"));
		String scratch;
		try (TemplateStore.Claim claim = session.templates().claim(this.fingerprint, Duration.ofMinutes(1));
				Scratch database = claim.scratch(this.model, null)) {
			scratch = database.database().name();
			assertThat(this.server.exists(scratch)).isTrue();
		}
		session.close();
		assertThat(this.server.exists(scratch)).isFalse();
		assertThat(this.server.exists(this.name)).isFalse();
	}

	@Test
	void scratchCanStartFromAnotherTemplate() throws SQLException {
		Template base = build(this.store, "CREATE TABLE base ()");
		try (TemplateStore.Claim claim = this.store.claim(this.server.fingerprint(), Duration.ofMinutes(1));
				Scratch scratch = claim.scratch(this.model, base.image())) {
			assertThat(TestServer.column(scratch.database(), "SELECT count(*) FROM base")).containsExactly("0");
		}
	}

	@Test
	void migrationThatStaysConnectedIsTold() throws SQLException {
		try (TemplateStore.Claim claim = this.store.claim(this.fingerprint, Duration.ofMinutes(1));
				Scratch scratch = claim.scratch(this.model, null);
				Connection open = DriverManager.getConnection(scratch.database().url())) {
			assertThat(open.isValid(1)).isTrue();
			assertThatExceptionOfType(DatabaseCopyException.class).isThrownBy(() -> claim.publish(scratch, FACTS))
				.withMessageContaining("still connected");
		}
	}

	@Test
	void leastRecentlyUsedTemplatesBeyondTheLimitGo() throws SQLException {
		Fingerprint recent = this.server.fingerprint();
		Fingerprint latest = this.server.fingerprint();
		for (Fingerprint each : List.of(this.fingerprint, recent, latest)) {
			TestServer.build(this.server.session(this.server.places("dead")), this.model, each);
		}
		useOn(this.fingerprint, LocalDate.now().minusDays(10));
		useOn(recent, LocalDate.now().minusDays(5));
		this.server.closeSessions();
		prune(new TemplatePruning(Integer.MAX_VALUE, Duration.ofDays(30), Long.MAX_VALUE), latest);
		assertThat(this.server.exists(this.name)).isTrue();
		prune(new TemplatePruning(Integer.MAX_VALUE, Duration.ofDays(7), Long.MAX_VALUE), latest);
		assertThat(this.server.exists(this.name)).isFalse();
		assertThat(this.server.exists(DatabaseNames.template(recent))).isTrue();
	}

	private void prune(TemplatePruning pruning, Fingerprint latest) throws SQLException {
		try (AdminConnection connection = new AdminConnection(PostgresServer.connect("postgres"))) {
			pruning.prune(connection, latest);
		}
	}

	private void useOn(Fingerprint fingerprint, LocalDate day) throws SQLException {
		String template = DatabaseNames.template(fingerprint);
		TemplateComment comment = TemplateComment.parse(this.server.comment(template));
		this.server.execute(
				"COMMENT ON DATABASE " + template + " IS " + AdminConnection.literal(comment.usedOn(day).toString()));
	}

	@Test
	void templateInUseIsNotPruned() throws SQLException {
		build(this.store);
		useOn(this.fingerprint, LocalDate.now().minusDays(10));
		prune(new TemplatePruning(Integer.MAX_VALUE, Duration.ofDays(7), Long.MAX_VALUE), this.server.fingerprint());
		assertThat(this.server.exists(this.name)).isTrue();
	}

	@Test
	void useOfATemplateIsNotedOnceADay() throws SQLException {
		build(this.store);
		useOn(this.fingerprint, LocalDate.now().minusDays(10));
		PostgresSession session = this.server.session(this.server.places("other"));
		assertThat(session.templates().find(this.fingerprint)).isNotNull();
		session.close();
		assertThat(TemplateComment.parse(this.server.comment(this.name)).used()).isAfter(LocalDate.now().minusDays(2));
	}

	private Template build(TemplateStore store, String... statements) throws SQLException {
		try (TemplateStore.Claim claim = store.claim(this.fingerprint, Duration.ofMinutes(1))) {
			assertThat(claim.find()).isNull();
			return publish(claim, statements);
		}
	}

	private Template publish(TemplateStore.Claim claim, String... statements) throws SQLException {
		try (Scratch scratch = claim.scratch(this.model, null)) {
			TestServer.execute(scratch.database(), statements);
			return claim.publish(scratch, FACTS);
		}
	}

}
