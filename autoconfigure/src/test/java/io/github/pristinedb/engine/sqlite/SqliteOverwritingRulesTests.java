package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;

import io.github.pristinedb.engine.ScenarioDatabase.Restoration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static io.github.pristinedb.engine.sqlite.SqliteSlot.execute;
import static io.github.pristinedb.engine.sqlite.SqliteSlot.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The rules that make it safe to overwrite a file under idle connections. For each one, a
 * test that begins with {@code without} shows what goes wrong when it is broken.
 */
class SqliteOverwritingRulesTests {

	private static final String NAMES = "SELECT name FROM item ORDER BY id";

	@TempDir
	Path directory;

	SqliteImage baseline;

	@BeforeEach
	void createBaseline() throws SQLException {
		this.baseline = SqliteSlot.image(this.directory.resolve("template.db"),
				"CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)", "INSERT INTO item VALUES (1, 'seed')");
	}

	private SqliteSlot slot(String options) {
		return new SqliteSlot(this.directory.resolve("scenario.db"), this.baseline, options);
	}

	@Nested
	class TheChangeCounterNeverRepeats {

		@Test
		void withoutThatAnIdleConnectionReadsThePagesOfAnEarlierScenario() throws Exception {
			assertThat(secondScenarioAsSeenByTheIdleConnection(true)).isEqualTo("seed,first");
		}

		@Test
		void withThatItReadsWhatIsThere() throws Exception {
			assertThat(secondScenarioAsSeenByTheIdleConnection(false)).isEqualTo("seed,second");
		}

