package io.github.pristinedb.template;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A lock that keeps out all other threads of this process and all other processes. The
 * operating system drops it when the process dies, however it dies.
 */
final class ProcessLock implements Closeable {

	private static final Log logger = LogFactory.getLog(ProcessLock.class);

	// A file lock belongs to the whole process; its threads need a lock among themselves.
	private static final ConcurrentMap<Path, ReentrantLock> threads = new ConcurrentHashMap<>();

	private final ReentrantLock thread;

	private final FileChannel channel;

	private ProcessLock(ReentrantLock thread, FileChannel channel) {
		this.thread = thread;
		this.channel = channel;
	}

	/**
	 * Wait for the lock.
	 * @param file the lock's file; it is created if need be, and stays
	 * @param purpose what the holder does, as the end of the sentence "… waits for
	 * another process …"
	 * @return the lock, which is released by closing it
	 * @throws IOException if the file cannot be created
	 */
	static ProcessLock acquire(Path file, String purpose) throws IOException {
		ReentrantLock thread = threads.computeIfAbsent(file, (key) -> new ReentrantLock());
		thread.lock();
		try {
			FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			try {
				lock(channel, file, purpose);
				return new ProcessLock(thread, channel);
			}
			catch (IOException | RuntimeException ex) {
				channel.close();
				throw ex;
			}
		}
		catch (IOException | RuntimeException ex) {
			thread.unlock();
			throw ex;
		}
	}

	private static void lock(FileChannel channel, Path file, String purpose) throws IOException {
		FileLock lock = channel.tryLock();
		if (lock == null) {
			logger.info("Waiting for process " + Files.readString(file).trim() + " to " + purpose);
			lock = channel.lock();
		}
		channel.truncate(0);
		channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
				0);
	}

	@Override
	public void close() throws IOException {
		try {
			this.channel.close();
		}
		finally {
			this.thread.unlock();
		}
	}

}
