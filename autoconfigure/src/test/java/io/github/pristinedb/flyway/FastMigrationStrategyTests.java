package io.github.pristinedb.flyway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Concurrently;
import io.github.pristinedb.CountingCallback;
import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.Listing;
import io.github.pristinedb.MigrationFiles;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.EngineSessions;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.engine.TestPlaces;
import io.github.pristinedb.engine.UnusableDatabaseException;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import io.github.pristinedb.jdbc.UnsupportedDataSourceException;
import io.github.pristinedb.template.FingerprintContributor;
import io.github.pristinedb.template.Templates;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.core.internal.license.VersionPrinter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FastMigrationStrategy} with a real Flyway.
 */
@DeliberateOutput({ "have changed since the last template", "has no migration", "is migrated without a template",
		"callback is deprecated", "Migration of schema .* failed", "No migrations found" })
@ExtendWith(OutputCaptureExtension.class)
class FastMigrationStrategyTests {

	@TempDir
	private Path temporary;

	private Path cache;

	private Path database;

	private MigrationFiles migrations;

	private final CountingCallback counted = new CountingCallback();

	private final List<Flyway> migrated = new ArrayList<>();

	@BeforeEach
	void setUp() {
		this.cache = this.temporary.resolve("cache");
		this.database = this.temporary.resolve("scenario-1.db");
		this.migrations = MigrationFiles.in(this.temporary.resolve("migrations")).projects();
	}

	@Test
	void missingDatabaseOnAColdCacheIsMigratedExactlyOnce() {
		strategy().migrate(flyway(this.database));
		assertThat(this.counted.count(Event.AFTER_MIGRATE)).isOne();
		assertThat(this.counted.count(Event.BEFORE_EACH_MIGRATE)).isEqualTo(2);
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta");
	}

	@Test
	void manifestTellsWhatFlywayDid() throws IOException {
		strategy().migrate(flyway(this.database));
		assertThat(Listing.of(this.cache, ".json")).singleElement()
			.satisfies((manifest) -> assertThat(Files.readString(manifest)).contains("\"migrations\":2")
				.contains("\"tool\":\"Flyway " + VersionPrinter.getVersion() + "\"")
				.contains("\"engine\":\"sqlite\""));
	}

	@Test
	void missingDatabaseOnAWarmCacheIsCopiedWithoutFlyway() {
		warmUp();
		strategy().migrate(flyway(this.database));
		assertThat(this.counted.events()).isEmpty();
		assertThat(this.migrated).isEmpty();
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta");
	}

	@Test
	void databaseIsMigratedWithoutATemplateIfThisFlywayCannotBeAsked(CapturedOutput output) {
		strategy().migrate(configure().dataSource("jdbc:sqlite:" + this.database, null, null)
			.callbacks(new CallbackOfAnotherVersion())
			.load());
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta");
		assertThat(this.cache).doesNotExist();
		assertThat(output).contains("is migrated without a template").contains("NoSuchMethodError: of another version");
	}

