package io.github.pristinedb.engine.sqlite;

import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.Sql;
import io.github.pristinedb.engine.DatabaseCopyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.spy;

/**
 * Tests for {@link SqliteCapture}.
 */
class SqliteCaptureTests {

	private static final String NAMES = "SELECT name FROM item ORDER BY id";

	@TempDir
	private Path directory;

	private Path target;

	private SlotFile file;

	private Connection writer;

	private final AtomicInteger written = new AtomicInteger();

	/**
	 * A database in the mode of the write-ahead log, whose log is empty.
	 */
	@BeforeEach
	void setUp() throws Exception {
		SqliteImage image = SqliteSlot.image(this.directory.resolve("template.db"),
				"CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)", "INSERT INTO item (name) VALUES ('seed')");
		this.target = this.directory.resolve("captured.db");
		this.file = spy(new SlotFile(this.directory.resolve("scenario.db"), image.content()));
		this.writer = DriverManager.getConnection("jdbc:sqlite:" + this.file.path() + "?journal_mode=WAL");
		SqliteSlot.execute(this.writer, "PRAGMA wal_checkpoint(TRUNCATE)");
	}

	@AfterEach
	void tearDown() throws SQLException {
		Thread.interrupted();
		this.writer.close();
		this.file.delete();
	}

	@Test
	void hasWhatIsCommittedBetweenTheEndOfTheLogAndTheLock() {
		willAnswer((invocation) -> {
			Object answer = invocation.callRealMethod();
			if (this.written.get() == 0) {
				write();
			}
			return answer;
		}).given(this.file).hasWriteAheadLog();
		capture();
		assertThat(this.written).hasValue(1);
		assertThat(Sql.query(this.target, NAMES)).containsExactly("seed", "number 1");
	}

	@Test
	void failsClearlyWhenOthersWriteAllTheTime() {
		willAnswer((invocation) -> {
			write();
			return invocation.callRealMethod();
		}).given(this.file).hasWriteAheadLog();
		assertThatExceptionOfType(DatabaseCopyException.class).isThrownBy(this::capture)
			.withMessageContaining("Other connections write to it all the time");
		assertThat(this.target).doesNotExist();
	}

	@Test
	void leavesTheDatabaseInItsMode() {
		new SqliteCapture(options("?journal_mode=MEMORY&locking_mode=EXCLUSIVE"), this.file).copyTo(this.target);
		assertThat(Sql.query(this.file.path(), "PRAGMA journal_mode")).containsExactly("wal");
	}

	@Test
	void interruptionMeanwhileIsPutOffAndTheNextCaptureSucceeds() throws Exception {
		willAnswer((invocation) -> {
			Thread.currentThread().interrupt();
			return invocation.callRealMethod();
		}).given(this.file).isInPlace();
		capture();
		assertThat(Thread.interrupted()).isTrue();
		Path next = this.directory.resolve("next.db");
		new SqliteCapture(options(""), this.file).copyTo(next);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(next).hasSameBinaryContentAs(this.target);
	}

	@Test
	void failureIsNamedAlsoWhenItHasNoMessage() throws Exception {
		willThrow(new ClosedChannelException()).given(this.file).copyTo(this.target);
		assertThatExceptionOfType(DatabaseCopyException.class).isThrownBy(this::capture)
			.withMessageContaining("ClosedChannelException");
	}

	private void capture() {
		new SqliteCapture(options(""), this.file).copyTo(this.target);
	}

	private SqliteUrl options(String options) {
		return Objects.requireNonNull(SqliteUrl.parse("jdbc:sqlite:" + this.file.path() + options));
	}

	private void write() throws SQLException {
		SqliteSlot.execute(this.writer,
				"INSERT INTO item (name) VALUES ('number " + this.written.incrementAndGet() + "')");
	}

}
