package io.github.pristinedb.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A lock that keeps out all other threads of this process and all other processes. The
 * operating system drops it when the process dies, however it dies.
 * <p>
 * Closing any descriptor of a file drops all POSIX locks that the process holds on it. So
 * a lock's file is opened only by the one thread that has, or is about to get, the lock
 * among the threads of this process, those of other copies of this class included
 * ({@link LockedFiles}).
 */
public final class ProcessLock implements Closeable {

	public static final Opener OPENER = FileChannel::open;

	private static final Log logger = LogFactory.getLog(ProcessLock.class);

	// Far behind what the holder writes, which nobody could read on Windows if it were
	// locked.
	private static final long LOCKED_BYTE = 1L << 30;

	private static final long POLL_MILLIS = 10;

	private static final int POLLS_FOR_NAME = 300;

	// How often a lock's file can be swept away between opening and locking it.
	private static final int ATTEMPTS = 100;

	// A file lock belongs to the whole process; its threads need a lock among themselves.
	private static final ConcurrentMap<Path, ReentrantLock> threads = new ConcurrentHashMap<>();

	private final Path file;

	private final ReentrantLock thread;

	private final FileChannel channel;

	private ProcessLock(Path file, ReentrantLock thread, FileChannel channel) {
		this.file = file;
		this.thread = thread;
		this.channel = channel;
	}

	/**
	 * Wait for the lock.
	 * @param file the real path of the lock's file; it is created if need be, and stays
	 * @param purpose what the holder does, as the end of the sentence "Waiting for
	 * process …, to …"
	 * @param timeout how long to wait
	 * @return the lock, which is released by closing it
	 * @throws IOException if the file cannot be created or locked
	 * @throws LockTimeoutException if another one holds the lock for longer than that
	 * @throws InterruptedException if this thread is interrupted while it waits
	 */
	public static ProcessLock acquire(Path file, String purpose, Duration timeout)
			throws IOException, LockTimeoutException, InterruptedException {
		return acquire(new Attempt(file, OPENER), purpose, timeout);
	}

	public static ProcessLock acquire(Attempt attempt, String purpose, Duration timeout)
			throws IOException, LockTimeoutException, InterruptedException {
		long patience = TimeUnit.NANOSECONDS.convert(timeout);
		long deadline = System.nanoTime() + patience;
		ReentrantLock thread = threadLock(attempt.file());
		if (!thread.tryLock() && !thread.tryLock(patience, TimeUnit.NANOSECONDS)) {
			throw new LockTimeoutException("another thread of this process");
		}
		try {
			FileChannel channel = attempt.lock();
			boolean said = false;
			for (int polls = 0; channel == null; polls++) {
				if (System.nanoTime() - deadline >= 0) {
					throw new LockTimeoutException(describe(holder(attempt.file())));
				}
				Thread.sleep(POLL_MILLIS);
				channel = attempt.lock();
				if (channel != null || said) {
					continue;
				}
				LockHolder holder = holder(attempt.file());
				// A process that has got the lock just now has yet to write who it is.
				if (holder != null || polls == POLLS_FOR_NAME) {
					logger.info("Waiting for " + describe(holder) + ", to " + purpose);
					said = true;
				}
			}
			return new ProcessLock(attempt.file(), thread, channel);
		}
		catch (IOException | LockTimeoutException | InterruptedException | RuntimeException ex) {
			thread.unlock();
			throw ex;
		}
	}

	/**
	 * Get the lock if nobody holds it.
	 * @param file the real path of the lock's file; it is created if need be
	 * @return the lock, which is released by closing it, or {@code null} if another one
	 * holds it
	 * @throws IOException if the file cannot be created or locked
	 */
	public static @Nullable ProcessLock tryAcquire(Path file) throws IOException {
		ReentrantLock thread = threadLock(file);
		if (thread.isHeldByCurrentThread() || !thread.tryLock()) {
			return null;
		}
		FileChannel channel = null;
		try {
			channel = new Attempt(file, OPENER).lock();
			return (channel != null) ? new ProcessLock(file, thread, channel) : null;
		}
		finally {
			if (channel == null) {
				thread.unlock();
			}
		}
	}

	/**
	 * Whether this thread holds the lock.
	 * @param file the real path of the lock's file
	 * @return whether it does
	 */
	public static boolean isHeldByThisThread(Path file) {
		return threadLock(file).isHeldByCurrentThread();
	}

	private static ReentrantLock threadLock(Path file) {
		return threads.computeIfAbsent(file, (key) -> new ReentrantLock());
	}

