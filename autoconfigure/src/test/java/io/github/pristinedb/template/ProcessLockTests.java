package io.github.pristinedb.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.ForkedJvmRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProcessLock}.
 */
class ProcessLockTests {

	@TempDir
	private Path temporary;

	@Test
	void oneThreadHoldsItAtATime() throws Exception {
		Path file = this.temporary.toRealPath().resolve("a.lock");
		AtomicInteger inside = new AtomicInteger();
		Concurrently.run(16, (number) -> {
			try (ProcessLock lock = ProcessLock.acquire(file, "test")) {
				assertThat(lock).isNotNull();
				assertThat(inside.incrementAndGet()).isOne();
				inside.decrementAndGet();
			}
			return null;
		});
	}

	@Test
	void anotherProcessSaysForWhomItWaitsAndThenGoesOn() throws Exception {
		Path file = this.temporary.toRealPath().resolve("a.lock");
		try (ForkedJvmRun waiting = ForkedJvmRun.start(Waiting.class, file)) {
			waiting.awaitLine("ready");
			try (ProcessLock lock = ProcessLock.acquire(file, "test")) {
				assertThat(lock).isNotNull();
				waiting.go();
				assertThat(waiting.awaitLine("Waiting for"))
					.contains("Waiting for process " + ProcessHandle.current().pid() + " to build the template");
			}
			assertThat(waiting.finish()).contains("got it");
			assertThat(file).hasContent(String.valueOf(waiting.pid()));
		}
	}

	@Test
	void lockOfAProcessThatWasKilledIsFree() throws Exception {
		Path file = this.temporary.toRealPath().resolve("a.lock");
		try (ForkedJvmRun holding = ForkedJvmRun.start(Holding.class, file)) {
			holding.awaitLine("ready");
			assertThat(Files.readString(file)).isEqualTo(String.valueOf(holding.pid()));
			holding.kill();
		}
		try (ProcessLock lock = ProcessLock.acquire(file, "test")) {
			assertThat(lock).isNotNull();
			assertThat(file).hasContent(String.valueOf(ProcessHandle.current().pid()));
		}
	}

	static final class Waiting {

		public static void main(String[] args) throws IOException {
			ForkedJvmRun.awaitGo();
			try (ProcessLock lock = ProcessLock.acquire(Path.of(args[0]), "build the template")) {
				System.out.println("got it " + lock);
			}
		}

	}

	static final class Holding {

		public static void main(String[] args) throws IOException {
			try (ProcessLock lock = ProcessLock.acquire(Path.of(args[0]), "test")) {
				System.out.println(lock);
				ForkedJvmRun.awaitGo();
			}
		}

	}

}
