package io.github.pristinedb.flyway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.CountingCallback;
import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.Listing;
import io.github.pristinedb.MigrationFiles;
import io.github.pristinedb.Sql;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.engine.TestPlaces;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import io.github.pristinedb.template.Templates;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads and several JVMs that want the same template, or the same database, at the
 * same moment.
 */
class TemplateRaceTests {

	private static final int THREADS = 16;

	@TempDir
	private Path temporary;

	private MigrationFiles migrations;

	private Path events;

	@BeforeEach
	void setUp() {
		this.migrations = MigrationFiles.in(this.temporary.resolve("migrations")).projects();
		this.events = this.temporary.resolve("events.txt");
	}

	@Test
	void sixteenThreadsFillOneDatabaseOnce() throws Exception {
		CountingCallback counted = new CountingCallback(this.events);
		for (int round = 0; round < 4; round++) {
			int number = round;
			if (round % 2 == 0) {
				Files.createFile(database(this.temporary, number));
			}
			// Each one writes as soon as it may, so that a second copy would lose rows.
			Concurrently.run(THREADS, (thread) -> {
				Path database = migrate(this.temporary, number, counted);
				Sql.execute(database, "PRAGMA busy_timeout = 30000", "PRAGMA synchronous = OFF",
						"INSERT INTO project (name) VALUES ('of thread " + thread + "')");
				return null;
			});
			assertThat(Sql.query(database(this.temporary, number), "SELECT count(*) FROM project"))
				.containsExactly(String.valueOf(2 + THREADS));
		}
		assertMigratedOnce();
		assertThat(Listing.of(this.temporary)).noneMatch((name) -> name.endsWith(".pristine"));
	}

	@Test
	void twoJvmsOfSixteenThreadsEachMigrateOnceAndFillEachDatabaseOnce() throws Exception {
		List<ForkedJvm> jvms = new ArrayList<>();
		try {
			for (int i = 0; i < 2; i++) {
				jvms.add(ForkedJvm.start(Racing.class, this.temporary, "jvm " + i));
			}
			for (ForkedJvm jvm : jvms) {
				jvm.awaitLine("ready");
			}
			for (ForkedJvm jvm : jvms) {
				jvm.go();
			}
			for (ForkedJvm jvm : jvms) {
				jvm.finish();
			}
		}
		finally {
			jvms.forEach(ForkedJvm::close);
		}
		assertMigratedOnce();
		for (int number = 0; number < THREADS; number++) {
			assertThat(Sql.query(database(this.temporary, number), Sql.PROJECTS)).containsExactlyInAnyOrder("alpha",
					"beta", "of jvm 0", "of jvm 1");
		}
	}

	private void assertMigratedOnce() throws IOException {
		assertThat(Files.readAllLines(this.events)).filteredOn(Event.BEFORE_EACH_MIGRATE.toString()::equals).hasSize(2);
		assertThat(Listing.of(this.temporary.resolve("cache"), ".template")).hasSize(1);
		assertThat(Listing.of(this.temporary.resolve("cache"), ".build")).isEmpty();
	}

	/**
	 * As a context of its own does it.
	 */
	private static Path migrate(Path directory, int number, CountingCallback counted) {
		Path database = database(directory, number);
		new FastMigrationStrategy(new Guard(List.of(new SqliteEngine()), List.of("scenario")),
				TestPlaces.sessions(directory.resolve("cache")), new Templates(TemplateLimits.DEFAULTS.buildTimeout()),
				List.of(), Flyway::migrate)
			.migrate(Flyway.configure()
				.locations(MigrationFiles.in(directory.resolve("migrations")).location())
				.dataSource("jdbc:sqlite:" + database, null, null)
				.callbacks(counted)
				.load());
		return database;
	}

	private static Path database(Path directory, int number) {
		return directory.resolve("scenario-" + number + ".db");
	}

	static final class Racing {

		public static void main(String[] args) throws Exception {
			Path directory = Path.of(args[0]);
			CountingCallback counted = new CountingCallback(directory.resolve("events.txt"));
			// So that both are at the start, not in the middle of loading classes.
			Flyway.configure().dataSource("jdbc:sqlite::memory:", null, null).load().info();
			ForkedJvm.awaitGo();
			Concurrently.run(THREADS, (number) -> {
				Path database = migrate(directory, number, counted);
				Sql.execute(database, "PRAGMA busy_timeout = 30000", "PRAGMA synchronous = OFF",
						"INSERT INTO project (name) VALUES ('of " + args[1] + "')");
				return null;
			});
		}

	}

}