	private static @Nullable LockHolder holder(Path file) {
		if (!LockedFiles.take(file, LockHolder.thisProcess())) {
			return LockedFiles.holder(file);
		}
		try {
			return LockHolder.parse(new String(OwnFile.read(file, LockHolder.BYTES), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			logger.debug("Who holds " + file + " cannot be read", ex);
			return null;
		}
		finally {
			LockedFiles.giveBack(file);
		}
	}

	private static String describe(@Nullable LockHolder holder) {
		return (holder != null) ? holder.toString() : "another process";
	}

	/**
	 * Remove the lock's file, which is of no more use. Who waits for the lock meanwhile
	 * notices, and creates another one. Windows does not let a file go that others have
	 * open, and gives its name to nobody else until they close it, so it stays there.
	 * @throws IOException if it cannot be removed
	 */
	public void removeFile() throws IOException {
		BasicFileAttributes attributes = attributes(this.file);
		if (attributes != null && attributes.fileKey() != null) {
			Files.delete(this.file);
		}
	}

	private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
		try {
			return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	@Override
	public void close() throws IOException {
		try {
			Uninterrupted.run(this::release);
		}
		finally {
			LockedFiles.giveBack(this.file);
			this.thread.unlock();
		}
	}

	private void release() throws IOException {
		try (this.channel) {
			if (this.channel.isOpen()) {
				// Clears our name, so that waiters never report a past holder.
				this.channel.write(ByteBuffer.wrap(LockHolder.nobody()), 0);
			}
		}
	}

	/**
	 * Tries to lock a file.
	 *
	 * @param file the file
	 * @param opener opens it
	 */
	public record Attempt(Path file, Opener opener) {

		/**
		 * Try it.
		 * @return what holds the lock, or {@code null} if another process does
		 * @throws IOException if the file cannot be created, or not be locked by anybody
		 */
		@Nullable FileChannel lock() throws IOException {
			if (!LockedFiles.take(this.file, LockHolder.thisProcess())) {
				return null;
			}
			FileChannel channel = null;
			try {
				// Who waits looks for an interruption by itself.
				channel = Uninterrupted.call(() -> Optional.ofNullable(lockCurrent())).orElse(null);
				return channel;
			}
			finally {
				if (channel == null) {
					LockedFiles.giveBack(this.file);
				}
			}
		}

		private @Nullable FileChannel lockCurrent() throws IOException {
			for (int i = 0; i < ATTEMPTS; i++) {
				BasicFileAttributes found = attributes(this.file);
				if (found == null) {
					create();
					continue;
				}
				FileChannel channel = open();
				if (channel == null) {
					continue;
				}
				boolean kept = false;
				try {
					if (!lock(channel)) {
						return null;
					}
					// If it was swept away and created again since it was looked at, the
					// lock may be on a file that nobody finds any more.
					BasicFileAttributes locked = attributes(this.file);
					if (locked != null && Objects.equals(locked.fileKey(), found.fileKey())) {
						requireOurs(channel);
						channel.write(ByteBuffer.wrap(LockHolder.thisProcess().toBytes()), 0);
						kept = true;
						return channel;
					}
				}
				finally {
					if (!kept) {
						channel.close();
					}
				}
			}
			throw new IOException(this.file + " is replaced again and again");
		}

		private void create() throws IOException {
			try {
				OwnerOnly.createFile(this.file);
			}
			catch (FileAlreadyExistsException ex) {
				// Another one was faster.
			}
		}

		private @Nullable FileChannel open() throws IOException {
			try {
				Found found = Found.at(this.file);
				String reason = found.writableFileDefect(LockHolder.BYTES);
				if (reason != null) {
					throw found.refused(reason);
				}
				return this.opener.open(this.file, StandardOpenOption.READ, StandardOpenOption.WRITE,
						LinkOption.NOFOLLOW_LINKS);
			}
			catch (NoSuchFileException ex) {
				return null;
			}
		}

		/**
		 * A file of somebody else's, of whatever content, is not written over.
		 */
		private void requireOurs(FileChannel channel) throws IOException {
			ByteBuffer content = ByteBuffer.allocate(LockHolder.BYTES);
			channel.read(content, 0);
			content.flip();
			if (!LockHolder.isOurs(StandardCharsets.UTF_8.decode(content).toString())) {
				throw Found.at(this.file).refused("it is not a lock");
			}
		}

		private boolean lock(FileChannel channel) throws IOException {
			try {
				return channel.tryLock(LOCKED_BYTE, 1, false) != null;
			}
			catch (OverlappingFileLockException ex) {
				// Somebody else in this JVM, by whatever other means.
				return false;
			}
			catch (UnsupportedOperationException ex) {
				throw new IOException("The file system cannot lock files", ex);
			}
		}

	}

	/**
	 * Opens a file.
	 */
	@FunctionalInterface
	public interface Opener {

		FileChannel open(Path file, OpenOption... options) throws IOException;

	}

}
