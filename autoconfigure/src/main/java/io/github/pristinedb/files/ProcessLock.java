package io.github.pristinedb.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
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
 * A lock against all other threads of this process and all other processes. The operating
 * system drops it when the process dies, however it dies. The threads of this process
 * queue up before the {@link LockedFile}.
 */
public final class ProcessLock implements Closeable {

	public static final Opener OPENER = FileChannel::open;

	private static final Log logger = LogFactory.getLog(ProcessLock.class);

	private static final long POLL_MILLIS = 10;

	private static final int POLLS_FOR_NAME = 300;

	// The number of times that a lock's file can be swept away between opening and
	// locking it.
	private static final int ATTEMPTS = 100;

	// A file lock belongs to the whole process; its threads need a lock among themselves.
	private static final ConcurrentMap<Path, ReentrantLock> threads = new ConcurrentHashMap<>();

	private final Path file;

	private final ReentrantLock thread;

	private final LockedFile locked;

	private ProcessLock(Path file, ReentrantLock thread, LockedFile locked) {
		this.file = file;
		this.thread = thread;
		this.locked = locked;
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
		return acquire(file, OPENER, purpose, timeout);
	}

	/**
	 * Wait for the lock, as {@link #acquire(Path, String, Duration)} does.
	 * @param file the real path of the lock's file; it is created if need be, and stays
	 * @param opener opens the file
	 * @param purpose what the holder does, as the end of the sentence "Waiting for
	 * process …, to …"
	 * @param timeout how long to wait
	 * @return the lock, which is released by closing it
	 * @throws IOException if the file cannot be created or locked
	 * @throws LockTimeoutException if another one holds the lock for longer than that
	 * @throws InterruptedException if this thread is interrupted while it waits
	 */
	public static ProcessLock acquire(Path file, Opener opener, String purpose, Duration timeout)
			throws IOException, LockTimeoutException, InterruptedException {
		long patience = TimeUnit.NANOSECONDS.convert(timeout);
		long deadline = System.nanoTime() + patience;
		ReentrantLock thread = threadLock(file);
		if (!thread.tryLock() && !thread.tryLock(patience, TimeUnit.NANOSECONDS)) {
			throw new LockTimeoutException("another thread of this process");
		}
		try {
			LockedFile locked = tryLock(file, opener);
			boolean said = false;
			for (int polls = 0; locked == null; polls++) {
				if (System.nanoTime() - deadline >= 0) {
					throw new LockTimeoutException(describe(holder(file)));
				}
				Thread.sleep(POLL_MILLIS);
				locked = tryLock(file, opener);
				if (locked != null || said) {
					continue;
				}
				LockHolder holder = holder(file);
				// A process that just got the lock has not written its name yet.
				if (holder != null || polls == POLLS_FOR_NAME) {
					logger.info("Waiting for " + describe(holder) + ", to " + purpose);
					said = true;
				}
			}
			return new ProcessLock(file, thread, locked);
		}
		catch (IOException | LockTimeoutException | InterruptedException | RuntimeException ex) {
			thread.unlock();
			throw ex;
		}
	}

	/**
	 * Get the lock if it is free.
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
		LockedFile locked = null;
		try {
			locked = tryLock(file, OPENER);
			return (locked != null) ? new ProcessLock(file, thread, locked) : null;
		}
		finally {
			if (locked == null) {
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
	 * Remove the lock's file. Waiting threads and processes notice, and create another
	 * one. The file stays on Windows, where the name of an open file cannot be used
	 * again.
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
		try (this.locked) {
			Uninterrupted.run(this::clear);
		}
		finally {
			this.thread.unlock();
		}
	}

	/**
	 * Clears our name, so that waiters never report a past holder.
	 */
	private void clear() throws IOException {
		if (this.locked.isOpen()) {
			this.locked.write(LockHolder.nobody());
		}
	}

	/**
	 * Lock the file if nobody holds the lock.
	 */
	private static @Nullable LockedFile tryLock(Path file, Opener opener) throws IOException {
		// A waiting thread checks for its interruption itself.
		return LockedFile.take(file, LockHolder.thisProcess(), () -> lockCurrent(file, opener));
	}

	private static Optional<LockedFile> lockCurrent(Path file, Opener opener) throws IOException {
		for (int i = 0; i < ATTEMPTS; i++) {
			BasicFileAttributes found = attributes(file);
			if (found == null) {
				create(file);
				continue;
			}
			LockedFile locked;
			try {
				locked = LockedFile.lock(file, () -> open(file, opener)).orElse(null);
			}
			catch (NoSuchFileException ex) {
				// It was swept away.
				continue;
			}
			if (locked == null) {
				return Optional.empty();
			}
			boolean kept = false;
			try {
				// If the file was swept away and created again meanwhile, the lock may be
				// on a file that nobody finds any more.
				BasicFileAttributes current = attributes(file);
				if (current != null && Objects.equals(current.fileKey(), found.fileKey())) {
					requireOurs(file, locked);
					locked.write(LockHolder.thisProcess().toBytes());
					kept = true;
					return Optional.of(locked);
				}
			}
			finally {
				if (!kept) {
					locked.unlock();
				}
			}
		}
		throw new IOException(file + " is replaced again and again");
	}

	private static void create(Path file) throws IOException {
		try {
			OwnerOnly.createFile(file);
		}
		catch (FileAlreadyExistsException ex) {
			// Another one was faster.
		}
	}

	private static FileChannel open(Path file, Opener opener) throws IOException {
		Found found = Found.at(file);
		found.refuseIf(found.writableFileDefect(LockHolder.BYTES));
		return opener.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * Never overwrites a file of somebody else.
	 */
	private static void requireOurs(Path file, LockedFile locked) throws IOException {
		if (!LockHolder.isOurs(locked.read())) {
			throw Found.at(file).refused("it is not a lock");
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
