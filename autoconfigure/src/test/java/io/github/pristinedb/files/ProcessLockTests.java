package io.github.pristinedb.files;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.ForkedJvm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.OverridingClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ProcessLock}.
 */
class ProcessLockTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final Duration SHORT = Duration.ofMillis(1);

	// Another process, which tries to take locks until the last test has ended.
	private static ForkedJvm trying;

	@TempDir
	private Path temporary;

	private Path file;

	@BeforeEach
	void setUp() throws IOException {
		this.file = this.temporary.toRealPath().resolve("a.lock");
	}

	@AfterAll
	static void endTheOtherProcess() {
		if (trying != null) {
			trying.close();
			trying = null;
		}
	}

	@Test
	void oneThreadHoldsItAtATime() throws Exception {
		AtomicInteger inside = new AtomicInteger();
		Concurrently.run(16, (number) -> {
			try (ProcessLock lock = ProcessLock.acquire(this.file, "test", LONG)) {
				assertThat(lock).isNotNull();
				assertThat(inside.incrementAndGet()).isOne();
				inside.decrementAndGet();
			}
			return null;
		});
	}

	@Test
	void anotherProcessSaysForWhomItWaitsAndThenGoesOn() throws Exception {
		try (ForkedJvm waiting = ForkedJvm.start(Waiting.class, this.file)) {
			waiting.awaitLine("ready");
			try (ProcessLock lock = ProcessLock.acquire(this.file, "test", LONG)) {
				assertThat(lock).isNotNull();
				waiting.go();
				// To read the file here would drop the lock.
				assertThat(waiting.awaitLine("Waiting for")).containsPattern("Waiting for process "
						+ ProcessHandle.current().pid() + " on \\S+ since 20\\S+Z, to build the template");
			}
			assertThat(waiting.finish()).contains("got it");
			assertThat(this.file).content().isBlank();
		}
	}

	@Test
	void lockOfAProcessThatWasKilledIsFree() throws Exception {
		try (ForkedJvm holding = ForkedJvm.start(Holding.class, this.file)) {
			holding.awaitLine("ready");
			assertThat(this.file).content().startsWith("process " + holding.pid() + " on ");
			holding.kill();
		}
		try (ProcessLock lock = ProcessLock.acquire(this.file, "test", SHORT)) {
			assertThat(lock).isNotNull();
		}
	}

	@Test
	void whoWaitsTooLongIsToldForWhom() throws Exception {
		try (ForkedJvm holding = ForkedJvm.start(Holding.class, this.file)) {
			holding.awaitLine("ready");
			assertThatExceptionOfType(LockTimeoutException.class)
				.isThrownBy(() -> ProcessLock.acquire(this.file, "test", SHORT))
				.satisfies((ex) -> assertThat(ex.holder()).startsWith("process " + holding.pid() + " on "));
			assertThat(ProcessLock.tryAcquire(this.file)).isNull();
			holding.kill();
		}
		try (ProcessLock lock = ProcessLock.tryAcquire(this.file)) {
			assertThat(lock).isNotNull();
		}
	}

	@Test
	void threadThatWaitsTooLongForAnotherOneIsToldSo() throws Exception {
		try (ProcessLock lock = ProcessLock.acquire(this.file, "test", LONG)) {
			assertThat(lock).isNotNull();
			Concurrently.run(1, (number) -> {
				assertThatExceptionOfType(LockTimeoutException.class)
					.isThrownBy(() -> ProcessLock.acquire(this.file, "test", SHORT))
					.satisfies((ex) -> assertThat(ex.holder()).isEqualTo("another thread of this process"));
				assertThat(ProcessLock.tryAcquire(this.file)).isNull();
				return null;
			});
			// Opening the file a second time would have dropped the lock.
			assertThat(isFreeForOthers()).isFalse();
		}
		assertThat(isFreeForOthers()).isTrue();
	}

	@Test
	void copyOfTheClassInTheSameJvmDoesNotDropTheLockOfAnotherOne() throws Exception {
		try (ProcessLock lock = ProcessLock.acquire(this.file, "test", LONG)) {
			assertThat(lock).isNotNull();
			assertThat(call(copy("tryAcquire", Path.class), this.file)).isNull();
			Method acquire = copy("acquire", Path.class, String.class, Duration.class);
			assertThatException().isThrownBy(() -> call(acquire, this.file, "test", SHORT))
				.havingCause()
				.withMessageStartingWith("process " + ProcessHandle.current().pid() + " on ");
			assertThat(isFreeForOthers()).isFalse();
		}
		try (Closeable lock = (Closeable) call(copy("tryAcquire", Path.class), this.file)) {
			assertThat(lock).isNotNull();
			assertThat(ProcessLock.tryAcquire(this.file)).isNull();
			assertThat(isFreeForOthers()).isFalse();
		}
		assertThat(isFreeForOthers()).isTrue();
	}

	private static Object call(Method method, Object... arguments) throws Exception {
		method.setAccessible(true);
		return method.invoke(null, arguments);
	}

	private static Method copy(String name, Class<?>... parameters) throws Exception {
		ClassLoader loader = new OverridingClassLoader(ProcessLock.class.getClassLoader()) {

			@Override
			protected boolean isEligibleForOverriding(String className) {
				return className.startsWith(ProcessLock.class.getPackageName() + ".");
			}

		};
		return loader.loadClass(ProcessLock.class.getName()).getDeclaredMethod(name, parameters);
	}

	@Test
	void threadThatHoldsItCannotTakeItAgain() throws Exception {
		try (ProcessLock lock = ProcessLock.acquire(this.file, "test", LONG)) {
			assertThat(lock).isNotNull();
			assertThat(ProcessLock.isHeldByThisThread(this.file)).isTrue();
			assertThat(ProcessLock.tryAcquire(this.file)).isNull();
		}
		assertThat(ProcessLock.isHeldByThisThread(this.file)).isFalse();
	}

	@Test
	void interruptedThreadStopsWaitingButCanTakeWhatIsFree() throws Exception {
		Thread.currentThread().interrupt();
		try (ProcessLock lock = ProcessLock.acquire(this.file, "test", LONG)) {
			assertThat(lock).isNotNull();
			assertThat(Thread.interrupted()).isTrue();
			Concurrently.run(1, (number) -> {
				Thread.currentThread().interrupt();
				assertThatExceptionOfType(InterruptedException.class)
					.isThrownBy(() -> ProcessLock.acquire(this.file, "test", LONG));
				return null;
			});
		}
	}

	@Test
	void interruptedThreadReleasesIt() throws Exception {
		try (ProcessLock lock = ProcessLock.acquire(this.file, "test", LONG)) {
			assertThat(lock).isNotNull();
			Thread.currentThread().interrupt();
		}
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.file).content().isBlank();
		assertThat(ProcessLock.isHeldByThisThread(this.file)).isFalse();
		assertThat(isFreeForOthers()).isTrue();
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void fileThatIsRemovedUnderThoseWhoWaitIsNobodysLock() throws Exception {
		AtomicInteger inside = new AtomicInteger();
		Concurrently.run(8, (number) -> {
			for (int i = 0; i < 50; i++) {
				try (ProcessLock lock = ProcessLock.acquire(this.file, "test", LONG)) {
					assertThat(inside.incrementAndGet()).isOne();
					lock.removeFile();
					inside.decrementAndGet();
				}
			}
			return null;
		});
		assertThat(this.file).doesNotExist();
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void processThatWaitsForALockWhoseFileIsRemovedLocksANewOne() throws Exception {
		try (ForkedJvm holding = ForkedJvm.start(Removing.class, this.file);
				ForkedJvm waiting = ForkedJvm.start(Waiting.class, this.file)) {
			holding.awaitLine("ready");
			waiting.awaitLine("ready");
			waiting.go();
			waiting.awaitLine("Waiting for process " + holding.pid());
			holding.go();
			holding.finish();
			waiting.finish();
		}
		assertThat(this.file).content().isBlank();
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void fileThatIsReplacedBetweenOpeningAndLockingItIsNotTheLock() throws Exception {
		AtomicInteger opened = new AtomicInteger();
		ProcessLock.Opener replacing = (path, options) -> {
			FileChannel channel = FileChannel.open(path, options);
			if (opened.incrementAndGet() == 1) {
				Files.delete(path);
				Files.createFile(path);
			}
			return channel;
		};
		try (ProcessLock lock = ProcessLock.acquire(this.file, replacing, "test", SHORT)) {
			assertThat(lock).isNotNull();
			assertThat(opened).hasValue(2);
			assertThat(isFreeForOthers()).isFalse();
		}
	}

	@Test
	void fileSystemThatCannotLockIsAnError() throws IOException {
		FileChannel without = mock(FileChannel.class);
		given(without.tryLock(anyLong(), anyLong(), anyBoolean())).willThrow(new IOException("No locks available"));
		assertThatIOException()
			.isThrownBy(() -> ProcessLock.acquire(this.file, (file, options) -> without, "test", LONG))
			.withMessageContaining("No locks available");
		FileChannel unsupported = mock(FileChannel.class);
		given(unsupported.tryLock(anyLong(), anyLong(), anyBoolean())).willThrow(UnsupportedOperationException.class);
		assertThatIOException()
			.isThrownBy(() -> ProcessLock.acquire(this.file, (file, options) -> unsupported, "test", LONG))
			.withMessageContaining("cannot lock files");
		assertThat(ProcessLock.isHeldByThisThread(this.file)).isFalse();
	}

	private boolean isFreeForOthers() {
		trying = (trying != null) ? trying : ForkedJvm.start(Trying.class);
		trying.send(this.file.toString());
		return trying.awaitLine("the lock is ").endsWith("free");
	}

	static final class Waiting {

		public static void main(String[] args) throws Exception {
			ForkedJvm.awaitGo();
			try (ProcessLock lock = ProcessLock.acquire(Path.of(args[0]), "build the template", LONG)) {
				System.out.println("got it " + lock);
			}
		}

	}

	static final class Holding {

		public static void main(String[] args) throws Exception {
			try (ProcessLock lock = ProcessLock.acquire(Path.of(args[0]), "test", LONG)) {
				System.out.println(lock);
				ForkedJvm.awaitGo();
			}
		}

	}

	static final class Removing {

		public static void main(String[] args) throws Exception {
			try (ProcessLock lock = ProcessLock.acquire(Path.of(args[0]), "test", LONG)) {
				ForkedJvm.awaitGo();
				lock.removeFile();
			}
		}

	}

	static final class Trying {

		public static void main(String[] args) throws Exception {
			for (String file : (Iterable<String>) new BufferedReader(new InputStreamReader(System.in))
				.lines()::iterator) {
				try (ProcessLock lock = ProcessLock.tryAcquire(Path.of(file))) {
					System.out.println("the lock is " + ((lock != null) ? "free" : "held"));
				}
			}
		}

	}

}
