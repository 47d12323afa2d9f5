package io.github.pristinedb.engine.kit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateFacts;
import io.github.pristinedb.engine.TemplateStore;
import io.github.pristinedb.engine.TestPlaces;
import io.github.pristinedb.engine.kit.Deed.Kind;
import io.github.pristinedb.template.FingerprintBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sessions: templates that are found when they are whole, literal databases, copies and
 * captures.
 */
abstract class SessionContract extends EngineContract {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private Fingerprint fingerprint;

	private Database model;

	private EngineSession session;

	private final List<EngineSession> others = new ArrayList<>();

	SessionContract(EngineFixture fixture) {
		super(fixture);
	}

	@BeforeEach
	void open() {
		// No other test's, wherever templates are kept.
		this.fingerprint = new FingerprintBuilder().add("kit", this.directory.toString()).build();
		this.model = locate(this.fixture.url(this.directory, "scenario"));
		this.session = this.fixture.engine().open(this.model, places("one"));
	}

	@AfterEach
	void closeSessions() {
		this.session.close();
		this.others.forEach(EngineSession::close);
		this.others.clear();
	}

	/**
	 * What another process would have.
	 */
	private EngineSession other() {
		EngineSession other = this.fixture.engine().open(this.model, places("other"));
		this.others.add(other);
		return other;
	}

	private TestPlaces places(String run) {
		Path templates = this.directory.resolve("templates");
		return new TestPlaces(this.directory.resolve(run), templates, () -> {
			throw new IllegalStateException("Templates can be written");
		}, io.github.pristinedb.engine.TemplateLimits.DEFAULTS);
	}

	@Test
	void templateIsFoundByNobodyBeforeItIsWholeAndThenByEverybody() throws Exception {
		EngineSession other = other();
		TemplateStore store = this.session.templates();
		assertThat(store.find(this.fingerprint)).isNull();
		List<String> statements = this.fixture.schema();
		Template template;
		try (TemplateStore.Claim claim = store.claim(this.fingerprint, PATIENCE)) {
			assertThat(claim.find()).isNull();
			try (Scratch scratch = claim.scratch(this.model, null)) {
				assertNobodyFinds(other);
				try (Connection connection = connect(scratch.database())) {
					execute(connection, statements.subList(0, 3));
					assertNobodyFinds(other);
					execute(connection, statements.subList(3, statements.size()));
					assertNobodyFinds(other);
				}
				assertNobodyFinds(other);
				template = claim.publish(scratch, new TemplateFacts("kit 1", 2, 3, null));
			}
		}
		assertThat(template.fingerprint()).isEqualTo(this.fingerprint);
		assertIsWhole(this.session, store.find(this.fingerprint));
		assertThat(store.isIntact(template)).isTrue();
		if (this.fixture.keepsTemplates()) {
			Template found = other.templates().find(this.fingerprint);
			assertIsWhole(other, found);
			assertThat(found.facts()).isEqualTo(template.facts());
		}
	}

	private void assertNobodyFinds(EngineSession other) throws Exception {
		for (EngineSession each : List.of(this.session, other)) {
			assertThat(onAnotherThread(() -> each.templates().find(this.fingerprint))).isNull();
		}
		assertThat(onAnotherThread(() -> this.session.templates().tryClaim(this.fingerprint))).isNull();
	}

	private void assertIsWhole(EngineSession session, @Nullable Template template) throws SQLException {
		assertThat(template).isNotNull();
		assertHolds(session, template.image(), pristine());
	}

	@Test
	void templateThatWasNotPublishedIsLeftToTheNextOneToBuild() throws Exception {
		TemplateStore store = this.session.templates();
		for (int i = 0; i < 2; i++) {
			try (TemplateStore.Claim claim = store.claim(this.fingerprint, PATIENCE)) {
				Scratch scratch = claim.scratch(this.model, null);
				try (Connection connection = connect(scratch.database())) {
					assertThat(this.fixture.isBlank(connection)).isTrue();
					execute(connection, this.fixture.schema().subList(0, 3));
				}
				scratch.close();
			}
			assertThat(store.find(this.fingerprint)).isNull();
		}
		assertIsWhole(this.session, publish());
	}

	private Template publish() throws SQLException {
		try (TemplateStore.Claim claim = this.session.templates().claim(this.fingerprint, PATIENCE);
				Scratch scratch = claim.scratch(this.model, null)) {
			try (Connection connection = connect(scratch.database())) {
				execute(connection, this.fixture.schema());
			}
			return claim.publish(scratch, new TemplateFacts("kit 1", 2, 3, null));
		}
	}

