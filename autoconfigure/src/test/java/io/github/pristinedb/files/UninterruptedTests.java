package io.github.pristinedb.files;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link Uninterrupted}.
 */
class UninterruptedTests {

	private final AtomicInteger attempts = new AtomicInteger();

	@TempDir
	private Path directory;

	private Path file;

	@BeforeEach
	@AfterEach
	void clear() {
		Thread.interrupted();
		this.file = this.directory.resolve("file");
	}

	@Test
	void threadIsInterruptedAgainAfterwardsAndNotMeanwhile() throws IOException {
		Thread.currentThread().interrupt();
		assertThat(Uninterrupted.call(() -> Thread.currentThread().isInterrupted())).isFalse();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void threadThatWasNotInterruptedIsNotAfterwards() throws IOException {
		Uninterrupted.run(this.attempts::incrementAndGet);
		assertThat(Thread.interrupted()).isFalse();
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void workThatAnInterruptionBrokeOffIsDoneOnceMore() throws IOException {
		long size = Uninterrupted.call(() -> {
			try (FileChannel channel = open()) {
				interruptOnce();
				return channel.size();
			}
		});
		assertThat(size).isZero();
		assertThat(this.attempts).hasValue(2);
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void waitingForALockThatAnInterruptionBrokeOffIsDoneOnceMore() throws IOException {
		Uninterrupted.run(() -> {
			try (FileChannel channel = open()) {
				interruptOnce();
				channel.lock().release();
			}
		});
		assertThat(this.attempts).hasValue(2);
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void workOnAChannelThatTheInterruptionClosedFails() throws IOException {
		try (FileChannel channel = open()) {
			assertThatExceptionOfType(ClosedChannelException.class).isThrownBy(() -> Uninterrupted.run(() -> {
				interruptOnce();
				channel.truncate(0);
			}));
		}
		assertThat(this.attempts).hasValue(2);
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void threadIsInterruptedAgainAfterAFailure() {
		Thread.currentThread().interrupt();
		assertThatIOException().isThrownBy(() -> Uninterrupted.run(() -> {
			throw new IOException("The disk is full");
		})).withMessage("The disk is full");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void waitingIsOverWhenTheWorkIsDoneAndNotBefore() throws IOException {
		Thread waiting = Thread.currentThread();
		waiting.interrupt();
		FutureTask<String> work = new FutureTask<>(() -> {
			while (waiting.isInterrupted()) {
				Thread.onSpinWait();
			}
			return "done";
		});
		new Thread(work).start();
		assertThat(Uninterrupted.await(work)).isEqualTo("done");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void failureOfWhatIsWaitedForIsThrown() {
		assertThatIOException()
			.isThrownBy(() -> Uninterrupted.await(CompletableFuture.failedFuture(new IOException("The disk is full"))))
			.withMessage("The disk is full");
		assertThatIOException()
			.isThrownBy(() -> Uninterrupted.await(CompletableFuture.failedFuture(new IllegalStateException("Closed"))))
			.withRootCauseInstanceOf(IllegalStateException.class);
	}

	private FileChannel open() throws IOException {
		return FileChannel.open(this.file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
	}

	private void interruptOnce() {
		if (this.attempts.incrementAndGet() == 1) {
			Thread.currentThread().interrupt();
		}
	}

}
