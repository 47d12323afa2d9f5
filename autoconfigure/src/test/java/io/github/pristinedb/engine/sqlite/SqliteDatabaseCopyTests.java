package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.UnusableDatabaseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SqliteDatabaseCopyTests {

	private static final int THREADS = 16;

	@TempDir
	Path templates;

	@TempDir
	Path directory;

	private SqliteImage image;

	private Path file;

	private SqliteDatabase database;

	@BeforeEach
	void createImage() throws SQLException {
		this.image = SqliteFiles.image(this.templates.resolve("a.template"), "template");
		this.file = this.directory.resolve("scenario.db");
		this.database = SqliteFiles.database(this.file);
	}

	@Test
	void missingDatabaseBecomesTheWholeImage() throws Exception {
		assertThat(LiteralCopy.of(this.database, this.image)).isTrue();
		assertIsTheImage();
		assertThat(Files.isWritable(this.file)).isTrue();
		assertThat(DatabaseFile.state(this.database)).isEqualTo(DatabaseState.PRESENT);
		SqliteFiles.execute("jdbc:sqlite:" + this.file, "INSERT INTO origin VALUES ('scenario')");
	}

	@Test
	void emptyDatabaseBecomesTheWholeImage() throws Exception {
		Files.createFile(this.file);
		assertThat(LiteralCopy.of(this.database, this.image)).isTrue();
		assertIsTheImage();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void interruptedThreadMakesTheWholeCopy(boolean empty) throws Exception {
		if (empty) {
			Files.createFile(this.file);
		}
		Thread.currentThread().interrupt();
		try {
			assertThat(LiteralCopy.of(this.database, this.image)).isTrue();
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertIsTheImage();
	}

	@Test
	void existingDatabaseIsNotReplaced() throws Exception {
		SqliteFiles.create(this.file, "CREATE TABLE mine (a)");
		Files.writeString(sidecar("-journal"), "its own");
		byte[] before = Files.readAllBytes(this.file);
		assertThat(LiteralCopy.of(this.database, this.image)).isFalse();
		assertThat(this.file).hasBinaryContent(before);
		assertThat(sidecar("-journal")).hasContent("its own");
		assertThat(names()).containsExactlyInAnyOrder("scenario.db", "scenario.db-journal");
	}

	@Test
	void changesOfAnOpenConnectionInWalModeOutliveTheAttempt() throws Exception {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + this.file + "?journal_mode=WAL")) {
			SqliteFiles.execute(connection, "CREATE TABLE mine (a)", "INSERT INTO mine VALUES (1)");
			assertThat(LiteralCopy.of(this.database, this.image)).isFalse();
			assertThat(sidecar("-wal")).isNotEmptyFile();
		}
		assertThat(SqliteFiles.query("jdbc:sqlite:" + this.file, "SELECT a FROM mine")).isEqualTo("1");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void staleJournalIsNotReplayedIntoTheCopy(boolean empty) throws Exception {
		leaveJournal();
		// Left where it is, SQLite would replay it.
		Path control = this.directory.resolve("control.db");
		Files.copy(this.image.file(), control);
		Files.copy(sidecar("-journal"), this.directory.resolve("control.db-journal"));
		assertThat(originOrError(control)).isNotEqualTo("template");
		Files.delete(control);
		if (empty) {
			Files.createFile(this.file);
		}
		assertThat(LiteralCopy.of(this.database, this.image)).isTrue();
		assertIsTheImage();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void staleWriteAheadLogIsNotReplayedIntoTheCopy(boolean empty) throws Exception {
		leaveWriteAheadLog();
		Path control = this.directory.resolve("control.db");
		Files.copy(this.image.file(), control);
		Files.copy(sidecar("-wal"), this.directory.resolve("control.db-wal"));
		assertThat(originOrError(control)).isNotEqualTo("template");
		Files.delete(control);
		Files.deleteIfExists(this.directory.resolve("control.db-wal"));
		Files.deleteIfExists(this.directory.resolve("control.db-shm"));
		if (empty) {
			Files.createFile(this.file);
		}
		assertThat(LiteralCopy.of(this.database, this.image)).isTrue();
		assertIsTheImage();
	}

	@Test
	void staleLinkBesideTheDatabaseIsRemovedButNotFollowed() throws Exception {
		Path elsewhere = Files.writeString(this.templates.resolve("elsewhere"), "kept");
		Files.createSymbolicLink(sidecar("-wal"), elsewhere);
		assertThat(LiteralCopy.of(this.database, this.image)).isTrue();
		assertThat(elsewhere).hasContent("kept");
		assertIsTheImage();
	}

	@Test
	void leftoverOfACopyThatWasKilledIsNoObstacle() throws Exception {
		// Process ids come again, above all in containers.
		for (int i = 1; i < 5; i++) {
			Files.writeString(
					this.directory.resolve(".scenario.db.%d-%d.pristine".formatted(ProcessHandle.current().pid(), i)),
					"half a co");
		}
		assertThat(LiteralCopy.of(this.database, this.image)).isTrue();
	}

	@Test
	void longFileNameIsNoObstacle() {
		SqliteDatabase longest = SqliteFiles.database(this.directory.resolve("scenario-" + "x".repeat(235)));
		assertThat(LiteralCopy.of(longest, this.image)).isTrue();
		assertThat(DatabaseFile.state(longest)).isEqualTo(DatabaseState.PRESENT);
	}

	@Test
	void missingDirectoryIsAClearError() {
		SqliteDatabase lost = SqliteFiles.database(this.directory.resolve("none/scenario.db"));
		assertThatExceptionOfType(DatabaseCopyException.class).isThrownBy(() -> LiteralCopy.of(lost, this.image))
			.withMessageContaining(lost.file().toString())
			.withMessageContaining("Check that the directory exists")
			.withCauseInstanceOf(IOException.class);
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void fileThatIsNoDatabaseIsLeftAsItIsAndSoIsWhatIsBesideIt() throws IOException {
		Files.writeString(this.file, "a letter to my aunt");
		Files.writeString(sidecar("-wal"), "its envelope");
		assertThatExceptionOfType(UnusableDatabaseException.class)
			.isThrownBy(() -> LiteralCopy.of(this.database, this.image));
		assertThat(this.file).hasContent("a letter to my aunt");
		assertThat(sidecar("-wal")).hasContent("its envelope");
		assertThat(names()).containsExactlyInAnyOrder("scenario.db", "scenario.db-wal");
	}

	@Test
	void linkIsNeverFollowedNorReplaced() throws IOException {
		Path elsewhere = Files.createFile(this.templates.resolve("elsewhere"));
		Files.createSymbolicLink(this.file, elsewhere);
		assertThatExceptionOfType(UnusableDatabaseException.class)
			.isThrownBy(() -> LiteralCopy.of(this.database, this.image));
		assertThat(this.file).isSymbolicLink();
		assertThat(elsewhere).isEmptyFile();
		assertThat(names()).containsExactly("scenario.db");
	}

	@ParameterizedTest
	@EnumSource
	void ofManyThreadsOneMakesTheCopyAndNoneHarmsWhatTheOthersFind(Before before) throws Exception {
		SqliteImage small = SqliteFiles.smallImage(this.templates.resolve("small.template"));
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			for (int round = 0; round < 80; round++) {
				Path target = this.directory.resolve("scenario-" + round + ".db");
				before.prepare(target);
				CountDownLatch start = new CountDownLatch(1);
				List<Future<Boolean>> copies = new ArrayList<>();
				for (int i = 0; i < THREADS; i++) {
					copies.add(threads.submit(() -> {
						start.await();
						boolean created = LiteralCopy.of(SqliteFiles.database(target), small);
						assertThat(Files.mismatch(target, small.file())).isEqualTo(-1);
						if (created) {
							// The winner opens its database and goes on working.
							Files.writeString(target.resolveSibling(target.getFileName() + "-wal"), "its own");
						}
						return created;
					}));
				}
				start.countDown();
				int created = 0;
				for (Future<Boolean> copy : copies) {
					created += copy.get() ? 1 : 0;
				}
				assertThat(created).isEqualTo(1);
				assertThat(names()).containsExactlyInAnyOrder(target.getFileName().toString(),
						target.getFileName() + "-wal");
				Files.delete(target);
				Files.delete(target.resolveSibling(target.getFileName() + "-wal"));
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private void assertIsTheImage() throws Exception {
		assertThat(names()).containsExactly("scenario.db");
		assertThat(Files.mismatch(this.file, this.image.file())).isEqualTo(-1);
		assertThat(originOrError(this.file)).isEqualTo("template");
	}

	private static String originOrError(Path file) {
		try {
			String url = "jdbc:sqlite:" + file;
			return SqliteFiles.query(url, "PRAGMA integrity_check").equals("ok")
					? SqliteFiles.query(url, "SELECT name FROM origin") : "damaged";
		}
		catch (SQLException ex) {
			return ex.toString();
		}
	}

	/**
	 * Leave what a process leaves that is killed in the middle of a big transaction.
	 */
	private void leaveJournal() throws Exception {
		Path old = this.templates.resolve("old.db");
		SqliteFiles.image(old, "old");
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old + "?cache_size=5")) {
			SqliteFiles.execute(connection, "BEGIN", "UPDATE origin SET name = 'older'",
					"UPDATE ballast SET bytes = randomblob(2000)");
			Files.copy(Path.of(old + "-journal"), sidecar("-journal"));
		}
	}

	private void leaveWriteAheadLog() throws Exception {
		Path old = this.templates.resolve("old.db");
		SqliteFiles.image(old, "old");
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old + "?journal_mode=WAL")) {
			SqliteFiles.execute(connection, "UPDATE origin SET name = 'older'");
			Files.copy(Path.of(old + "-wal"), sidecar("-wal"));
			Files.copy(Path.of(old + "-shm"), sidecar("-shm"));
		}
	}

	private Path sidecar(String suffix) {
		return this.directory.resolve("scenario.db" + suffix);
	}

	private List<String> names() throws IOException {
		try (var files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	/**
	 * What the threads find. Leftovers take the way of file systems without hard links.
	 */
	enum Before {

		MISSING, EMPTY, LEFTOVERS, EMPTY_WITH_LEFTOVERS;

		void prepare(Path target) throws IOException {
			if (this == EMPTY || this == EMPTY_WITH_LEFTOVERS) {
				Files.createFile(target);
			}
			if (this == LEFTOVERS || this == EMPTY_WITH_LEFTOVERS) {
				Files.writeString(target.resolveSibling(target.getFileName() + "-journal"), "stale");
			}
		}

	}

}
