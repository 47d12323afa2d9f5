package io.github.pristinedb.engine.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.files.Uninterrupted;
import org.jspecify.annotations.Nullable;

/**
 * A channel to a file that stays open although a thread is interrupted that uses it. Of
 * Java's own, only the asynchronous one does; here the thread that asks does the work
 * itself, so that nothing is slower for it.
 */
final class UninterruptibleChannel implements Closeable {

	// Windows has the system do the work, and would never come back from the executor.
	private static final @Nullable ExecutorService EXECUTOR = SqliteDatabase.WINDOWS ? null : new CallingThread();

	private final AsynchronousFileChannel channel;

	private UninterruptibleChannel(AsynchronousFileChannel channel) {
		this.channel = channel;
	}

	/**
	 * Open a file.
	 * @param file the file
	 * @param options how it is opened
	 * @param attributes what it has from the start, if it is created
	 * @return the channel
	 * @throws IOException if it cannot be opened
	 */
	static UninterruptibleChannel open(Path file, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
			throws IOException {
		return new UninterruptibleChannel(AsynchronousFileChannel.open(file, options, EXECUTOR, attributes));
	}

	long size() throws IOException {
		return this.channel.size();
	}

	/**
	 * Read some bytes.
	 * @param target where they are put
	 * @param position where they are in the file
	 * @return how many there were, {@code -1} if the file ends before them
	 * @throws IOException if they cannot be read
	 */
	int read(ByteBuffer target, long position) throws IOException {
		return Uninterrupted.await(this.channel.read(target, position));
	}

	/**
	 * Write some bytes.
	 * @param source the bytes
	 * @param position where in the file they are put
	 * @return how many were written
	 * @throws IOException if they cannot be written
	 */
	int write(ByteBuffer source, long position) throws IOException {
		return Uninterrupted.await(this.channel.write(source, position));
	}

	void truncate(long size) throws IOException {
		this.channel.truncate(size);
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

	/**
	 * Has no threads. There is nothing to shut down.
	 */
	private static final class CallingThread extends AbstractExecutorService {

		@Override
		public void execute(Runnable command) {
			command.run();
		}

		@Override
		public void shutdown() {
		}

		@Override
		public List<Runnable> shutdownNow() {
			return List.of();
		}

		@Override
		public boolean isShutdown() {
			return false;
		}

		@Override
		public boolean isTerminated() {
			return false;
		}

		@Override
		public boolean awaitTermination(long timeout, TimeUnit unit) {
			return false;
		}

	}

}
