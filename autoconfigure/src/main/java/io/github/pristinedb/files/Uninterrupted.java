package io.github.pristinedb.files;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Works on files although the thread is interrupted. A channel that an interrupted thread
 * uses is closed ({@link java.nio.channels.InterruptibleChannel}), which would look as if
 * the file could not be read, locked or written. A time limit of a test interrupts at any
 * moment. So the interruption is put off until the work is done, and is there again
 * afterwards.
 */
public final class Uninterrupted {

	private Uninterrupted() {
	}

	/**
	 * Do some work. If an interruption comes in the middle of it and closes a channel, it
	 * is done once more; work on a channel that was open before then fails, since that is
	 * closed.
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
	 * Do some work that has no result, as {@link #call} does.
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
	 * Wait for what somebody else does, however long that takes.
	 * @param <T> what it results in
	 * @param work what is done
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
