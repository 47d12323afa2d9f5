package io.github.pristinedb.flyway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.Listing;
import io.github.pristinedb.MigrationFiles;
import io.github.pristinedb.Sql;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import io.github.pristinedb.template.TemplateCache;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

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
	void diskThatIsFullWhileTheTemplateIsBuiltIsFlywaysErrorAndLeavesNothing() throws Exception {
		try (ForkedJvm jvm = JvmCommand.of(Migrating.class)
			.fileLimit(LIMIT_KIBIBYTES)
			.start(this.temporary, "scenario-1.db")) {
			assertThat(jvm.finish()).contains("FlywayMigrateException").contains("V1__big.sql");
		}
		assertThat(Listing.of(this.cache)).hasSize(1).allMatch((name) -> name.endsWith(".lock"));
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

	static final class Migrating {

		public static void main(String... args) {
			Path directory = Path.of(args[0]);
			TemplateCache templates = new TemplateCache(directory.resolve("cache"), () -> {
				throw new IllegalStateException("The cache can be written to");
			});
			try {
				new FastMigrationStrategy(new Guard(List.of(new SqliteEngine()), List.of("scenario")), templates,
						List.of(), Flyway::migrate)
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
