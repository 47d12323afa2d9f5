package io.github.pristinedb.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Marks a directory as that of one process, by a file that says which one and that the
 * process holds a lock on as long as it lives. The operating system drops the lock when
 * the process dies, however it dies; what the file says is the proof that Pristine made
 * the directory.
 */
public final class RunLock implements Closeable {

	private static final Log logger = LogFactory.getLog(RunLock.class);

	private final Path file;

	private final FileChannel channel;

	private RunLock(Path file, FileChannel channel) {
		this.file = file;
		this.channel = channel;
	}

	/**
	 * Mark a directory as that of this process.
	 * @param file the file, in a directory that this process has just created
	 * @return the lock, which this process holds until it is closed
	 * @throws IOException if the file cannot be created or locked
	 */
	public static RunLock create(Path file) throws IOException {
		Path real = real(file);
		LockedFiles.take(real, LockHolder.thisProcessHere());
		try {
			Path fresh = real.resolveSibling(real.getFileName() + ".new");
			OwnerOnly.createFile(fresh);
			FileChannel channel = Uninterrupted.call(() -> lock(fresh));
			// Under the name that others look at it is never seen without its lock.
			Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE);
			return new RunLock(real, channel);
		}
		catch (IOException | RuntimeException ex) {
			LockedFiles.giveBack(real);
			throw ex;
		}
	}

	private static FileChannel lock(Path file) throws IOException {
		FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
		boolean locked = false;
		try {
			channel.lock();
			channel.write(ByteBuffer.wrap(LockHolder.thisProcessHere().toBytes()), 0);
			locked = true;
			return channel;
		}
		finally {
			if (!locked) {
				channel.close();
			}
		}
	}

	/**
	 * Whether a file proves that its directory was made for a process that is dead. A
	 * missing file proves nothing: others have directories too. Nor does the file of this
	 * very process, which is not opened: closing it again would drop its lock.
	 * @param file the file
	 * @param pid the number of the process
	 * @return whether it does
	 */
	public static boolean isOfDeadProcess(Path file, long pid) {
		try {
			if (OwnFile.proofDefect(file, LockHolder.BYTES) != null) {
				return false;
			}
			Path real = real(file);
			if (!LockedFiles.take(real, LockHolder.thisProcessHere())) {
				return false;
			}
			try {
				String left = Uninterrupted.call(() -> leftBehind(real));
				LockHolder holder = LockHolder.parse(left);
				return holder != null && holder.pid() == pid;
			}
			finally {
				LockedFiles.giveBack(real);
			}
		}
		catch (NoSuchFileException ex) {
			return false;
		}
		catch (IOException | OverlappingFileLockException ex) {
			logger.debug("Whose " + file + " is cannot be told", ex);
			return false;
		}
	}

	/**
	 * What a process that is gone has written, nothing if it still holds the lock.
	 */
	private static String leftBehind(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
				LinkOption.NOFOLLOW_LINKS); FileLock lock = channel.tryLock()) {
			ByteBuffer content = ByteBuffer.allocate(LockHolder.BYTES);
			if (lock != null) {
				channel.read(content, 0);
			}
			return StandardCharsets.UTF_8.decode(content.flip()).toString();
		}
	}

	private static Path real(Path file) throws IOException {
		Path directory = file.toAbsolutePath().getParent();
		return (directory != null) ? directory.toRealPath().resolve(file.getFileName()) : file;
	}

	@Override
	public void close() throws IOException {
		try {
			this.channel.close();
		}
		finally {
			LockedFiles.giveBack(this.file);
		}
	}

}