		private String secondScenarioAsSeenByTheIdleConnection(boolean naively) throws Exception {
			try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
				Connection writer = slot.connect();
				Connection idle = slot.connect();
				execute(writer, "INSERT INTO item VALUES (2, 'first')");
				assertThat(query(idle, NAMES)).isEqualTo("seed,first");
				if (naively) {
					slot.overwriteNaively(SqliteOverwritingRulesTests.this.baseline);
				}
				else {
					assertThat(slot.restore(SqliteOverwritingRulesTests.this.baseline)).isEqualTo(Restoration.IN_PLACE);
				}
				execute(writer, "INSERT INTO item VALUES (2, 'second')");
				return query(idle, NAMES);
			}
		}

	}

	@Nested
	class AfterDdlTheConnectionsAreClosed {

		@Test
		void withoutThatAConnectionBelievesInTheSchemaOfAnEarlierScenario() throws Exception {
			try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
				Connection idle = twoScenariosWithDifferentTables(slot, false);
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> query(idle, "SELECT * FROM two"))
					.withMessageContaining("no such table: two");
				assertThat(query(idle, "SELECT count(*) FROM one")).isEqualTo("0");
			}
		}

		@Test
		void withThatNoConnectionKnowsIt() throws Exception {
			try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
				Connection fresh = twoScenariosWithDifferentTables(slot, true);
				assertThat(query(fresh, "SELECT count(*) FROM two")).isEqualTo("0");
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> query(fresh, "SELECT * FROM one"));
			}
		}

		private Connection twoScenariosWithDifferentTables(SqliteSlot slot, boolean reconnect) throws SQLException {
			Connection writer = slot.connect();
			Connection idle = slot.connect();
			execute(writer, "CREATE TABLE one (id)");
			assertThat(query(idle, "SELECT count(*) FROM one")).isEqualTo("0");
			assertThat(slot.restore(SqliteOverwritingRulesTests.this.baseline)).isEqualTo(Restoration.RECONNECT);
			if (reconnect) {
				slot.disconnect();
				writer = slot.connect();
				idle = slot.connect();
			}
			execute(writer, "CREATE TABLE two (id)");
			return idle;
		}

		@Test
		void anotherBaselineWithTheSameCookieIsAnotherSchema() throws Exception {
			SqliteImage one = derived("one");
			SqliteImage two = derived("two");
			assertThat(SqliteHeader.schemaCookie(one.content())).isEqualTo(SqliteHeader.schemaCookie(two.content()));
			try (SqliteSlot slot = new SqliteSlot(SqliteOverwritingRulesTests.this.directory.resolve("both.db"), one,
					SqliteSlot.FAST)) {
				assertThat(query(slot.connect(), "SELECT count(*) FROM one")).isEqualTo("0");
				assertThat(slot.restore(two)).isEqualTo(Restoration.RECONNECT);
				slot.disconnect();
				assertThat(query(slot.connect(), "SELECT count(*) FROM two")).isEqualTo("0");
			}
		}

		private SqliteImage derived(String table) throws SQLException {
			try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
				execute(slot.connect(), "CREATE TABLE " + table + " (id)");
				return slot.capture();
			}
		}

		@Test
		void aBaselineThatOnlyAddsRowsKeepsThem() throws Exception {
			try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
				Connection connection = slot.connect();
				execute(connection, "INSERT INTO item VALUES (2, 'class')");
				SqliteImage classBaseline = slot.capture();
				assertThat(slot.restore(SqliteOverwritingRulesTests.this.baseline)).isEqualTo(Restoration.IN_PLACE);
				assertThat(query(connection, NAMES)).isEqualTo("seed");
				assertThat(slot.restore(classBaseline)).isEqualTo(Restoration.IN_PLACE);
				assertThat(query(connection, NAMES)).isEqualTo("seed,class");
			}
		}

	}

	@Nested
	class NobodyHoldsTheFile {

		/**
		 * The caller's part: with the journal in memory, nothing can be seen from here.
		 */
		@Test
		void withoutThatAnOpenTransactionReachesIntoTheNextScenario() throws Exception {
			try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
				Connection left = slot.connect();
				execute(left, "BEGIN", "INSERT INTO item VALUES (2, 'left')");
				assertThat(slot.restore(SqliteOverwritingRulesTests.this.baseline)).isEqualTo(Restoration.IN_PLACE);
				execute(left, "COMMIT");
				assertThat(query(slot.connect(), NAMES)).isEqualTo("seed,left");
			}
		}

		@Test
		void aTransactionWithAJournalFileIsSeen() throws Exception {
			try (SqliteSlot slot = slot(SqliteSlot.DEFAULTS)) {
				Connection left = slot.connect();
				execute(left, "BEGIN", "INSERT INTO item VALUES (2, 'left')");
				assertThat(slot.isClean()).isFalse();
				assertThat(slot.restore(SqliteOverwritingRulesTests.this.baseline)).isEqualTo(Restoration.REFUSED);
				execute(left, "ROLLBACK");
				assertThat(slot.isClean()).isTrue();
			}
		}

	}

	@Nested
	@DisabledOnOs(OS.WINDOWS)
	class TheChannelStaysOpen {

		@Test
		void withoutThatTheLocksOfAllConnectionsAreGone() throws Exception {
			try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
				Connection connection = slot.connect();
				execute(connection, "BEGIN IMMEDIATE");
				assertThat(SqliteLockProbe.isLocked(slot.file)).isTrue();
				FileChannel.open(slot.file, StandardOpenOption.READ).close();
				assertThat(SqliteLockProbe.isLocked(slot.file)).isFalse();
			}
		}

		@Test
		void withThatTheyOutliveEverythingThatIsDoneToTheSlot() throws Exception {
			SqliteImage large = large();
			try (SqliteSlot slot = new SqliteSlot(SqliteOverwritingRulesTests.this.directory.resolve("large.db"), large,
					SqliteSlot.FAST)) {
				Connection connection = slot.connect();
				execute(connection, "BEGIN IMMEDIATE");
				assertThat(slot.isClean()).isTrue();
				assertThat(slot.restore(large)).isEqualTo(Restoration.IN_PLACE);
				slot.capture();
				assertThat(SqliteLockProbe.isLocked(slot.file)).isTrue();
				execute(connection, "ROLLBACK");
				assertThat(SqliteLockProbe.isLocked(slot.file)).isFalse();
			}
		}

		private SqliteImage large() throws SQLException {
			SqliteImage image = SqliteSlot.image(SqliteOverwritingRulesTests.this.directory.resolve("large.image"),
					"CREATE TABLE item (id INTEGER PRIMARY KEY, name)",
					"INSERT INTO item VALUES (1, randomblob(2 * 1024 * 1024))");
			assertThat(image.bytes()).isGreaterThan(SqliteScenarioDatabase.LARGE);
			return image;
		}

	}

	@Nested
	class NoSidecars {

		@Test
		void withoutThatAJournalIsPlayedBackIntoTheNextScenario() throws Exception {
			try (SqliteSlot slot = slot(SqliteSlot.DEFAULTS)) {
				leaveHotJournal(slot);
				slot.overwriteNaively(SqliteOverwritingRulesTests.this.baseline);
				assertThat(query(slot.connect(), NAMES)).isEqualTo("seed,committed");
			}
		}

		@Test
		void withThatItIsRefused() throws Exception {
			try (SqliteSlot slot = slot(SqliteSlot.DEFAULTS)) {
				leaveHotJournal(slot);
				assertThat(slot.isClean()).isFalse();
				assertThat(slot.restore(SqliteOverwritingRulesTests.this.baseline)).isEqualTo(Restoration.REFUSED);
			}
		}

		/**
		 * As a killed process leaves it.
		 */
		private void leaveHotJournal(SqliteSlot slot) throws SQLException, IOException {
			Connection connection = slot.connect();
			execute(connection, "INSERT INTO item VALUES (2, 'committed')", "BEGIN",
					"UPDATE item SET name = 'uncommitted'");
			byte[] journal = Files.readAllBytes(slot.sidecar("-journal"));
			execute(connection, "ROLLBACK");
			slot.disconnect();
			Files.write(slot.sidecar("-journal"), journal);
		}

		@Test
		void aWriteAheadLogIsRefused() throws Exception {
			try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
				Connection connection = slot.connect();
				execute(connection, "PRAGMA journal_mode = WAL", "INSERT INTO item VALUES (2, 'logged')");
				assertThat(slot.sidecar("-wal")).exists();
				assertThat(slot.isClean()).isFalse();
				assertThat(slot.restore(SqliteOverwritingRulesTests.this.baseline)).isEqualTo(Restoration.REFUSED);
			}
		}

	}

	@Nested
	class TheLengthIsRestored {

		@Test
		void afterTheDatabaseGrew() throws Exception {
			try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
				Connection connection = slot.connect();
				execute(connection, "INSERT INTO item VALUES (2, randomblob(100000))");
				assertThat(Files.size(slot.file)).isGreaterThan(100000);
				restored(slot, connection);
			}
		}

		@Test
		void afterTheDatabaseShrank() throws Exception {
			SqliteImage padded = SqliteSlot.image(SqliteOverwritingRulesTests.this.directory.resolve("padded.db"),
					"CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)", "INSERT INTO item VALUES (1, 'seed')",
					"CREATE TABLE padding (data)", "INSERT INTO padding VALUES (randomblob(100000))");
			SqliteOverwritingRulesTests.this.baseline = padded;
			try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
				Connection connection = slot.connect();
				execute(connection, "DELETE FROM padding", "VACUUM");
				assertThat(Files.size(slot.file)).isLessThan(100000);
				assertThat(slot.restore(padded)).isEqualTo(Restoration.RECONNECT);
				slot.disconnect();
				restored(slot, slot.connect());
				assertThat(query(slot.connect(), "SELECT length(data) FROM padding")).isEqualTo("100000");
			}
		}

		private void restored(SqliteSlot slot, Connection connection) throws SQLException {
			SqliteImage baseline = SqliteOverwritingRulesTests.this.baseline;
			assertThat(slot.restore(baseline)).isEqualTo(Restoration.IN_PLACE);
			assertThat(slot.file).hasSize(baseline.bytes());
			assertThat(slot.isClean()).isTrue();
			assertThat(query(connection, NAMES)).isEqualTo("seed");
			assertThat(query(connection, "PRAGMA integrity_check")).isEqualTo("ok");
		}

		@Test
		void withoutThatADatabaseThatShrankIsMalformed() throws Exception {
			try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
				try (FileChannel channel = FileChannel.open(slot.file, StandardOpenOption.WRITE)) {
					channel.truncate(4096);
				}
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> query(slot.connect(), NAMES))
					.withMessageContaining("malformed");
			}
		}

		@Test
		void anotherPageSizeIsRefused() throws Exception {
			try (SqliteSlot slot = slot(SqliteSlot.FAST)) {
				execute(slot.connect(), "PRAGMA page_size = 1024", "VACUUM");
				assertThat(slot.restore(SqliteOverwritingRulesTests.this.baseline)).isEqualTo(Restoration.REFUSED);
			}
		}

	}

}
