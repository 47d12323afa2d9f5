package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;

import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.files.Uninterrupted;

/**
 * Copies an image to where a URL leads: to a file beside it, which then gets its name.
 *
 * @param target the database to be made, which is missing or empty
 * @param image what to copy
 */
record LiteralCopy(SqliteDatabase target, SqliteImage image) {

	// A file lock is the process's, so the threads of this one queue up before it.
	private static final Object emptyFileLock = new Object();

	/**
	 * Make the copy.
	 * @param target the database to be made, which is missing or empty
	 * @param image what to copy
	 * @return whether the copy was made, {@code false} if the database has content by now
	 * @throws DatabaseCopyException if it cannot be copied; the database is then as it
	 * was before
	 */
	static boolean of(SqliteDatabase target, SqliteImage image) {
		return new LiteralCopy(target, image).make();
	}

	private boolean make() {
		Path file = this.target.file();
		Path copy = file.resolveSibling("." + UUID.randomUUID() + ".pristine");
		try {
			try {
				Uninterrupted.run(() -> write(this.image.content(), copy));
				return publish(copy, file);
			}
			finally {
				Files.deleteIfExists(copy);
			}
		}
		catch (IOException ex) {
			throw new DatabaseCopyException(
					"The template " + this.image.file() + " could not be copied to " + this.target.readable() + ": "
							+ this.target.readable(ex) + ".",
					"Check that the directory exists and can be written to, and that the disk has "
							+ this.image.bytes() / 1024 + " KiB left.",
					this.target.readableCause(ex));
		}
	}

	private static void write(ByteBuffer content, Path copy) throws IOException {
		Files.deleteIfExists(copy);
		try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			while (content.hasRemaining()) {
				channel.write(content);
			}
		}
	}

	private boolean publish(Path copy, Path file) throws IOException {
		BasicFileAttributes attributes = Files.readAttributes(copy, BasicFileAttributes.class);
		// Before it is there: another thread must not look into it and, by closing it,
		// drop the locks of the first connection to it.
		SeenFiles.add(file, attributes);
		boolean created = false;
		try {
			created = link(copy, file) || replaceEmpty(copy, file);
			return created;
		}
		finally {
			if (!created) {
				SeenFiles.remove(file, attributes);
			}
		}
	}

	/**
	 * Publish at a name where nothing is and that nothing is left of: unlike a rename, a
	 * link never replaces what somebody made meanwhile.
	 */
	private boolean link(Path copy, Path file) throws IOException {
		if (state() != DatabaseState.MISSING || !leftovers().isEmpty()) {
			return false;
		}
		try {
			Files.createLink(file, copy);
			return true;
		}
		catch (UnsupportedOperationException | IOException ex) {
			// There is something by now, or the file system has no hard links.
			return false;
		}
	}

	/**
	 * Publish in place of an empty file, which is created if need be. It is locked from
	 * the look at it until it is replaced, so what is beside it belongs to nobody who
	 * found a database there.
	 */
	private boolean replaceEmpty(Path copy, Path file) throws IOException {
		synchronized (emptyFileLock) {
			claim(file);
			// A database must not even be opened: closing it again would drop the locks
			// of this process's connections to it.
			return Uninterrupted.call(() -> state() == DatabaseState.EMPTY && lockAndReplace(copy, file));
		}
	}

	private boolean lockAndReplace(Path copy, Path file) throws IOException {
		// The lock is on a byte that SQLite never locks.
		try (FileChannel empty = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
				FileLock lock = empty.lock(0, 1, false)) {
			// Another process may have been first.
			if (!lock.isValid() || state() != DatabaseState.EMPTY) {
				return false;
			}
			for (Path leftover : leftovers()) {
				Files.deleteIfExists(leftover);
			}
			if (!SqliteDatabase.WINDOWS) {
				Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
				return true;
			}
		}
		// Windows replaces no file that is open. In this moment another process may find
		// it empty too: then the latter's copy stays, or one of them fails. (Written by
		// the book; not tried on Windows.)
		Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
		return true;
	}

	private static void claim(Path file) throws IOException {
		try {
			Files.createFile(file);
		}
		catch (FileAlreadyExistsException ex) {
			// Somebody else did, or it was there, or it is the whole database by now.
		}
	}

	private DatabaseState state() {
		return DatabaseFile.state(this.target);
	}

	/**
	 * What an earlier database of that name left, which SQLite would replay into a new
	 * one.
	 */
	private List<Path> leftovers() {
		return this.target.sidecars()
			.stream()
			// File.exists() costs no exception when the file is absent, as it mostly is.
			.filter((leftover) -> leftover.toFile().exists() && !Files.isDirectory(leftover, LinkOption.NOFOLLOW_LINKS))
			.toList();
	}

}