	@Test
	void interruptedThreadGetsItsCopyAndStaysInterrupted() {
		warmUp();
		Thread.currentThread().interrupt();
		try {
			strategy().migrate(flyway(this.database));
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(this.counted.events()).isEmpty();
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta");
	}

	@Test
	void emptyDatabaseIsFilledFromTheTemplate() throws IOException {
		warmUp();
		Files.createFile(this.database);
		strategy().migrate(flyway(this.database));
		assertThat(this.counted.events()).isEmpty();
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta");
	}

	@Test
	void existingDatabaseIsNeitherMigratedNorConnectedTo() throws IOException {
		strategy().migrate(flyway(this.database));
		Sql.execute(this.database, "INSERT INTO project (name) VALUES ('of an earlier step')");
		byte[] before = Files.readAllBytes(this.database);
		CountingCallback laterCounted = new CountingCallback();
		List<Flyway> laterMigrated = new ArrayList<>();
		// A command of the same scenario, in a context of its own: a new migration makes
		// no difference to a database that is there.
		this.migrations.add("V3__later.sql", "CREATE TABLE later (id INTEGER)");
		DataSource unusable = new UnusableDataSource("jdbc:sqlite:" + this.database);
		Flyway flyway = configure().dataSource(unusable).callbacks(laterCounted).load();
		strategy(laterMigrated::add).migrate(flyway);
		assertThat(laterCounted.events()).isEmpty();
		assertThat(laterMigrated).isEmpty();
		assertThat(Files.readAllBytes(this.database)).isEqualTo(before);
	}

	@Test
	void databaseOfAnEarlierRunGetsANewMigrationOnceAndIsNeverCheckedAgain() {
		// By Flyway alone, as if another JVM had done it.
		flyway(this.database).migrate();
		this.counted.forget();
		this.migrations.add("V3__gamma.sql", "INSERT INTO project (name) VALUES ('gamma')");
		strategy().migrate(flyway(this.database));
		assertThat(this.counted.count(Event.BEFORE_EACH_MIGRATE)).isOne();
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta", "gamma");
		this.counted.forget();
		this.migrated.clear();
		strategy().migrate(flyway(this.database));
		strategy().migrate(flyway(this.database));
		assertThat(this.counted.events()).isEmpty();
		assertThat(this.migrated).isEmpty();
		assertThat(this.cache).doesNotExist();
	}

	@Test
	void databaseThatTakesThePlaceOfAKnownOneIsMigratedToo() throws IOException {
		strategy().migrate(flyway(this.database));
		Path earlier = this.temporary.resolve("earlier.db");
		flyway(earlier).migrate();
		this.migrations.add("V3__gamma.sql", "INSERT INTO project (name) VALUES ('gamma')");
		Files.move(earlier, this.database, StandardCopyOption.REPLACE_EXISTING);
		strategy().migrate(flyway(this.database));
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta", "gamma");
	}

	@Test
	void threadsThatMeetADatabaseOfAnEarlierRunMigrateItOnce() throws Exception {
		flyway(this.database).migrate();
		this.counted.forget();
		Concurrently.run(8, (thread) -> {
			strategy().migrate(flyway(this.database));
			return thread;
		});
		assertThat(this.counted.count(Event.AFTER_MIGRATE)).isOne();
	}

	@Test
	void foreignDatabaseIsFlywaysOwnErrorOnEachMeeting() {
		Sql.execute(this.database, "CREATE TABLE something (id INTEGER)");
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(FlywayException.class).isThrownBy(() -> strategy().migrate(flyway(this.database)))
				.withMessageContaining("Found non-empty schema(s)");
		}
		assertThat(this.cache).doesNotExist();
	}

	@Test
	void failedMigrationOfADatabaseOfAnEarlierRunIsTriedAgain() {
		flyway(this.database).migrate();
		this.migrations.add("V3__broken.sql", "SELECT * FROM nowhere");
		assertThatExceptionOfType(FlywayMigrateException.class)
			.isThrownBy(() -> strategy().migrate(flyway(this.database)));
		this.migrations.add("V3__broken.sql", "INSERT INTO project (name) VALUES ('gamma')");
		strategy().migrate(flyway(this.database));
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta", "gamma");
	}

	@Test
	void corruptDatabaseIsRefusedAndNotOverwritten() throws IOException {
		warmUp();
		Files.writeString(this.database, "my shopping list");
		assertThatExceptionOfType(UnusableDatabaseException.class)
			.isThrownBy(() -> strategy().migrate(flyway(this.database)))
			.satisfies((ex) -> assertThat(ex.getDescription()).contains(this.database.toString()))
			.satisfies((ex) -> assertThat(ex.getAction()).isNotBlank());
		assertThat(this.database).hasContent("my shopping list");
		assertThat(this.counted.events()).isEmpty();
	}

	@Test
	void directoryIsRefusedAndLeftAlone() throws IOException {
		Files.createDirectories(this.database.resolve("precious"));
		assertThatExceptionOfType(UnusableDatabaseException.class)
			.isThrownBy(() -> strategy().migrate(flyway(this.database)))
			.satisfies((ex) -> assertThat(ex.getDescription()).contains("is a directory"))
			.satisfies((ex) -> assertThat(ex.getAction()).contains("JDBC URL"));
		assertThat(this.database.resolve("precious")).isDirectory();
	}

	@Test
	void databaseInAMissingDirectoryIsAClearErrorAndNothingIsLeftBehind() {
		Path lost = this.temporary.resolve("no/such/directory/scenario-1.db");
		assertThatExceptionOfType(DatabaseCopyException.class).isThrownBy(() -> strategy().migrate(flyway(lost)))
			.satisfies((ex) -> assertThat(ex.getDescription()).contains(lost.toString()))
			.satisfies((ex) -> assertThat(ex.getAction()).contains("directory exists"));
		assertThat(this.temporary.resolve("no")).doesNotExist();
	}

