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

	// Far behind the holder's number, which nobody could read on Windows if it were
	// locked.
	private static final long LOCKED_BYTE = 1L << 30;

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
	 * @param file the real path of the lock's file; it is created if need be, and stays
	 * @param purpose what the holder does, as the end of the sentence "Waiting for
	 * process … to …"
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
		FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
		if (lock == null) {
			logger.info("Waiting for " + holder(file) + " to " + purpose);
			channel.lock(LOCKED_BYTE, 1, false);
		}
		channel.truncate(0);
		channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
				0);
	}

	private static String holder(Path file) {
		try {
			String process = Files.readString(file, StandardCharsets.US_ASCII);
			if (!process.isBlank()) {
				return "process " + process;
			}
		}
		catch (IOException ex) {
			logger.debug("Who holds " + file + " cannot be read", ex);
		}
		return "another process";
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
