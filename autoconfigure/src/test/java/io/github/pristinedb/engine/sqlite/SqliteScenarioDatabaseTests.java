package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.ScenarioDatabase.Restoration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.pristinedb.engine.sqlite.SqliteSlot.execute;
import static io.github.pristinedb.engine.sqlite.SqliteSlot.query;
import static io.github.pristinedb.engine.sqlite.SqliteSlot.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SqliteScenarioDatabaseTests {

	private static final String NAMES = "SELECT name FROM item ORDER BY id";

	@TempDir
	Path directory;

	SqliteImage baseline;

	@BeforeEach
	void createBaseline() throws SQLException {
		this.baseline = SqliteSlot.image(this.directory.resolve("template.db"),
				"CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)", "INSERT INTO item VALUES (1, 'seed')");
		assertThat(this.baseline.file().toFile().setReadOnly()).isTrue();
	}

	private SqliteSlot slot(String options) {
		return new SqliteSlot(this.directory.resolve("scenario.db"), this.baseline, options);
	}

	@Test
	void startsAsACleanCopyOfItsBaseline() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			assertThat(slot.file).hasSameBinaryContentAs(this.baseline.file());
			assertThat(slot.isClean()).isTrue();
			assertThat(query(slot.connect(), NAMES)).isEqualTo("seed");
		}
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void isForTheOwnerOnly() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(slot.file))).isEqualTo("rw-------");
		}
	}

	@Test
	void doesNotOverwriteWhatIsThere() throws Exception {
		Path existing = Files.writeString(this.directory.resolve("scenario.db"), "mine");
		assertThatExceptionOfType(DatabaseCopyException.class).isThrownBy(() -> slot(SqliteSlot.FAST))
			.withMessageContaining("scenario.db");
		assertThat(existing).hasContent("mine");
	}

	@Test
	void removesTheSidecarsOfAnEarlierDatabase() throws Exception {
		Path journal = Files.writeString(this.directory.resolve("scenario.db-journal"), "stale");
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			assertThat(journal).doesNotExist();
			assertThat(slot.isClean()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { SqliteSlot.FAST, SqliteSlot.DEFAULTS, "?journal_mode=TRUNCATE", "" })
	void isCleanAfterReadingAndAfterARollback(String options) throws Exception {
		try (SqliteSlot slot = slot(options)) {
			Connection connection = slot.connect();
			query(connection, NAMES);
			assertThat(slot.isClean()).isTrue();
			execute(connection, "BEGIN", "INSERT INTO item VALUES (2, randomblob(100000))", "CREATE TABLE other (id)",
					"ROLLBACK");
			assertThat(slot.isClean()).isTrue();
		}
	}

	@Test
	void isCleanAfterARollbackOfPagesThatWereWrittenAlready() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			Connection connection = slot.connect();
			execute(connection, "PRAGMA cache_size = 2", "BEGIN", "CREATE TABLE other (id)",
					"INSERT INTO item SELECT value, randomblob(10000) FROM " + series(2, 100));
			assertThat(Files.size(slot.file)).isGreaterThan(this.baseline.bytes());
			execute(connection, "ROLLBACK");
			assertThat(slot.isClean()).isTrue();
			assertThat(slot.file).hasSameBinaryContentAs(this.baseline.file());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { SqliteSlot.FAST, SqliteSlot.DEFAULTS, "?journal_mode=TRUNCATE", "" })
	void isNotCleanAfterACommit(String options) throws Exception {
		try (SqliteSlot slot = slot(options)) {
			Connection connection = slot.connect();
			execute(connection, "UPDATE item SET name = 'changed'");
			assertThat(slot.isClean()).isFalse();
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.IN_PLACE);
			assertThat(slot.isClean()).isTrue();
			assertThat(query(connection, NAMES)).isEqualTo("seed");
		}
	}

	@Test
	void isCleanAfterAnUpdateWithTheSameValuesWhichSQLiteDoesNotWrite() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			execute(slot.connect(), "UPDATE item SET name = name");
			assertThat(slot.file).hasSameBinaryContentAs(this.baseline.file());
			assertThat(slot.isClean()).isTrue();
		}
	}

	@Test
	void isNotCleanAfterTheSameRowWasInsertedAgain() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			execute(slot.connect(), "BEGIN", "DELETE FROM item", "INSERT INTO item VALUES (1, 'seed')", "COMMIT");
			assertThat(slot.isClean()).isFalse();
		}
	}

	@Test
	void isNotCleanWhenTheContentIsTheOldOneAgain() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			execute(slot.connect(), "INSERT INTO item VALUES (2, 'more')", "DELETE FROM item WHERE id = 2");
			assertThat(slot.isClean()).isFalse();
		}
	}

	@Test
	void isNotCleanAfterAWriteAheadLogCameAndWent() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			execute(slot.connect(), "PRAGMA journal_mode = WAL", "UPDATE item SET name = 'logged'",
					"PRAGMA journal_mode = DELETE");
			assertThat(slot.sidecar("-wal")).doesNotExist();
			assertThat(slot.isClean()).isFalse();
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.IN_PLACE);
			assertThat(query(slot.connect(), NAMES)).isEqualTo("seed");
		}
	}

	@Test
	void refusesAWriteAheadLogThatWasBroughtIn() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			execute(slot.connect(), "PRAGMA journal_mode = WAL");
			slot.disconnect();
			assertThat(slot.sidecar("-wal")).doesNotExist();
			assertThat(slot.isClean()).isFalse();
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.REFUSED);
		}
	}

	@Test
	void refusesTheJournalThatPersists() throws Exception {
		try (SqliteSlot slot = slot("?journal_mode=PERSIST")) {
			execute(slot.connect(), "UPDATE item SET name = 'changed'");
			assertThat(slot.sidecar("-journal")).isNotEmptyFile();
			assertThat(slot.isClean()).isFalse();
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.REFUSED);
		}
	}

	@Test
	void refusesConnectionsThatLockExclusively() throws Exception {
		try (SqliteSlot slot = slot("?journal_mode=MEMORY&locking_mode=EXCLUSIVE")) {
			refusesToRestoreUnder(slot, slot.connect());
		}
	}

	@Test
	void refusesConnectionsThatLockExclusivelyWhoeverToldThem() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			refusesToRestoreUnder(slot, slot.connect("PRAGMA locking_mode = EXCLUSIVE"));
		}
	}

	private void refusesToRestoreUnder(SqliteSlot slot, Connection connection) throws SQLException {
		assertThat(query(connection, NAMES)).isEqualTo("seed");
		assertThat(slot.isClean()).isTrue();
		execute(connection, "UPDATE item SET name = 'changed'");
		assertThat(slot.isClean()).isFalse();
		assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.REFUSED);
	}

	@Test
	void isCleanUnderAnExclusiveLockAfterARollbackAndNotAfterTheCommitBehindIt() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			Connection connection = slot.connect("PRAGMA locking_mode = EXCLUSIVE", "PRAGMA cache_size = 2");
			execute(connection, "BEGIN", "INSERT INTO item SELECT value, randomblob(10000) FROM " + series(2, 100),
					"ROLLBACK");
			assertThat(slot.isClean()).isTrue();
			execute(connection, "UPDATE item SET name = 'changed'");
			assertThat(slot.isClean()).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TEMP TABLE visit (id)", "ATTACH ':memory:' AS other" })
	void isNeverCleanAndRefusedUnderConnectionsThatHaveTablesElsewhere(String setUp) throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			slot.connect(setUp);
			assertThat(slot.isClean()).isFalse();
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.REFUSED);
		}
	}

	@Test
	void isNeverCleanWithoutAJournalButIsRestored() throws Exception {
		try (SqliteSlot slot = slot("?journal_mode=OFF")) {
			isNotCleanButRestored(slot, slot.connect());
		}
	}

	@Test
	void isNeverCleanWithoutAJournalWhoeverSwitchedItOff() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			isNotCleanButRestored(slot, slot.connect("PRAGMA journal_mode = OFF"));
		}
	}

	private void isNotCleanButRestored(SqliteSlot slot, Connection connection) throws SQLException {
		assertThat(slot.isClean()).isFalse();
		execute(connection, "UPDATE item SET name = 'changed'");
		assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.IN_PLACE);
		assertThat(slot.isClean()).isFalse();
		assertThat(query(connection, NAMES)).isEqualTo("seed");
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void refusesAFileThatWasReplaced() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			Path other = Files.copy(this.baseline.file(), this.directory.resolve("other.db"));
			byte[] content = Files.readAllBytes(other);
			Files.delete(slot.file);
			Files.move(other, slot.file);
			refused(slot);
			assertThat(slot.file).hasBinaryContent(content);
		}
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void refusesAFileThatWasDeleted() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			Files.delete(slot.file);
			refused(slot);
		}
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void refusesALinkToTheFile() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			Path moved = Files.move(slot.file, this.directory.resolve("moved.db"));
			Files.createSymbolicLink(slot.file, moved);
			refused(slot);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 50 })
	void refusesAFileWithoutAHeader(int length) throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			try (FileChannel channel = FileChannel.open(slot.file, StandardOpenOption.WRITE)) {
				channel.truncate(length);
			}
			refused(slot);
		}
	}

	@Test
	void refusesAFileThatIsNoDatabase() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			patch(slot.file, 0, new byte[] { 'N', 'o' });
			refused(slot);
		}
	}

	@Test
	void refusesAChangeCounterThatWentBack() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			slot.restore(this.baseline);
			patch(slot.file, 24, new byte[] { 0, 0, 0, 0 });
			refused(slot);
		}
	}

	@Test
	void takesTheChangeCounterForUnsignedAndRefusesItsEnd() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			patch(slot.file, 24, new byte[] { (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFD });
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.IN_PLACE);
			assertThat(SqliteHeader.changeCounter(slot.header())).isEqualTo(0xFFFF_FFFEL);
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.IN_PLACE);
			assertThat(SqliteHeader.changeCounter(slot.header())).isEqualTo(0xFFFF_FFFFL);
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.REFUSED);
			execute(slot.connect(), "UPDATE item SET name = 'wrapped'");
			assertThat(SqliteHeader.changeCounter(slot.header())).isZero();
			refused(slot);
		}
	}

	private void refused(SqliteSlot slot) {
		assertThat(slot.isClean()).isFalse();
		assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.REFUSED);
	}

	private static void patch(Path file, long position, byte[] bytes) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.write(ByteBuffer.wrap(bytes), position);
		}
	}

	@Test
	void neverWritesTheSameChangeCounterTwice() throws Exception {
		Set<Long> seen = new HashSet<>();
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			Connection connection = slot.connect();
			seen.add(SqliteHeader.changeCounter(slot.header()));
			for (int scenario = 0; scenario < 200; scenario++) {
				for (int commit = 0; commit < scenario % 5; commit++) {
					execute(connection, "INSERT INTO item (name) VALUES ('x')");
					assertThat(seen.add(SqliteHeader.changeCounter(slot.header()))).isTrue();
				}
				assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.IN_PLACE);
				assertThat(seen.add(SqliteHeader.changeCounter(slot.header()))).isTrue();
				assertThat(SqliteHeader.isSizeValid(slot.header())).isTrue();
			}
			assertThat(query(connection, NAMES)).isEqualTo("seed");
		}
	}

	@Test
	void restoresExactlyTheBaselineButForTheChangeCounter() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			execute(slot.connect(), "INSERT INTO item VALUES (2, randomblob(10000))");
			slot.restore(this.baseline);
			assertThat(withoutCounter(slot.file)).isEqualTo(withoutCounter(this.baseline.file()));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 512, 1024, 4096, 16384, 65536 })
	void restoresOnlyWhatDiffersInALargeDatabase(int pageSize) throws Exception {
		this.baseline = SqliteSlot.image(this.directory.resolve("large.db"), "PRAGMA page_size = " + pageSize,
				"CREATE TABLE item (id INTEGER PRIMARY KEY, name)",
				"INSERT INTO item" + " SELECT value, randomblob(500) FROM " + series(1, 5000));
		assertThat(this.baseline.bytes()).isGreaterThan(2 * SqliteScenarioDatabase.LARGE);
		String count = "SELECT count(*) || ' ' || sum(length(name)) FROM item";
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			Connection connection = slot.connect();
			Connection idle = slot.connect();
			for (String sql : new String[] { "UPDATE item SET name = 'x' WHERE id % 700 = 3",
					"INSERT INTO item (name) VALUES (randomblob(3000000))", "DELETE FROM item WHERE id > 100",
					"UPDATE item SET name = randomblob(600)", "UPDATE item SET name = 'x' WHERE id = 5000" }) {
				execute(connection, sql);
				query(idle, count);
				assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.IN_PLACE);
				assertThat(slot.isClean()).isTrue();
				assertThat(withoutCounter(slot.file)).isEqualTo(withoutCounter(this.baseline.file()));
				assertThat(query(idle, count)).isEqualTo("5000 2500000");
			}
			execute(connection, "DELETE FROM item WHERE id > 10", "VACUUM");
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.RECONNECT);
			assertThat(withoutCounter(slot.file)).isEqualTo(withoutCounter(this.baseline.file()));
		}
	}

	private static byte[] withoutCounter(Path file) throws IOException {
		byte[] content = Files.readAllBytes(file);
		SqliteHeader.setChangeCounter(ByteBuffer.wrap(content), 0);
		return content;
	}

	@Test
	void anInterruptedThreadKeepsItsDatabase() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			Connection connection = slot.connect();
			execute(connection, "UPDATE item SET name = 'changed'");
			Thread.currentThread().interrupt();
			assertThat(slot.isClean()).isFalse();
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.IN_PLACE);
			slot.capture();
			assertThat(Thread.interrupted()).isTrue();
			assertThat(slot.isClean()).isTrue();
			assertThat(query(connection, NAMES)).isEqualTo("seed");
		}
		finally {
			Thread.interrupted();
		}
	}

	@Test
	void capturesThePresentContent() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
			Connection connection = slot.connect();
			execute(connection, "INSERT INTO item VALUES (2, 'captured')");
			SqliteImage captured = slot.capture();
			Path file = captured.file();
			assertThat(file).startsWith(slot.captures).hasSameBinaryContentAs(slot.file);
			assertThat(captured.bytes()).isEqualTo(Files.size(file));
			assertThat(file.toFile().canWrite() && Files.getFileStore(file).supportsFileAttributeView("posix")
					&& PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).contains("w"))
				.isFalse();
			assertThat(file.getParent()).isDirectoryNotContaining("glob:**/.*");
			execute(connection, "INSERT INTO item VALUES (3, 'later')");
			assertThat(slot.restore(captured)).isEqualTo(Restoration.IN_PLACE);
			assertThat(query(connection, NAMES)).isEqualTo("seed,captured");
		}
	}

	@Test
	void capturesWhatIsInAWriteAheadLog() throws Exception {
		try (SqliteSlot slot = slot("?journal_mode=WAL")) {
			execute(slot.connect(), "INSERT INTO item VALUES (2, 'logged')");
			assertThat(slot.sidecar("-wal")).isNotEmptyFile();
			SqliteImage captured = slot.capture();
			try (SqliteSlot other = new SqliteSlot(this.directory.resolve("other.db"), captured, "")) {
				assertThat(query(other.connect(), NAMES)).isEqualTo("seed,logged");
			}
		}
	}

	@Test
	void doesNotCaptureAWriteAheadLogThatIsInUse() throws Exception {
		try (SqliteSlot slot = slot("?journal_mode=WAL&busy_timeout=1")) {
			Connection reader = slot.connect();
			execute(reader, "BEGIN");
			query(reader, NAMES);
			execute(slot.connect(), "INSERT INTO item VALUES (2, 'logged')");
			doesNotCapture(slot);
		}
	}

	@Test
	void doesNotCaptureAnOpenTransaction() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.DEFAULTS)) {
			execute(slot.connect(), "BEGIN", "INSERT INTO item VALUES (2, 'open')");
			doesNotCapture(slot);
		}
	}

	private void doesNotCapture(SqliteSlot slot) {
		assertThatExceptionOfType(DatabaseCopyException.class).isThrownBy(slot::capture);
		assertThat(slot.captures.resolve("baseline-1")).isEmptyDirectory();
	}

	@Test
	void capturesBesideTheJournalThatPersists() throws Exception {
		try (SqliteSlot slot = slot("?journal_mode=PERSIST")) {
			execute(slot.connect(), "INSERT INTO item VALUES (2, 'captured')");
			assertThat(slot.capture().file()).hasSameBinaryContentAs(slot.file);
		}
	}

	@Test
	void closingRemovesTheFileAndItsSidecarsAndMayBeRepeated() throws Exception {
		SqliteSlot slot = slot(SqliteSlot.FAST);
		for (String suffix : new String[] { "-journal", "-wal", "-shm" }) {
			Files.writeString(slot.sidecar(suffix), "left");
		}
		slot.close();
		slot.close();
		assertThat(this.directory).isDirectoryNotContaining("glob:**/scenario.db*");
		refused(slot);
	}

}
