package io.github.pristinedb;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Lets threads loose at the same moment.
 */
public final class Concurrently {

	private Concurrently() {
	}

	/**
	 * Run a task on several threads.
	 * @param threads how many
	 * @param task what they do, given their number
	 * @param <T> the type of its result
	 * @return the results, by number
	 * @throws Exception if one of them fails
	 */
	public static <T> List<T> run(int threads, Task<T> task) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			CountDownLatch ready = new CountDownLatch(threads);
			List<Future<T>> futures = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				int number = i;
				futures.add(executor.submit(() -> {
					ready.countDown();
					ready.await();
					return task.run(number);
				}));
			}
			List<T> results = new ArrayList<>();
			for (Future<T> future : futures) {
				// A guard against a hang, which a loaded machine must not reach.
				results.add(future.get(300, TimeUnit.SECONDS));
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

	/**
	 * What a thread does.
	 *
	 * @param <T> the type of its result
	 */
	@FunctionalInterface
	public interface Task<T> {

		/**
		 * Do it.
		 * @param number the thread's number, from 0
		 * @return the result
		 * @throws Exception if it fails
		 */
		T run(int number) throws Exception;

	}

}
