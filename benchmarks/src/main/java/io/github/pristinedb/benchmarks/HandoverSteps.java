package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import io.github.pristinedb.flyway.FastMigrationStrategy;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.TestRun;
import io.github.pristinedb.test.TestContextMarker;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * What the handover's table compares, in one directory: what a scenario pays for its
 * database in an application context, beside what it would pay for a migration or for a
 * copy made by hand. Every step ends with a select.
 */
final class HandoverSteps implements AutoCloseable {

	static final String MIGRATE = "flywayMigrateMillis";

	static final String MIGRATE_NOTHING = "flywayNoopMillis";

	static final String FLOOR = "floorCopyOpenSelectCloseMillis";

	static final String DIRTY = "handoverDirtyMillis";

	static final String CLEAN = "handoverCleanMillis";

	static final String TRANSACTION = "handoverTransactionMillis";

	static final String STRATEGY = "strategyNoopMillis";

	private static final int BATCH = 200;

	private static final int ROWS = 10;

	private final Fixture fixture;

	private final Path directory;

	private final ConfigurableApplicationContext context;

	private final DataSource dataSource;

	private final FastMigrationStrategy strategy;

	private final FlywayBean existing;

	private final Path model;

	private int files;

	HandoverSteps(Fixture fixture, Path directory) throws IOException, SQLException {
		this(fixture, directory, "");
	}

	/**
	 * Start an application.
	 * @param fixture its migrations
	 * @param directory where its databases are
	 * @param options what its JDBC URL ends with
	 * @throws IOException if a database cannot be copied
	 * @throws SQLException if a database cannot be connected to
	 */
	HandoverSteps(Fixture fixture, Path directory, String options) throws IOException, SQLException {
		this.fixture = fixture;
		this.directory = directory;
		Path cache = directory.resolve("templates");
		TestRun.begin();
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.initializers((context) -> context.getBeanFactory()
				.registerSingleton(TestContextMarker.BEAN_NAME, "a context that scenarios run in"))
			.run("--spring.datasource.url=jdbc:sqlite:" + directory.resolve("scenario-handover.db") + options,
					"--spring.flyway.locations=" + fixture.location(), "--pristine.template.cache-dir=" + cache,
					"--pristine.workspace=" + directory.resolve("workspace"), "--spring.main.banner-mode=off",
					"--logging.level.root=warn");
		this.dataSource = this.context.getBean(DataSource.class);
		this.strategy = new FastMigrationStrategy(new Guard(List.of(new SqliteEngine()), List.of("scenario")),
				BenchmarkPlaces.sessions(cache), BenchmarkPlaces.noTemplates(), List.of(), null);
		this.existing = new FlywayBean(fixture, newFile());
		this.strategy.migrate(this.existing.flyway());
		this.existing.warm();
		this.model = newFile();
		Files.copy(this.existing.file(), this.model);
	}

	/**
	 * The size of the migrated database.
	 * @return bytes
	 * @throws IOException if it cannot be read
	 */
	long bytes() throws IOException {
		return Files.size(this.model);
	}

	/**
	 * The steps that migrate.
	 * @return the steps
	 */
	List<Variant<?>> migrating() {
		return List.of(
				Variant.of(MIGRATE, () -> new FlywayBean(this.fixture, newFile()), (bean) -> bean.flyway().migrate(),
						FlywayBean::close),
				Variant.of(MIGRATE_NOTHING, () -> this.existing, (bean) -> bean.flyway().migrate(), (bean) -> {
				}));
	}

	/**
	 * The steps of a scenario.
	 * @return the steps
	 */
	List<Variant<?>> handingOver() {
		return List.of(Variant.of(FLOOR, this::newFile, this::copyOpenSelectClose, Files::delete),
				Variant.of(DIRTY, () -> startAfter(true, Isolation.DATABASE), (scope) -> select(), this::end),
				Variant.of(CLEAN, () -> startAfter(false, Isolation.DATABASE), (scope) -> select(), this::end),
				Variant.of(TRANSACTION, () -> startAfter(true, Isolation.TRANSACTION), (scope) -> select(), this::end),
				Variant.of(STRATEGY, () -> this.existing, (bean) -> {
					this.strategy.migrate(bean.flyway());
					return bean;
				}, (bean) -> {
				}).inBatchesOf(BATCH));
	}

	/**
	 * The handover after a scenario that wrote.
	 * @return the step
	 */
	List<Variant<?>> handingOverAfterWriting() {
		return handingOver().stream().filter((step) -> step.name().equals(DIRTY)).toList();
	}

	/**
	 * The steps within a scenario.
	 * @return the steps
	 * @throws IOException if the database cannot be copied
	 */
	List<Variant<?>> transactions() throws IOException {
		Path copy = newFile();
		Files.copy(this.model, copy);
		return new TransactionSteps(this.context, copy).all();
	}

	private Object copyOpenSelectClose(Path file) throws IOException, SQLException {
		Files.copy(this.model, file);
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
			return select(connection);
		}
	}

	/**
	 * A scenario that starts when another one has ended.
	 */
	private Scope startAfter(boolean writing, Isolation isolation) throws SQLException {
		Scope before = start(isolation);
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			if (select(connection) != this.fixture.size().rowsPerTable()) {
				throw new IllegalStateException("A scenario found what another one left");
			}
			if (writing) {
				connection.setAutoCommit(false);
				for (int row = 0; row < ROWS; row++) {
					statement.executeUpdate("INSERT INTO entity_01 (code, title, created_at) VALUES ('C-" + row
							+ "', 'Entry of a scenario', '2026-01-01T08:00:00Z')");
				}
				connection.commit();
			}
		}
		end(before);
		return start(isolation);
	}

	private Scope start(Isolation isolation) {
		Scope scope = new Scope(Scope.Kind.SCENARIO, "benchmark");
		scope.isolate(isolation);
		ScopeBinding.start(scope);
		scope.join(this.context);
		return scope;
	}

	private void end(Scope scope) {
		ScopeBinding.end(scope, false);
	}

	private Object select() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			return select(connection);
		}
	}

	/**
	 * The number of the last row, which takes as long in a large table as in a small one.
	 */
	private static int select(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT max(rowid) FROM entity_01")) {
			rows.next();
			return rows.getInt(1);
		}
	}

	private Path newFile() {
		return this.directory.resolve("scenario-" + ++this.files + ".db");
	}

	@Override
	public void close() throws IOException {
		this.context.close();
		this.existing.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
