package io.github.pristinedb.flyway;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.Listing;
import io.github.pristinedb.MigrationFiles;
import io.github.pristinedb.Sql;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.TemplateLimits;
import io.github.pristinedb.engine.TestPlaces;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import io.github.pristinedb.template.Templates;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A disk that fills up while a template is built or copied: to the process it looks the
 * same when no file may grow beyond a limit.
 */
@DisabledOnOs(OS.WINDOWS)
class FullDiskTests {

	// More than the driver's library, which is unpacked first.
	private static final int LIMIT_KIBIBYTES = 4096;

	@TempDir
	private Path temporary;

	private Path cache;

	private Path database;

	@BeforeEach
	void setUp() {
		this.cache = this.temporary.resolve("cache");
		this.database = this.temporary.resolve("scenario-1.db");
		MigrationFiles.in(this.temporary.resolve("migrations"))
			.add("V1__big.sql",
					"CREATE TABLE big (content BLOB);\n"
							+ "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8)"
							+ " INSERT INTO big SELECT zeroblob(1000000) FROM n;");
	}

	@Test
	void cacheOnAFullDiskCostsTimeAndNoRun() throws Exception {
		try (SmallDisk disk = SmallDisk.at(this.cache);
				ForkedJvm jvm = JvmCommand.of(Migrating.class).start(this.temporary, "scenario-1.db")) {
			assertThat(jvm.finish()).containsOnlyOnce("The template cache " + this.cache + " is not used because")
				.contains("database or disk is full");
			assertThat(Listing.of(disk.directory())).hasSize(1).allMatch((name) -> name.endsWith(".lock"));
		}
		assertThat(Sql.query(this.database, "SELECT count(*) FROM big")).containsExactly("8");
	}

	@Test
	void cacheOnADiskWithNoRoomForItsLockCostsTimeAndNoRun() throws Exception {
		try (SmallDisk disk = SmallDisk.at(this.cache)) {
			disk.fill();
			try (ForkedJvm jvm = JvmCommand.of(Migrating.class).start(this.temporary, "scenario-1.db")) {
				assertThat(jvm.finish()).containsOnlyOnce("The template cache " + this.cache + " is not used because")
					.contains("No space left");
			}
		}
		assertThat(Sql.query(this.database, "SELECT count(*) FROM big")).containsExactly("8");
	}

	@Test
	void diskThatIsFullWhileTheTemplateIsBuiltIsFlywaysErrorAndLeavesNothing() throws Exception {
		try (ForkedJvm jvm = JvmCommand.of(Migrating.class)
			.fileLimit(LIMIT_KIBIBYTES)
			.start(this.temporary, "scenario-1.db")) {
			assertThat(jvm.finish()).contains("FlywayMigrateException").contains("V1__big.sql");
		}
		assertThat(Listing.of(this.cache)).hasSize(1).allMatch((name) -> name.endsWith(".lock"));
		assertThat(Listing.of(this.temporary.resolve("beside"))).allMatch((name) -> name.endsWith(".lock"));
		assertThat(this.database).doesNotExist();
	}

	@Test
	void diskThatIsFullWhileTheTemplateIsCopiedIsAClearErrorAndLeavesTheTargetAsItWas() throws Exception {
		Migrating.main(this.temporary.toString(), "scenario-0.db");
		Path empty = Files.createFile(this.temporary.resolve("scenario-2.db"));
		for (Path target : List.of(this.database, empty)) {
			try (ForkedJvm jvm = JvmCommand.of(Migrating.class)
				.fileLimit(LIMIT_KIBIBYTES)
				.start(this.temporary, target.getFileName())) {
				assertThat(jvm.finish()).contains("DatabaseCopyException")
					.contains("could not be copied to " + target)
					.contains("the disk has 7", " KiB left");
			}
		}
		assertThat(this.database).doesNotExist();
		assertThat(empty).isEmptyFile();
		assertThat(Listing.of(this.temporary)).containsExactly("cache", "migrations", "scenario-0.db", "scenario-2.db");
		assertThat(Sql.query(this.temporary.resolve("scenario-0.db"), "SELECT count(*) FROM big")).containsExactly("8");
	}

	/**
	 * A file system of its own, with little room.
	 *
	 * @param directory where it is
	 */
	private record SmallDisk(Path directory) implements AutoCloseable {

		static SmallDisk at(Path directory) throws IOException {
			Files.createDirectory(directory);
			assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", directory.toString()),
					"Only the administrator can mount a file system");
			return new SmallDisk(directory);
		}

		void fill() throws IOException {
			try (OutputStream out = Files.newOutputStream(this.directory.resolve("full"))) {
				assertThatIOException().isThrownBy(() -> {
					while (true) {
						out.write(new byte[4096]);
					}
				});
			}
		}

		@Override
		public void close() {
			assertThat(run("umount", this.directory.toString())).isTrue();
		}

		private static boolean run(String... command) {
			try {
				return new ProcessBuilder(command).redirectErrorStream(true)
					.redirectOutput(ProcessBuilder.Redirect.DISCARD)
					.start()
					.waitFor() == 0;
			}
			catch (IOException ex) {
				return false;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}

	}

	static final class Migrating {

		public static void main(String... args) {
			Path directory = Path.of(args[0]);
			try {
				new FastMigrationStrategy(new Guard(List.of(new SqliteEngine()), List.of("scenario")),
						TestPlaces.sessions(directory.resolve("cache"), () -> directory.resolve("beside")),
						new Templates(TemplateLimits.DEFAULTS.buildTimeout()), List.of(), Flyway::migrate)
					.migrate(Flyway.configure()
						.locations("filesystem:" + directory.resolve("migrations"))
						.dataSource("jdbc:sqlite:" + directory.resolve(args[1]), null, null)
						.load());
			}
			catch (RuntimeException ex) {
				System.out.println(ex);
			}
		}

	}

}
