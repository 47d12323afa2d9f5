package io.github.pristinedb.engine.sqlite;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import io.github.pristinedb.engine.ScenarioDatabase.Restoration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.pristinedb.engine.sqlite.SqliteSlot.execute;
import static io.github.pristinedb.engine.sqlite.SqliteSlot.query;
import static io.github.pristinedb.engine.sqlite.SqliteSlot.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for scenario databases with a write-ahead log, which is dropped.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the index of the log cannot be written to under its locks")
class SlotLogTests {

	private static final String NAMES = "SELECT name FROM item ORDER BY id";

	private static final String[] CONTENT = { "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)",
			"INSERT INTO item VALUES (1, 'seed')" };

	@TempDir
	Path directory;

	private SqliteImage baseline;

	@BeforeEach
	void createBaseline() throws SQLException {
		this.baseline = SqliteSlot.image(this.directory.resolve("template.db"), CONTENT);
	}

	private SqliteSlot slot(String options) {
		return new SqliteSlot(this.directory.resolve("scenario.db"), this.baseline, options);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { SqliteSlot.LOG + ",-,false",
			"?synchronous=OFF,PRAGMA journal_mode=WAL,false", "?synchronous=OFF,-,true", SqliteSlot.LOG + ",-,true" })
	void isBroughtBackInPlaceWhoeverAskedForTheLog(String options, String setUp, boolean template) throws Exception {
		if (template) {
			this.baseline = SqliteSlot.image(this.directory.resolve("wal.db"), "PRAGMA journal_mode = WAL", CONTENT[0],
					CONTENT[1]);
		}
		String[] initSql = (setUp != null) ? new String[] { setUp } : new String[0];
		try (SqliteSlot slot = slot(options)) {
			Connection one = slot.connect(initSql);
			Connection other = slot.connect(initSql);
			byte[] file = Files.readAllBytes(slot.file);
			for (int scenario = 0; scenario < 5; scenario++) {
				assertThat(slot.isClean()).isTrue();
				assertThat(query(other, NAMES)).isEqualTo("seed");
				execute(one, "INSERT INTO item VALUES (2, 'logged')", "UPDATE item SET name = name || " + scenario);
				assertThat(query(other, NAMES)).isEqualTo("seed" + scenario + ",logged" + scenario);
				assertThat(slot.isClean()).isFalse();
				assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.IN_PLACE);
				assertThat(query(one, NAMES)).isEqualTo("seed");
			}
			assertThat(query(one, "PRAGMA journal_mode")).isEqualTo("wal");
			assertThat(slot.file).hasBinaryContent(file);
		}
	}

	@Test
	void logThatNobodyButASettingAsksForIsThereFromTheStart() throws Exception {
		try (SqliteSlot slot = new SqliteSlot(this.directory.resolve("scenario.db"), this.baseline, "?synchronous=OFF",
				true)) {
			assertThat(slot.isClean()).isTrue();
			Connection connection = slot.connect();
			assertThat(slot.isClean()).isTrue();
			assertThat(query(connection, "PRAGMA journal_mode")).isEqualTo("wal");
			execute(connection, "UPDATE item SET name = 'logged'");
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.IN_PLACE);
			assertThat(query(connection, NAMES)).isEqualTo("seed");
		}
	}

	@Test
	void journalThatThePoolChoosesGoesBeforeTheSetting() throws Exception {
		try (SqliteSlot slot = new SqliteSlot(this.directory.resolve("scenario.db"), this.baseline, "?synchronous=OFF",
				true)) {
			Connection connection = slot.connect("PRAGMA journal_mode = TRUNCATE");
			assertThat(slot.isClean()).isTrue();
			for (int scenario = 0; scenario < 3; scenario++) {
				execute(connection, "UPDATE item SET name = 'changed'");
				assertThat(slot.isClean()).isFalse();
				assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.IN_PLACE);
				assertThat(query(connection, NAMES)).isEqualTo("seed");
				assertThat(query(connection, "PRAGMA journal_mode")).isEqualTo("truncate");
			}
		}
	}

	@Test
	void isCleanAfterReadingAndAfterARollback() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.LOG)) {
			Connection connection = slot.connect();
			query(connection, NAMES);
			execute(connection, "BEGIN", "INSERT INTO item VALUES (2, 'gone')", "ROLLBACK");
			assertThat(slot.isClean()).isTrue();
		}
	}

	@Test
	void isCleanBeforeAnybodyHasConnected() throws Exception {
		this.baseline = SqliteSlot.image(this.directory.resolve("wal.db"), "PRAGMA journal_mode = WAL", CONTENT[0]);
		try (SqliteSlot slot = slot(SqliteSlot.LOG)) {
			assertThat(slot.isClean()).isTrue();
		}
	}

	@Test
	void aLargeRollbackLeavesNothing() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.LOG)) {
			Connection connection = slot.connect("PRAGMA cache_size = 10");
			execute(connection, "BEGIN", "INSERT INTO item SELECT value, hex(randomblob(2000)) FROM " + series(2, 500),
					"ROLLBACK");
			assertThat(slot.sidecar("-wal")).isNotEmptyFile();
			assertThat(slot.isClean()).isFalse();
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.IN_PLACE);
			assertThat(query(connection, NAMES)).isEqualTo("seed");
			assertThat(slot.isClean()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "PASSIVE", "FULL", "RESTART", "TRUNCATE" })
	void checkpointIsSeenWhateverComesAfterIt(String kind) throws Exception {
		for (String later : new String[] { "SELECT 1", "UPDATE item SET name = 'later'" }) {
			try (SqliteSlot slot = slot(SqliteSlot.LOG)) {
				Connection connection = slot.connect();
				slot.connect();
				execute(connection, "UPDATE item SET name = 'in the file'", "PRAGMA wal_checkpoint(" + kind + ")",
						later);
				assertThat(slot.isClean()).isFalse();
				assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.RECONNECT);
				slot.disconnect();
				assertThat(query(slot.connect(), NAMES)).isEqualTo("seed");
				assertThat(slot.isClean()).isTrue();
				execute(slot.connect(), "UPDATE item SET name = 'again'");
				assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.IN_PLACE);
				assertThat(query(slot.connect(), NAMES)).isEqualTo("seed");
			}
		}
	}

	@Test
	void checkpointsThatTheApplicationHasChosenAreSeen() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.LOG)) {
			Connection connection = slot.connect("PRAGMA wal_autocheckpoint = 1");
			assertThat(query(connection, "PRAGMA wal_autocheckpoint")).isEqualTo("1");
			for (int i = 0; i < 3; i++) {
				execute(connection, "UPDATE item SET name = 'in the file" + i + "'");
			}
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.RECONNECT);
			slot.disconnect();
			assertThat(query(slot.connect(), NAMES)).isEqualTo("seed");
		}
	}

	@Test
	void nobodyBringsTheLogIntoTheFileUnasked() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.LOG)) {
			Connection connection = slot.connect();
			byte[] file = Files.readAllBytes(slot.file);
			for (int i = 0; i < 3; i++) {
				execute(connection, "INSERT INTO item SELECT NULL, hex(randomblob(2000)) FROM " + series(1, 1500));
			}
			assertThat(slot.file).hasBinaryContent(file);
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.IN_PLACE);
			assertThat(query(connection, NAMES)).isEqualTo("seed");
		}
	}

	@Test
	void otherSchemaIsSeenAmongManyPages() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.LOG)) {
			Connection connection = slot.connect();
			execute(connection, "INSERT INTO item SELECT NULL, hex(randomblob(2000)) FROM " + series(1, 9000));
			assertThat(Files.size(slot.sidecar("-wal"))).isGreaterThan(8200L * 4096);
			execute(connection, "CREATE TABLE other (id)");
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.RECONNECT);
		}
	}

	@Test
	void connectionThatMissedTwoSchemasIsToBeClosedBeforeTheSecond() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.LOG)) {
			Connection connection = slot.connect();
			execute(connection, "CREATE TABLE one (id)");
			query(connection, "SELECT count(*) FROM one");
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.RECONNECT);
			slot.disconnect();
			execute(slot.connect(), "CREATE TABLE other (id)");
			assertThat(query(slot.connect(), "SELECT name FROM sqlite_schema ORDER BY name")).isEqualTo("item,other");
		}
	}

	@Test
	void lastConnectionOfAPoolBringsNothingIntoTheFile() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.LOG)) {
			execute(slot.connect(), "UPDATE item SET name = 'logged'");
			byte[] file = Files.readAllBytes(slot.file);
			slot.disconnect();
			assertThat(slot.file).hasBinaryContent(file);
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.IN_PLACE);
			assertThat(query(slot.connect(), NAMES)).isEqualTo("seed");
		}
	}

	@Test
	void captureHasTheLogAndTheSlotIsBroughtBackAfterIt() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.LOG)) {
			Connection connection = slot.connect();
			execute(connection, "INSERT INTO item VALUES (2, 'captured')");
			SqliteImage captured = slot.capture();
			execute(connection, "INSERT INTO item VALUES (3, 'later')");
			assertThat(slot.isClean()).isFalse();
			assertThat(slot.restore(captured)).isEqualTo(Restoration.RECONNECT);
			slot.disconnect();
			assertThat(query(slot.connect(), NAMES)).isEqualTo("seed,captured");
			execute(slot.connect(), "DELETE FROM item");
			assertThat(slot.restore(captured)).isEqualTo(Restoration.IN_PLACE);
			assertThat(query(slot.connect(), NAMES)).isEqualTo("seed,captured");
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.RECONNECT);
			slot.disconnect();
			assertThat(query(slot.connect(), NAMES)).isEqualTo("seed");
		}
	}

	@Test
	void captureOfACleanSlotLeavesTheNextScenarioNothing() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.LOG)) {
			execute(slot.connect(), "INSERT INTO item VALUES (2, 'captured')");
			slot.capture();
			assertThat(slot.isClean()).isFalse();
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.RECONNECT);
			slot.disconnect();
			assertThat(query(slot.connect(), NAMES)).isEqualTo("seed");
		}
	}

	@Test
	void scenarioCannotLeaveTheLogWhichTheSlotHasOpenToo() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.LOG + "&busy_timeout=1")) {
			Connection connection = slot.connect();
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> execute(connection, "PRAGMA journal_mode = DELETE"))
				.withMessageContaining("locked");
		}
	}

	@Test
	void refusesConnectionsThatLockExclusively() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.LOG + "&locking_mode=EXCLUSIVE")) {
			execute(slot.connect(), "UPDATE item SET name = 'logged'");
			assertThat(slot.isClean()).isFalse();
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.REFUSED);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-wal", "-shm" })
	void refusesWhenAFileIsGone(String suffix) throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.LOG)) {
			execute(slot.connect(), "UPDATE item SET name = 'logged'");
			Files.delete(slot.sidecar(suffix));
			assertThat(slot.isClean()).isFalse();
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.REFUSED);
		}
	}

	@Test
	void whatThePoolBeginsWithIsNoPartOfTheBaseline() throws Exception {
		try (SqliteSlot slot = slot(SqliteSlot.LOG)) {
			Connection connection = slot.connect("CREATE TABLE IF NOT EXISTS own (id)");
			assertThat(slot.isClean()).isFalse();
			assertThat(slot.restore(this.baseline)).isEqualTo(Restoration.RECONNECT);
			assertThat(query(connection, "SELECT name FROM sqlite_schema")).isEqualTo("item");
			assertThat(slot.isClean()).isTrue();
		}
	}

	@Test
	void closingRemovesLogAndIndex() throws Exception {
		SqliteSlot slot = slot(SqliteSlot.LOG);
		execute(slot.connect(), "UPDATE item SET name = 'logged'");
		assertThat(slot.sidecar("-shm")).exists();
		slot.close();
		slot.close();
		assertThat(this.directory).isDirectoryNotContaining("glob:**/scenario.db*");
	}

	@Test
	void closingBringsNoLogIntoAFileThatIsGone() throws Exception {
		SqliteSlot slot = slot(SqliteSlot.LOG);
		execute(slot.connect(), "UPDATE item SET name = 'logged'");
		byte[] before = Files.readAllBytes(slot.file);
		try (FileChannel channel = FileChannel.open(slot.file)) {
			slot.close();
			ByteBuffer after = ByteBuffer.allocate(before.length);
			assertThat(channel.read(after, 0)).isEqualTo(before.length);
			assertThat(after.array()).isEqualTo(before);
		}
	}

	@Test
	void firstPagesAreAlikeButForTheJournalAndTheCounter() {
		ByteBuffer page = this.baseline.content().slice(0, 4096);
		ByteBuffer other = ByteBuffer.allocate(4096).put(page.duplicate()).clear();
		SqliteHeader.setWriteAheadLog(other);
		SqliteHeader.setChangeCounter(other, 77);
		assertThat(SqliteHeader.hasSameContent(page, other)).isTrue();
		for (int position : new int[] { 0, 21, 40, 60, 91, 100, 4095 }) {
			byte original = other.get(position);
			other.put(position, (byte) (original + 1));
			assertThat(SqliteHeader.hasSameContent(page, other)).as("byte %d", position).isFalse();
			other.put(position, original);
		}
	}

}