	@Test
	void databaseThatDoesNotPassTheGuardIsMigratedByTheFlywayItself() {
		Path orders = this.temporary.resolve("orders.db");
		Flyway flyway = flyway(orders);
		strategy().migrate(flyway);
		strategy().migrate(flyway);
		assertThat(this.migrated).containsExactly(flyway, flyway);
		assertThat(this.counted.count(Event.AFTER_MIGRATE)).isEqualTo(2);
		assertThat(Sql.query(orders, Sql.PROJECTS)).containsExactly("alpha", "beta");
		assertThat(this.cache).doesNotExist();
	}

	@Test
	void symbolicLinkIsNotFollowedOutOfTheScenario() throws IOException {
		Path orders = this.temporary.resolve("orders.db");
		Files.createSymbolicLink(this.database, orders);
		strategy().migrate(flyway(this.database));
		assertThat(this.migrated).hasSize(1);
		assertThat(Sql.query(orders, Sql.PROJECTS)).containsExactly("alpha", "beta");
		assertThat(this.cache).doesNotExist();
	}

	@Test
	void dataSourceThatDoesNotTellItsUrlIsMigratedByTheFlywayItself() {
		DataSource silent = new AbstractDataSource() {

			@Override
			public Connection getConnection() throws SQLException {
				return DriverManager.getConnection("jdbc:sqlite:" + FastMigrationStrategyTests.this.database);
			}

			@Override
			public Connection getConnection(String user, String password) throws SQLException {
				return getConnection();
			}

		};
		strategy().migrate(configure().dataSource(silent).load());
		assertThat(this.migrated).hasSize(1);
		assertThat(this.cache).doesNotExist();
	}

	@Test
	void flywayWithoutADataSourceFailsAsItAlwaysDoes() {
		Flyway flyway = configure().load();
		assertThatExceptionOfType(FlywayException.class).isThrownBy(() -> strategy().migrate(flyway))
			.withMessage(catchMessage(flyway));
	}

	private static String catchMessage(Flyway flyway) {
		try {
			flyway.migrate();
			return "";
		}
		catch (FlywayException ex) {
			return ex.getMessage();
		}
	}

	@Test
	void kindOfDataSourceThatCannotBeMadeAgainIsAClearError() {
		DataSource odd = new UnusableDataSource("jdbc:sqlite:" + this.database);
		assertThatExceptionOfType(UnsupportedDataSourceException.class)
			.isThrownBy(() -> strategy().migrate(configure().dataSource(odd).load()))
			.satisfies((ex) -> assertThat(ex.getDescription()).contains(UnusableDataSource.class.getName()))
			.satisfies((ex) -> assertThat(ex.getAction()).contains("HikariCP"));
		assertThat(this.database).doesNotExist();
		assertThat(Listing.of(this.cache)).allMatch((name) -> name.endsWith(".lock"));
	}

	@Test
	void wrappedDataSourceIsLookedThrough() {
		warmUp();
		DataSource wrapped = new DelegatingDataSource(new DelegatingDataSource(
				configure().dataSource("jdbc:sqlite:" + this.database, null, null).getDataSource()));
		strategy().migrate(configure().dataSource(wrapped).callbacks(this.counted).load());
		assertThat(this.migrated).isEmpty();
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta");
	}

