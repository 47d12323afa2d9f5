package io.github.pristinedb.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * An open file that this process has locked, with the name of the holder in it. The
 * operating system drops the lock when the process dies, however it dies.
 * <p>
 * Closing any descriptor of a file drops all POSIX locks that the process holds on it. So
 * a file is opened only by the one owner in this process that took its name
 * ({@link LockedFiles}).
 */
final class LockedFile implements Closeable {

	// Far behind the name of the holder, which nobody could read on Windows if it were
	// locked.
	private static final long LOCKED_BYTE = 1L << 30;

	private final Path name;

	private final FileChannel channel;

	private LockedFile(Path name, FileChannel channel) {
		this.name = name;
		this.channel = channel;
	}

	/**
	 * Take the name of a file and lock the file.
	 * @param name the real path of the file
	 * @param holder the owner, in this process
	 * @param locking locks the file, by {@link #lock}
	 * @return the locked file, or {@code null} if the file is locked, or its name taken
	 * @throws IOException if the file cannot be locked by anybody
	 */
	static @Nullable LockedFile take(Path name, LockHolder holder, Uninterrupted.Work<Optional<LockedFile>> locking)
			throws IOException {
		if (!LockedFiles.take(name, holder)) {
			return null;
		}
		LockedFile locked = null;
		try {
			locked = Uninterrupted.call(locking).orElse(null);
			return locked;
		}
		finally {
			if (locked == null) {
				LockedFiles.giveBack(name);
			}
		}
	}

	/**
	 * Open and lock a file whose name is taken.
	 * @param name the name, which is given back when the locked file is closed
	 * @param opening opens the file, to read and to write
	 * @return the locked file, empty if another process has locked it
	 * @throws IOException if the file cannot be opened, or not be locked by anybody
	 */
	static Optional<LockedFile> lock(Path name, Uninterrupted.Work<FileChannel> opening) throws IOException {
		FileChannel channel = opening.call();
		boolean locked = false;
		try {
			locked = isLocked(channel);
			return locked ? Optional.of(new LockedFile(name, channel)) : Optional.empty();
		}
		finally {
			if (!locked) {
				channel.close();
			}
		}
	}

	private static boolean isLocked(FileChannel channel) throws IOException {
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

	/**
	 * Read the name of the holder.
	 * @return the text, which may not be a holder's
	 * @throws IOException if the file cannot be read
	 */
	String read() throws IOException {
		ByteBuffer content = ByteBuffer.allocate(LockHolder.BYTES);
		this.channel.read(content, 0);
		return StandardCharsets.UTF_8.decode(content.flip()).toString();
	}

	/**
	 * Write the name of the holder over the last one.
	 * @param holder the text
	 * @throws IOException if the file cannot be written
	 */
	void write(byte[] holder) throws IOException {
		this.channel.write(ByteBuffer.wrap(holder), 0);
	}

	/**
	 * Whether the file is open: an interruption may have closed it.
	 * @return whether it is
	 */
	boolean isOpen() {
		return this.channel.isOpen();
	}

	/**
	 * Close the file, which drops the lock, while its name stays taken.
	 * @throws IOException if the file cannot be closed
	 */
	void unlock() throws IOException {
		this.channel.close();
	}

	@Override
	public void close() throws IOException {
		try {
			this.channel.close();
		}
		finally {
			LockedFiles.giveBack(this.name);
		}
	}

}
