package io.github.pristinedb.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link RunLock}.
 */
class RunLockTests {

	private static final long PID = ProcessHandle.current().pid();

	@TempDir
	private Path directory;

	@Test
	void directoryIsThatOfADeadProcessWhenItsLockIsGone() throws IOException {
		Path file = this.directory.resolve("run.lock");
		try (RunLock lock = RunLock.create(file)) {
			assertThat(lock).isNotNull();
			assertThat(RunLock.isOfDeadProcess(file, PID)).as("while it is locked").isFalse();
		}
		assertThat(RunLock.isOfDeadProcess(file, PID)).isTrue();
		assertThat(RunLock.isOfDeadProcess(file, PID + 1)).as("of another process").isFalse();
	}

	@Test
	void fileProvesNothingUnlessAHolderWroteIt() throws IOException {
		Path file = this.directory.resolve("run.lock");
		assertThat(RunLock.isOfDeadProcess(file, PID)).as("missing").isFalse();
		Files.writeString(file, "something else");
		assertThat(RunLock.isOfDeadProcess(file, PID)).isFalse();
	}

	@Test
	void directoryIsMarkedOnce() throws IOException {
		Path file = this.directory.resolve("run.lock");
		try (RunLock lock = RunLock.create(file)) {
			assertThat(lock).isNotNull();
			assertThatIOException().isThrownBy(() -> RunLock.create(file)).withMessageContaining("is locked already");
			assertThat(RunLock.isOfDeadProcess(file, PID)).isFalse();
		}
	}

}