	@Test
	void templateIsBuiltByTheGivenStrategy() {
		strategy((flyway) -> {
			flyway.migrate();
			try (Connection connection = flyway.getConfiguration().getDataSource().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("INSERT INTO project (name) VALUES ('by my own strategy')");
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}).migrate(flyway(this.database));
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta", "by my own strategy");
	}

	@Test
	void applicationsDatabaseIsNotTouchedWhileTheTemplateIsBuilt() {
		strategy((flyway) -> {
			assertThat(this.database).doesNotExist();
			flyway.migrate();
			assertThat(this.database).doesNotExist();
		}).migrate(flyway(this.database));
		assertThat(this.database).isRegularFile();
	}

	@Test
	void callbacksSeeOnlyWhatHappensWithoutPristineToo() {
		strategy().migrate(flyway(this.database));
		List<Event> events = this.counted.events();
		CountingCallback plain = new CountingCallback();
		configure().dataSource("jdbc:sqlite:" + this.temporary.resolve("plain.db"), null, null)
			.callbacks(plain)
			.load()
			.migrate();
		assertThat(events).isEqualTo(plain.events());
	}

	@Test
	void javaMigrationsRunOnceInTheTemplate() {
		V3__gamma migration = new V3__gamma();
		strategy().migrate(
				configure().dataSource("jdbc:sqlite:" + this.database, null, null).javaMigrations(migration).load());
		Path second = this.temporary.resolve("scenario-2.db");
		strategy()
			.migrate(configure().dataSource("jdbc:sqlite:" + second, null, null).javaMigrations(migration).load());
		assertThat(migration.runs).isOne();
		assertThat(Sql.query(second, Sql.PROJECTS)).containsExactly("alpha", "beta", "gamma");
	}

	@Test
	void databaseEqualsOneThatFlywayMigrated() {
		strategy().migrate(flyway(this.database));
		Path plain = this.temporary.resolve("plain.db");
		flyway(plain).migrate();
		for (String sql : List.of(Sql.SCHEMA, Sql.HISTORY, Sql.PROJECTS)) {
			assertThat(Sql.query(this.database, sql)).isEqualTo(Sql.query(plain, sql));
		}
		assertThat(flyway(this.database).info().pending()).isEmpty();
		assertThat(flyway(this.database).validateWithResult().validationSuccessful).isTrue();
	}

	@Test
	void noMigrationsAtAllLeaveWhatFlywayWouldLeave() {
		MigrationFiles none = MigrationFiles.in(this.temporary.resolve("none"));
		strategy().migrate(Flyway.configure()
			.locations(none.location())
			.dataSource("jdbc:sqlite:" + this.database, null, null)
			.load());
		Path plain = this.temporary.resolve("plain.db");
		Flyway.configure().locations(none.location()).dataSource("jdbc:sqlite:" + plain, null, null).load().migrate();
		assertThat(Sql.query(this.database, Sql.SCHEMA)).isEqualTo(Sql.query(plain, Sql.SCHEMA));
	}

	@Test
	void copyOfATemplateWithoutMigrationsIsWarnedOfOnceInARunThatDidNotBuildIt(CapturedOutput output) {
		MigrationFiles none = MigrationFiles.in(this.temporary.resolve("none"));
		try (ForkedJvm jvm = ForkedJvm.start(WithoutMigrations.class, this.cache, this.database, none.location())) {
			assertThat(jvm.finish()).containsOnlyOnce("No migrations found").doesNotContain("has no migration");
		}
		for (int i = 2; i < 5; i++) {
			strategy((FlywayMigrationStrategy) null).migrate(Flyway.configure()
				.locations(none.location())
				.dataSource("jdbc:sqlite:" + this.temporary.resolve("scenario-" + i + ".db"), null, null)
				.load());
		}
		assertThat(output).containsOnlyOnce("has no migration. Flyway looked in " + none.location());
	}

	@Test
	void appliedMigrationThatHasChangedIsToldInOneLine(CapturedOutput output) {
		strategy().migrate(flyway(this.database));
		this.migrations.add("V3__gamma.sql", "INSERT INTO project (name) VALUES ('gamma')");
		strategy().migrate(flyway(this.temporary.resolve("scenario-2.db")));
		assertThat(output).doesNotContain("have changed");
		this.migrations.add("V3__gamma.sql", "INSERT INTO project (name) VALUES ('delta')");
		strategy().migrate(flyway(this.temporary.resolve("scenario-3.db")));
		strategy().migrate(flyway(this.temporary.resolve("scenario-4.db")));
		assertThat(output).containsOnlyOnce(
				"Migrations have changed since the last template was built: 3. The template is built again");
	}

	@Test
	void damagedRecordOfAppliedMigrationsIsReplacedWithoutAWord(CapturedOutput output) throws IOException {
		strategy().migrate(flyway(this.database));
		Path applied = Listing.of(this.cache, ".applied").get(0);
		Files.writeString(applied, "no number");
		this.migrations.add("V3__gamma.sql", "INSERT INTO project (name) VALUES ('gamma')");
		strategy().migrate(flyway(this.temporary.resolve("scenario-2.db")));
		assertThat(Files.readString(applied)).containsPattern("(?m)^3 -?\\d+$").doesNotContain("no number");
		assertThat(output).doesNotContain("have changed");
	}

	@Test
	void strategyThatMigratesNothingLeavesADatabaseThatIsThere() {
		strategy((flyway) -> {
		}).migrate(flyway(this.database));
		assertThat(Sql.query(this.database, Sql.SCHEMA)).isEmpty();
		assertThat(this.database).isNotEmptyFile();
		strategy((flyway) -> {
			throw new IllegalStateException("Nothing is to be migrated again");
		}).migrate(flyway(this.database));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void migrationThatFailsHalfWayIsFlywaysOwnErrorAndLeavesNothing(boolean emptyTarget) throws IOException {
		if (emptyTarget) {
			Files.createFile(this.database);
		}
		this.migrations.add("V3__broken.sql", "INSERT INTO project (name) VALUES ('gamma'); SELECT * FROM nowhere;");
		assertThatExceptionOfType(FlywayMigrateException.class)
			.isThrownBy(() -> strategy().migrate(flyway(this.database)))
			.withMessageContaining("V3__broken.sql")
			.withMessageContaining("nowhere");
		assertThat(Listing.of(this.cache)).hasSize(1).allMatch((name) -> name.endsWith(".lock"));
		assertThat(Files.exists(this.database)).isEqualTo(emptyTarget);
		this.migrations.add("V3__broken.sql", "INSERT INTO project (name) VALUES ('gamma');");
		strategy().migrate(flyway(this.database));
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta", "gamma");
		assertThat(Listing.of(this.cache, ".template")).hasSize(1);
		assertThat(Listing.of(this.cache, ".build")).isEmpty();
	}

	@Test
	void writeAheadLogOfAnEarlierDatabaseIsNotReplayedIntoTheCopy() throws Exception {
		warmUp();
		Path earlier = this.temporary.resolve("earlier.db");
		Files.copy(this.database.resolveSibling("scenario-0.db"), earlier);
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + earlier + "?journal_mode=WAL");
				Statement statement = connection.createStatement()) {
			statement.execute("UPDATE project SET name = 'stale ' || name");
			Files.copy(this.temporary.resolve("earlier.db-wal"), this.temporary.resolve("scenario-1.db-wal"));
			Files.copy(this.temporary.resolve("earlier.db-shm"), this.temporary.resolve("scenario-1.db-shm"));
		}
		strategy().migrate(flyway(this.database));
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta");
		assertThat(Sql.query(this.database, "PRAGMA integrity_check")).containsExactly("ok");
	}

