package io.github.pristinedb.benchmarks.h2;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.github.pristinedb.benchmarks.BenchmarkPlaces;
import io.github.pristinedb.engine.EngineSessions;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.h2.H2Engine;
import io.github.pristinedb.flyway.FastMigrationStrategy;
import io.github.pristinedb.template.Templates;
import org.h2.store.fs.FileUtils;
import org.h2.tools.Restore;

import org.springframework.util.FileSystemUtils;

/**
 * What a template of H2 costs and saves, beside images in H2's own formats.
 */
final class TemplateSteps implements AutoCloseable {

	private static final String STORE = ".mv.db";

	private final H2Fixture fixture;

	private final Path directory;

	private final Path script;

	private final Path backup;

	private final String image;

	private final FastMigrationStrategy strategy;

	private final FlywayDatabase known;

	private int number;

	/**
	 * Make the template and the images.
	 * @param fixture the migrations
	 * @param directory where templates and images go
	 * @throws IOException if they cannot be written
	 * @throws SQLException if a statement fails
	 */
	TemplateSteps(H2Fixture fixture, Path directory) throws IOException, SQLException {
		this.fixture = fixture;
		this.directory = Files.createDirectories(directory);
		this.script = directory.resolve("script.sql");
		this.backup = directory.resolve("backup.zip");
		this.image = "memFS:" + directory.getFileName();
		this.strategy = strategy(templates());
		this.known = newDatabase();
		String migrated = Memory.newUrl("model");
		try (Connection model = Memory.open(migrated);
				FlywayDatabase database = new FlywayDatabase(fixture, migrated)) {
			database.flyway().migrate();
			Memory.execute(model, List.of("SCRIPT TO '" + this.script + "'"));
		}
		try (Connection connection = Memory.open("jdbc:h2:" + this.image)) {
			Memory.execute(connection,
					List.of("RUNSCRIPT FROM '" + this.script + "'", "BACKUP TO '" + this.backup + "'"));
		}
	}

	double migrate() throws SQLException {
		try (FlywayDatabase database = newDatabase()) {
			return database.measure((flyway) -> flyway.migrate());
		}
	}

	/**
	 * What the first context of all pays.
	 * @return nanoseconds
	 * @throws IOException if the template cannot be deleted
	 * @throws SQLException if a statement fails
	 */
	double build() throws IOException, SQLException {
		Path cache = Files.createTempDirectory(this.directory, "templates-");
		try (FlywayDatabase database = newDatabase()) {
			return database.measure(strategy(cache)::migrate);
		}
		finally {
			FileSystemUtils.deleteRecursively(cache);
		}
	}

	/**
	 * What each later context pays in a JVM that knows the template.
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double restoreKnown() throws SQLException {
		return this.known.measure(this.strategy::migrate);
	}

	/**
	 * What the first context of a JVM pays. It reads the template from the cache
	 * directory.
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double restore() throws SQLException {
		try (FlywayDatabase database = newDatabase()) {
			return database.measure(strategy(templates())::migrate);
		}
	}

	double runScript() throws SQLException {
		String copy = Memory.newUrl("script");
		long started = System.nanoTime();
		try (Connection connection = Memory.open(copy)) {
			Memory.execute(connection, List.of("RUNSCRIPT FROM '" + this.script + "'"));
			return ended(connection, started);
		}
	}

	/**
	 * A file of H2's own, copied in memory. The copy is no database in memory for H2.
	 * @return nanoseconds
	 * @throws IOException if the file cannot be copied
	 * @throws SQLException if it cannot be opened
	 */
	double copyImage() throws IOException, SQLException {
		String copy = this.image + "-" + ++this.number;
		long started = System.nanoTime();
		try (InputStream input = FileUtils.newInputStream(this.image + STORE);
				OutputStream output = FileUtils.newOutputStream(copy + STORE, false)) {
			input.transferTo(output);
		}
		try (Connection connection = Memory.open("jdbc:h2:" + copy)) {
			return ended(connection, started);
		}
		finally {
			FileUtils.delete(copy + STORE);
		}
	}

	/**
	 * The same from a backup, into a file on disk.
	 * @return nanoseconds
	 * @throws SQLException if it cannot be opened
	 */
	double restoreBackup() throws SQLException {
		String name = "restored-" + ++this.number;
		Path copy = this.directory.resolve(name);
		long started = System.nanoTime();
		Restore.execute(this.backup.toString(), this.directory.toString(), name);
		try (Connection connection = Memory.open("jdbc:h2:" + copy.toAbsolutePath())) {
			return ended(connection, started);
		}
		finally {
			FileUtils.delete(copy + STORE);
		}
	}

	private static double ended(Connection connection, long started) throws SQLException {
		Memory.select(connection);
		long nanos = System.nanoTime() - started;
		Memory.execute(connection, List.of("SHUTDOWN IMMEDIATELY"));
		return nanos;
	}

	private FlywayDatabase newDatabase() {
		return new FlywayDatabase(this.fixture, Memory.newUrl("scenario-template"));
	}

	private Path templates() {
		return this.directory.resolve("templates");
	}

	private static FastMigrationStrategy strategy(Path cache) {
		EngineSessions sessions = BenchmarkPlaces.sessions(cache);
		Templates templates = BenchmarkPlaces.noTemplates();
		return new FastMigrationStrategy(new Guard(List.of(new H2Engine()), List.of("scenario")), sessions, templates,
				List.of(), null);
	}

	@Override
	public void close() {
		this.known.close();
		FileUtils.delete(this.image + STORE);
	}

}
