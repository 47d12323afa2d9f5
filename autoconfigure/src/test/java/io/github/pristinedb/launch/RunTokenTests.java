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
			assertThat(jvm.finish()).contains("of " + ProcessToken.ofThisJvm());
		}
	}

	@Test
	void jvmThatGradleForksIsARunOfItsOwnUnlessACiSystemSaysWhichItIs(@TempDir Path directory) {
		String daemon = ProcessToken.ofThisJvm();
		String worker = "worker.org.gradle.process.internal.worker.GradleWorkerMain 'Gradle Test Executor 1'";
		try (ForkedJvm jvm = JvmCommand.of(Fork.class).in(directory).start(worker, RunId.UNKNOWN)) {
			assertThat(jvm.finish()).contains("of its own").doesNotContain(daemon);
		}
		try (ForkedJvm jvm = JvmCommand.of(Fork.class).in(directory).start(worker, "17")) {
			assertThat(jvm.finish()).contains("of " + daemon);
		}
	}

	@Test
	void runIsAliveAsLongAsItsBuild() {
		assertThat(RunToken.isAlive(RunToken.whole(RunToken.ofThisJvm(RunId.UNKNOWN), "17"))).isTrue();
		assertThat(RunToken.isAlive(RunToken.whole(ProcessHandle.current().pid() + "-1", "17"))).as("earlier")
			.isFalse();
		assertThat(RunToken.isAlive("nonsense")).isFalse();
	}

	/**
	 * Says which run it is of.
	 */
	static final class Fork {

		public static void main(String[] args) {
			String run = RunToken.of(args[0], args[1]);
			System.out.println("of " + (run.equals(ProcessToken.ofThisJvm()) ? "its own" : run));
		}

	}

}
