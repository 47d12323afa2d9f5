package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.spy;

/**
 * Tests for {@link SlotFile}.
 */
class SlotFileTests {

	private static final int LENGTH = 3 << 20;

	@TempDir
	private Path directory;

	private SlotFile file;

	@BeforeEach
	void setUp() throws Exception {
		SqliteImage image = SqliteSlot.image(this.directory.resolve("template.db"),
				"CREATE TABLE item (id INTEGER PRIMARY KEY, name)",
				"INSERT INTO item VALUES (1, randomblob(" + LENGTH + "))");
		this.file = spy(new SlotFile(this.directory.resolve("scenario.db"), image.content()));
	}

	@AfterEach
	void tearDown() {
		Thread.interrupted();
		this.file.delete();
	}

	@Test
	void interruptionInTheMiddleOfAnythingClosesNothing() throws Exception {
		int length = (int) this.file.size();
		interrupted(() -> assertThat(this.file.readHeader()).isTrue());
		interrupted(() -> this.file.write(ByteBuffer.wrap(new byte[10]), 0, 10));
		interrupted(() -> this.file.truncate(length));
		interrupted(() -> assertThat(this.file.size()).isEqualTo(length));
		interrupted(() -> assertThat(this.file.isInPlace()).isTrue());
		interrupted(() -> this.file.copyTo(this.directory.resolve("copy.db")));
		assertThat(this.directory.resolve("copy.db")).hasSize(length).hasSameBinaryContentAs(this.file.path());
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void interruptionLeavesTheFileToBeMapped() throws Exception {
		interrupted(() -> assertThat(this.file.mapped(LENGTH / 2)).isNotNull());
		interrupted(() -> assertThat(this.file.mapped(LENGTH)).isNotNull());
		ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(this.file.path())).slice(0, LENGTH);
		assertThat(this.file.mapped(LENGTH).clear().limit(LENGTH)).isEqualTo(content);
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void interruptionDropsNoLockOfTheProcess() throws Exception {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + this.file.path())) {
			SqliteSlot.execute(connection, "BEGIN IMMEDIATE");
			interrupted(this.file::readHeader);
			interrupted(() -> this.file.mapped(LENGTH));
			assertThat(SqliteLockProbe.isLocked(this.file.path())).isTrue();
		}
	}

	@Test
	void copyThatAnInterruptionBreaksOffIsMadeAgain() throws Exception {
		willAnswer((invocation) -> {
			Thread.currentThread().interrupt();
			return invocation.callRealMethod();
		}).willCallRealMethod().given(this.file).size();
		Path copy = this.directory.resolve("copy.db");
		this.file.copyTo(copy);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(copy).hasSameBinaryContentAs(this.file.path());
		assertThat(this.directory.toFile().list()).containsExactlyInAnyOrder("template.db", "scenario.db", "copy.db");
	}

	private static void interrupted(Work work) throws IOException {
		Thread.currentThread().interrupt();
		work.run();
		assertThat(Thread.interrupted()).isTrue();
	}

	private interface Work {

		void run() throws IOException;

	}

}
