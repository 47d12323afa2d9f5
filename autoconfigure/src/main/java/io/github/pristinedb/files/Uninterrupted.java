package io.github.pristinedb.files;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Works on files although the thread is interrupted. An interruption closes the channel
 * that the thread uses ({@link java.nio.channels.InterruptibleChannel}), which looks like
 * a broken file. The time limit of a test may interrupt at any moment. So the
 * interruption is put off until the work is done, and restored then.
 */
public final class Uninterrupted {

	private Uninterrupted() {
	}

	/**
	 * Do some work. If an interruption closes a channel in the middle of the work, the
	 * work is done again. It fails if it uses a channel that was opened before, since
	 * that one stays closed.
	 * @param <T> what it results in
	 * @param work the work
	 * @return its result
	 * @throws IOException if it fails
	 */
	public static <T> T call(Work<T> work) throws IOException {
		boolean interrupted = Thread.interrupted();
		try {
			while (true) {
				try {
					return work.call();
				}
				catch (ClosedByInterruptException | FileLockInterruptionException ex) {
					interrupted = true;
					Thread.interrupted();
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Do some work without a result, like {@link #call}.
	 * @param work the work
	 * @throws IOException if it fails
	 */
	public static void run(Action work) throws IOException {
		call(() -> {
			work.run();
			return true;
		});
	}

	/**
	 * Wait for the work of another thread, without a limit.
	 * @param <T> what it results in
	 * @param work the work
	 * @return its result
	 * @throws IOException if it fails
	 */
	public static <T> T await(Future<T> work) throws IOException {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return work.get();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof IOException cause) ? cause : new IOException(ex.getCause());
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Works on files.
	 *
	 * @param <T> what it results in
	 */
	@FunctionalInterface
	public interface Work<T> {

		/**
		 * Do it.
		 * @return the result
		 * @throws IOException if it fails
		 */
		T call() throws IOException;

	}

	/**
	 * Works on files, without a result.
	 */
	@FunctionalInterface
	public interface Action {

		/**
		 * Do it.
		 * @throws IOException if it fails
		 */
		void run() throws IOException;

	}

}