	@Test
	void journalOfAnEarlierDatabaseIsNotRolledBackIntoTheCopy() throws Exception {
		warmUp();
		Path earlier = this.temporary.resolve("earlier.db");
		Files.copy(this.database.resolveSibling("scenario-0.db"), earlier);
		Sql.execute(earlier, "UPDATE project SET name = 'stale ' || name");
		// With a cache of one page the journal is hot as soon as the next page is
		// changed.
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + earlier + "?cache_size=1");
				Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("UPDATE project SET name = 'x' || name");
			statement.execute("CREATE TABLE big (content BLOB)");
			statement.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)"
					+ " INSERT INTO big SELECT zeroblob(5000) FROM n");
			Files.copy(this.temporary.resolve("earlier.db-journal"), this.temporary.resolve("scenario-1.db-journal"));
			connection.rollback();
		}
		assertThat(this.temporary.resolve("scenario-1.db-journal")).isNotEmptyFile();
		strategy().migrate(flyway(this.database));
		assertThat(Sql.query(this.database, Sql.PROJECTS)).containsExactly("alpha", "beta");
		assertThat(Sql.query(this.database, "PRAGMA integrity_check")).containsExactly("ok");
	}

	@Test
	void idleConnectionToAnEmptyFileDoesNotOutliveIt() throws Exception {
		try (HikariDataSource pool = pool()) {
			pool.getConnection().close();
			assertThat(this.database).isEmptyFile();
			strategy().migrate(configure().dataSource(pool).load());
			assertThat(Sql.query(pool, Sql.PROJECTS)).containsExactly("alpha", "beta");
		}
	}

	@Test
	void idleConnectionToAnEmptyFileDoesNotOutliveItWhenAnotherOneFilledIt() throws Exception {
		try (HikariDataSource pool = pool()) {
			pool.getConnection().close();
			strategy().migrate(flyway(this.database));
			strategy().migrate(configure().dataSource(pool).load());
			assertThat(Sql.query(pool, Sql.PROJECTS)).containsExactly("alpha", "beta");
		}
	}

	@Test
	void eachInputOfAContributorHasItsOwnTemplate() {
		strategy(List.of((fingerprint) -> fingerprint.add("feature", "on"))).migrate(flyway(this.database));
		strategy(List.of((fingerprint) -> fingerprint.add("feature", "off")))
			.migrate(flyway(this.temporary.resolve("scenario-2.db")));
		strategy(List.of((fingerprint) -> fingerprint.add("feature", "on")))
			.migrate(flyway(this.temporary.resolve("scenario-3.db")));
		assertThat(this.migrated).hasSize(2);
		assertThat(Listing.of(this.cache, ".template")).hasSize(2);
	}

	@Test
	void templateLeavesNoConnectionOpen() throws IOException {
		strategy().migrate(flyway(this.database));
		Path proc = Path.of("/proc/self/fd");
		if (Files.isDirectory(proc)) {
			assertThat(Listing.of(proc)).noneMatch((name) -> leadsIntoTheCache(proc.resolve(name)));
		}
	}

	private boolean leadsIntoTheCache(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).startsWith(this.cache);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Another run, which builds the template.
	 */
	static final class WithoutMigrations {

		public static void main(String[] arguments) {
			new FastMigrationStrategy(new Guard(List.of(new SqliteEngine()), List.of("scenario")),
					TestPlaces.sessions(Path.of(arguments[0])), new Templates(TemplateLimits.DEFAULTS.buildTimeout()),
					List.of(), null)
				.migrate(Flyway.configure()
					.locations(arguments[2])
					.dataSource("jdbc:sqlite:" + arguments[1], null, null)
					.load());
		}

	}

	/**
	 * Fill the cache, then forget what was counted.
	 */
	private void warmUp() {
		strategy().migrate(flyway(this.database.resolveSibling("scenario-0.db")));
		this.counted.forget();
		this.migrated.clear();
	}

	/**
	 * A strategy as a new context has it.
	 */
	private FastMigrationStrategy strategy() {
		return strategy((flyway) -> {
			this.migrated.add(flyway);
			flyway.migrate();
		});
	}

	private FastMigrationStrategy strategy(FlywayMigrationStrategy migration) {
		return new FastMigrationStrategy(guard(), sessions(), templates(), List.of(), migration);
	}

	private FastMigrationStrategy strategy(List<FingerprintContributor> contributors) {
		return new FastMigrationStrategy(guard(), sessions(), templates(), contributors, (flyway) -> {
			this.migrated.add(flyway);
			flyway.migrate();
		});
	}

	private Guard guard() {
		return new Guard(List.of(new SqliteEngine()), List.of("scenario", "test"));
	}

	private EngineSessions sessions() {
		return TestPlaces.sessions(this.cache);
	}

	private static Templates templates() {
		return new Templates(TemplateLimits.DEFAULTS.buildTimeout());
	}

	private Flyway flyway(Path file) {
		return configure().dataSource("jdbc:sqlite:" + file, null, null).callbacks(this.counted).load();
	}

	private FluentConfiguration configure() {
		return Flyway.configure().locations(this.migrations.location());
	}

	private HikariDataSource pool() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:sqlite:" + this.database);
		pool.setMaximumPoolSize(2);
		pool.setMinimumIdle(0);
		return pool;
	}

	/**
	 * Tells its URL, and nothing else.
	 */
	static final class UnusableDataSource extends AbstractDataSource {

		private final String url;

		UnusableDataSource(String url) {
			this.url = url;
		}

		public String getUrl() {
			return this.url;
		}

		@Override
		public Connection getConnection() throws SQLException {
			throw new SQLFeatureNotSupportedException("No connection is to be opened");
		}

		@Override
		public Connection getConnection(String user, String password) throws SQLException {
			return getConnection();
		}

	}

	static final class V3__gamma extends BaseJavaMigration {

		private int runs;

		@Override
		public void migrate(Context context) throws Exception {
			this.runs++;
			try (Statement statement = context.getConnection().createStatement()) {
				statement.execute("INSERT INTO project (name) VALUES ('gamma')");
			}
		}

	}

	/**
	 * Fails when it is asked for the first time, as a method that is not there would.
	 */
	private static final class CallbackOfAnotherVersion extends BaseCallback {

		private boolean asked;

		@Override
		public void handle(Event event, org.flywaydb.core.api.callback.Context context) {
		}

		@Override
		public String getCallbackName() {
			if (!this.asked) {
				this.asked = true;
				throw new NoSuchMethodError("of another version");
			}
			return "of another version";
		}

	}

}
