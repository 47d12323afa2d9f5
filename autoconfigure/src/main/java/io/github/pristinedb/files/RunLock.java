package io.github.pristinedb.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Marks a directory as that of one process. A file in it names the process, which keeps
 * the file locked as long as it lives. The content of the file proves that Pristine made
 * the directory.
 */
public final class RunLock implements Closeable {

	private static final Log logger = LogFactory.getLog(RunLock.class);

	private final LockedFile locked;

	private RunLock(LockedFile locked) {
		this.locked = locked;
	}

	/**
	 * Mark a directory as that of this process.
	 * @param file the file, in a directory that this process has just created
	 * @return the lock, which this process holds until it is closed
	 * @throws IOException if the file cannot be created or locked
	 */
	public static RunLock create(Path file) throws IOException {
		Path real = real(file);
		Path fresh = OwnerOnly.createFile(real.resolveSibling(real.getFileName() + ".new"));
		LockedFile locked = LockedFile.take(real, LockHolder.thisProcessHere(), () -> lock(real, fresh));
		if (locked == null) {
			throw new IOException(real + " is locked already");
		}
		try {
			// Under its final name no other process ever sees it without its lock.
			Files.move(fresh, real, StandardCopyOption.ATOMIC_MOVE);
			return new RunLock(locked);
		}
		catch (IOException | RuntimeException ex) {
			locked.close();
			throw ex;
		}
	}

	private static Optional<LockedFile> lock(Path name, Path file) throws IOException {
		LockedFile locked = LockedFile.lock(name, () -> open(file)).orElse(null);
		if (locked == null) {
			return Optional.empty();
		}
		boolean kept = false;
		try {
			locked.write(LockHolder.thisProcessHere().toBytes());
			kept = true;
			return Optional.of(locked);
		}
		finally {
			if (!kept) {
				locked.unlock();
			}
		}
	}

	private static FileChannel open(Path file) throws IOException {
		return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * Whether a file proves that its directory belonged to a process that died. A missing
	 * file proves nothing, since others have directories too. The file of this process
	 * proves nothing and is not opened: closing it would drop its lock.
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
			try (LockedFile left = LockedFile.take(real, LockHolder.thisProcessHere(),
					() -> LockedFile.lock(real, () -> open(real)))) {
				LockHolder holder = (left != null) ? LockHolder.parse(left.read()) : null;
				return holder != null && holder.pid() == pid;
			}
		}
		catch (NoSuchFileException ex) {
			return false;
		}
		catch (IOException ex) {
			logger.debug("Whose " + file + " is cannot be told", ex);
			return false;
		}
	}

	private static Path real(Path file) throws IOException {
		Path directory = file.toAbsolutePath().getParent();
		return (directory != null) ? directory.toRealPath().resolve(file.getFileName()) : file;
	}

	@Override
	public void close() throws IOException {
		this.locked.close();
	}

}
