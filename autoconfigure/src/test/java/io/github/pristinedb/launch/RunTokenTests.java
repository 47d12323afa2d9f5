package io.github.pristinedb.launch;

import java.nio.file.Path;

import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RunToken}.
 */
class RunTokenTests {

	@Test
	void jvmsThatABuildForksAreOfOneRun(@TempDir Path directory) {
		try (ForkedJvm jvm = JvmCommand.of(Fork.class).in(directory).start("a.Main", RunId.UNKNOWN)) {
			assertThat(jvm.finish()).contains("of " + RunToken.token(ProcessHandle.current()));
		}
	}

	@Test
	void jvmThatGradleForksIsARunOfItsOwnUnlessACiSystemSaysWhichItIs(@TempDir Path directory) {
		String daemon = RunToken.token(ProcessHandle.current());
		String worker = "worker.org.gradle.process.internal.worker.GradleWorkerMain 'Gradle Test Executor 1'";
		try (ForkedJvm jvm = JvmCommand.of(Fork.class).in(directory).start(worker, RunId.UNKNOWN)) {
			assertThat(jvm.finish()).contains("of its own").doesNotContain(daemon);
		}
		try (ForkedJvm jvm = JvmCommand.of(Fork.class).in(directory).start(worker, "17")) {
			assertThat(jvm.finish()).contains("of " + daemon);
		}
	}

	@Test
	void processIsAliveUntilItEnds() {
		assertThat(RunToken.isAlive(RunToken.ofThisJvm(RunId.UNKNOWN))).isTrue();
		assertThat(RunToken.isAlive(RunToken.token(ProcessHandle.current()))).isTrue();
		assertThat(RunToken.isAlive(ProcessHandle.current().pid() + "-1")).as("an earlier process").isFalse();
		assertThat(RunToken.isAlive("nonsense")).isFalse();
	}

	/**
	 * Says which run it is of.
	 */
	static final class Fork {

		public static void main(String[] args) {
			String run = RunToken.of(args[0], args[1]);
			System.out.println("of " + (run.equals(RunToken.token(ProcessHandle.current())) ? "its own" : run));
		}

	}

}