	@Test
	void oneOfSeveralThreadsMakesALiteralDatabaseAndItIsWhole() throws Exception {
		Image image = publish().image();
		for (long round = KitRounds.first(); round < KitRounds.end(4); round++) {
			Database target = locate(this.fixture.url(this.directory, "scenario-" + round));
			assertThat(this.session.state(target)).isEqualTo(DatabaseState.MISSING);
			// Somebody may have looked at it already.
			Connection early = (round % 2 == 0) ? null : connect(target);
			assertThat(this.session.state(target))
				.isEqualTo((early != null) ? DatabaseState.EMPTY : DatabaseState.MISSING);
			if (early != null && !this.fixture.copiesWhatIsInUse()) {
				assertThatExceptionOfType(DatabaseCopyException.class)
					.isThrownBy(() -> this.session.createLiteral(target, image));
				assertThat(this.fixture.isBlank(early)).isTrue();
				early.close();
				assertThat(this.session.state(target)).isEqualTo(DatabaseState.EMPTY);
			}
			assertThat(Concurrently.run(8, (number) -> this.session.createLiteral(target, image)))
				.containsOnlyOnce(true);
			if (early != null) {
				early.close();
			}
			assertThat(this.session.state(target)).isEqualTo(DatabaseState.PRESENT);
			try (Connection connection = connect(target)) {
				assertThat(KitContext.content(this.fixture, connection).differencesFrom(pristine())).isEmpty();
				execute(connection, List.of("DELETE FROM book"));
				assertThat(this.session.createLiteral(target, image)).isFalse();
				assertThat(Rows.of(connection, "SELECT count(*) FROM book")).containsExactly("0");
			}
		}
	}

	@Test
	void copyHasWhatTheApplicationsOwnDatabaseHoldsAndLeavesItAlone() throws Exception {
		try (PlainDatabase own = new PlainDatabase(this.fixture, this.directory, "scenario")) {
			change(own.connect());
			Content before = own.content();
			assertThat(this.session.state(this.model)).isEqualTo(DatabaseState.PRESENT);
			if (!this.fixture.copiesWhatIsInUse()) {
				assertThatExceptionOfType(DatabaseCopyException.class).isThrownBy(() -> this.session.copy(this.model));
				own.disconnect();
			}
			Image image = this.session.copy(this.model);
			assertHolds(this.session, image, before);
			this.session.discard(image);
			assertThat(own.content().differencesFrom(before)).isEmpty();
		}
	}

	@Test
	void captureHasWhatAScenarioDatabaseHoldsThen() throws Exception {
		Image template = publish().image();
		try (ScenarioDatabase scenario = this.session.create(this.model, "kit", template)) {
			Image captured;
			Content then;
			try (Connection connection = connect(scenario.database())) {
				scenario.inspect(connection);
				change(connection);
				then = KitContext.content(this.fixture, connection);
			}
			captured = scenario.capture();
			assertThat(captured).isNotNull();
			try (Connection connection = connect(scenario.database())) {
				execute(connection, List.of("DELETE FROM book"));
			}
			assertHolds(this.session, captured, then);
			assertHolds(this.session, template, pristine());
			this.session.discard(captured);
		}
	}

	@Test
	void scenarioDatabasesAreDifferentOnesUnderTheModelsNameAndGoWhenTheyAreClosed() throws Exception {
		Image template = publish().image();
		ScenarioDatabase one = this.session.create(this.model, "kit", template);
		ScenarioDatabase other = this.session.create(this.model, "kit", template);
		ScenarioDatabase blank = this.session.create(this.model, "kit", null);
		assertThat(List.of(one.database(), other.database(), blank.database(), this.model)).doesNotHaveDuplicates();
		assertThat(one.database().access().user()).isEqualTo(this.model.access().user());
		try (Connection connection = connect(blank.database())) {
			assertThat(this.fixture.isBlank(connection)).isTrue();
		}
		one.close();
		assertThat(this.fixture.isGone(one.database().url())).isTrue();
		try (Connection connection = connect(other.database())) {
			assertThat(KitContext.content(this.fixture, connection).differencesFrom(pristine())).isEmpty();
		}
		other.close();
		blank.close();
		assertThat(this.fixture.isGone(other.database().url())).isTrue();
		assertThat(this.fixture.isGone(blank.database().url())).isTrue();
		assertThat(this.fixture.exists(this.model.url())).isFalse();
	}

	@Test
	void fingerprintTellsNoPlaceAndNoSecret() {
		for (String url : this.fixture.withSecret(this.directory, "geheim")) {
			Database database = locate(url);
			Map<String, String> values = this.session.fingerprint(database, new DriverManagerDataSource(url));
			assertThat(values.toString()).doesNotContain("geheim").doesNotContain(this.directory.toString());
			assertThat(values.keySet()).allMatch((name) -> name.startsWith("version/") || name.startsWith("option/"));
		}
	}

	private void assertHolds(EngineSession session, Image image, Content content) throws SQLException {
		try (ScenarioDatabase scenario = session.create(this.model, "kit", image);
				Connection connection = connect(scenario.database())) {
			assertThat(KitContext.content(this.fixture, connection).differencesFrom(content)).isEmpty();
		}
	}

	private void change(Connection connection) {
		for (Deed deed : Deeds.of(this.fixture, Kind.ROWS, Kind.SCHEMA)) {
			try {
				deed.act().on(connection, 6);
			}
			catch (SQLException ex) {
				// It violates a constraint, or what it names is gone by now.
			}
		}
	}

	private Connection connect(Database database) throws SQLException {
		return this.fixture.connect(database.url());
	}

	private static void execute(Connection connection, List<String> statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private static <T> @Nullable T onAnotherThread(Callable<@Nullable T> task) throws Exception {
		FutureTask<@Nullable T> future = new FutureTask<>(task);
		new Thread(future, "another").start();
		return future.get();
	}

}
