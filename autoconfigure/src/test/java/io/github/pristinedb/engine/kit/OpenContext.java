package io.github.pristinedb.engine.kit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/**
 * A context that is open for several tests: a runner closes its own when one method
 * returns, so this method waits on a thread.
 */
final class OpenContext {

	private final CompletableFuture<ApplicationContext> started = new CompletableFuture<>();

	private final CountDownLatch end = new CountDownLatch(1);

	private final Thread thread;

	/**
	 * Start the context.
	 * @param runner what runs it
	 */
	OpenContext(ApplicationContextRunner runner) {
		this.thread = new Thread(() -> run(runner), "open-context");
		this.thread.start();
	}

	private void run(ApplicationContextRunner runner) {
		try {
			runner.run((context) -> {
				this.started.complete(context.getSourceApplicationContext());
				this.end.await();
			});
		}
		catch (RuntimeException | Error ex) {
			this.started.completeExceptionally(ex);
		}
	}

	/**
	 * The context, when it has started.
	 * @return the context
	 */
	ApplicationContext context() {
		return this.started.join();
	}

	/**
	 * Close the context.
	 * @throws InterruptedException if the thread is interrupted
	 */
	void close() throws InterruptedException {
		this.end.countDown();
		this.thread.join();
	}

}
