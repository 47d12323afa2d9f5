package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

import io.github.pristinedb.engine.EngineSessions;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import io.github.pristinedb.flyway.FastMigrationStrategy;
import io.github.pristinedb.template.Templates;
import org.flywaydb.core.Flyway;

import org.springframework.util.FileSystemUtils;

/**
 * What the foundation's table compares, in one directory: Flyway's own migration with
 * what {@link FastMigrationStrategy} does in its place.
 */
final class FoundationSteps implements AutoCloseable {

	static final String MIGRATE = "`flyway.migrate()`, new file";

	static final String MIGRATE_NOTHING = "`flyway.migrate()`, nothing to do";

	static final String BUILD = "`FastMigrationStrategy`, missing file, no template: builds it";

	static final String MISSING = "`FastMigrationStrategy`, missing file, same `Flyway`";

	static final String MISSING_NEW_FLYWAY = "`FastMigrationStrategy`, missing file, new `Flyway`";

	static final String MISSING_NEW_CONTEXT = "`FastMigrationStrategy`, missing file, all beans new";

	static final String EXISTING = "`FastMigrationStrategy`, existing file";

	static final String COPY = "`Files.copy` of the same bytes";

	private static final int BATCH = 200;

	private final Fixture fixture;

	private final Path directory;

	private final Path warmCache;

	private final Path model;

	// Has known the template since before anything is measured.
	private final EngineSessions sessions;

	private final Templates templates = BenchmarkPlaces.noTemplates();

	private final FastMigrationStrategy strategy;

	private final FlywayBean missing;

	private final FlywayBean existing;

	private int files;

	FoundationSteps(Fixture fixture, Path directory) throws IOException, SQLException {
		this.fixture = fixture;
		this.directory = directory;
		this.warmCache = directory.resolve("templates");
		this.sessions = BenchmarkPlaces.sessions(this.warmCache);
		this.strategy = strategy(this.sessions, this.templates);
		this.missing = newBean();
		this.existing = newBean();
		this.strategy.migrate(this.existing.flyway());
		this.existing.warm();
		// Not the template, which is read-only: what is copied is then read-only too.
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
		return List.of(Variant.of(MIGRATE, this::newBean, (bean) -> bean.flyway().migrate(), FlywayBean::close),
				Variant.of(MIGRATE_NOTHING, () -> this.existing, (bean) -> bean.flyway().migrate(), (bean) -> {
				}), Variant.of(BUILD, () -> {
					Path cache = Files.createTempDirectory(this.directory, "templates-");
					return new Context(cache, newStrategy(cache), newBean());
				}, Context::migrate, (context) -> {
					closeCopy(context);
					FileSystemUtils.deleteRecursively(context.cache());
				}));
	}

	/**
	 * The steps that take the place of migrating, beside a bare copy.
	 * @return the steps
	 */
	List<Variant<?>> replacing() {
		return List.of(Variant.of(COPY, this::newFile, (file) -> Files.copy(this.model, file), Files::delete),
				Variant.of(MISSING, () -> this.missing, (bean) -> migrate(this.strategy, bean.flyway()), (bean) -> {
					check(bean);
					Files.delete(bean.file());
				}),
				Variant.of(MISSING_NEW_FLYWAY,
						() -> new Context(this.warmCache, strategy(this.sessions, this.templates), newBean()),
						Context::migrate, this::closeCopy),
				Variant.of(MISSING_NEW_CONTEXT,
						() -> new Context(this.warmCache, newStrategy(this.warmCache), newBean()), Context::migrate,
						this::closeCopy),
				Variant.of(EXISTING, () -> this.existing, (bean) -> migrate(this.strategy, bean.flyway()), (bean) -> {
				}).inBatchesOf(BATCH));
	}

	private FlywayBean newBean() {
		return new FlywayBean(this.fixture, newFile());
	}

	private Path newFile() {
		return this.directory.resolve("scenario-" + ++this.files + ".db");
	}

	private void closeCopy(Context context) throws IOException {
		check(context.bean());
		context.bean().close();
	}

	/**
	 * What is not there has not been measured.
	 */
	private void check(FlywayBean bean) throws IOException {
		if (Files.size(bean.file()) != bytes()) {
			throw new IllegalStateException("Not a whole copy of the template: " + bean.file());
		}
	}

	private static FastMigrationStrategy newStrategy(Path cache) {
		return strategy(BenchmarkPlaces.sessions(cache), BenchmarkPlaces.noTemplates());
	}

	private static FastMigrationStrategy strategy(EngineSessions sessions, Templates templates) {
		return new FastMigrationStrategy(new Guard(List.of(new SqliteEngine()), List.of("scenario")), sessions,
				templates, List.of(), null);
	}

	private static Object migrate(FastMigrationStrategy strategy, Flyway flyway) {
		strategy.migrate(flyway);
		return flyway;
	}

	@Override
	public void close() throws IOException {
		this.missing.close();
		this.existing.close();
	}

	/**
	 * What is new with an application context.
	 *
	 * @param cache the directory of its template cache
	 * @param strategy its strategy
	 * @param bean its Flyway
	 */
	private record Context(Path cache, FastMigrationStrategy strategy, FlywayBean bean) {

		Object migrate() {
			return FoundationSteps.migrate(this.strategy, this.bean.flyway());
		}

	}

}
