package io.github.pristinedb.slot;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * What is done for the slots of one database while tests go on. Its threads end when they
 * have had nothing to do for a while. Safe for use by several threads.
 */
final class BackgroundWork {

	private static final Duration IDLE = Duration.ofSeconds(5);

	// Each task waits for a server most of the time.
	private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

	private static final AtomicInteger numbers = new AtomicInteger();

	private @Nullable ThreadPoolExecutor threads;

	private boolean closed;

	/**
	 * Do something soon.
	 * @param task what to do, never done once this is closed
	 */
	void execute(Runnable task) {
		ThreadPoolExecutor threads = threads();
		if (threads != null) {
			threads.execute(task);
		}
	}

	private synchronized @Nullable ThreadPoolExecutor threads() {
		if (this.closed) {
			return null;
		}
		if (this.threads == null) {
			// A task that comes too late is the business of whoever has closed this.
			this.threads = new ThreadPoolExecutor(THREADS, THREADS, IDLE.toNanos(), TimeUnit.NANOSECONDS,
					new LinkedBlockingQueue<>(), BackgroundWork::thread, new ThreadPoolExecutor.DiscardPolicy());
			this.threads.allowCoreThreadTimeOut(true);
		}
		return this.threads;
	}

	/**
	 * A thread that has nothing of the test in whose midst it is made.
	 */
	private static Thread thread(Runnable task) {
		Thread thread = new Thread(null, task, "pristine-slots-" + numbers.incrementAndGet(), 0, false);
		thread.setDaemon(true);
		thread.setContextClassLoader(BackgroundWork.class.getClassLoader());
		return thread;
	}

	/**
	 * Do what is left, and nothing that comes from now on.
	 * @param patience how long to wait for it
	 */
	void close(Duration patience) {
		ThreadPoolExecutor threads;
		synchronized (this) {
			this.closed = true;
			threads = this.threads;
		}
		if (threads != null) {
			threads.shutdown();
			try {
				threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
