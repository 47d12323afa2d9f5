package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.UnusableDatabaseException;
import org.jspecify.annotations.Nullable;

/**
 * A file that a JDBC URL names, or a reason why it names none.
 */
final class SqliteDatabase implements Database {

	/**
	 * What SQLite keeps beside a database.
	 */
	static final List<String> SIDECARS = List.of("-journal", "-wal", "-shm");

	private static final AtomicLong copies = new AtomicLong();

	private static final Object emptyFileLock = new Object();

	private final String jdbcUrl;

	private final SqliteUrl url;

	private final @Nullable Path file;

	private final @Nullable String unmanageable;

	SqliteDatabase(String jdbcUrl, SqliteUrl url) {
		this.jdbcUrl = jdbcUrl;
		this.url = url;
		String reason = url.unmanageable();
		this.file = (reason == null) ? url.file() : null;
		if (this.file != null && Files.isSymbolicLink(this.file)) {
			reason = "it is reached through a symbolic link, which could lead anywhere";
		}
		this.unmanageable = reason;
	}

	@Override
	public String url() {
		return this.jdbcUrl;
	}

	/**
	 * The URL, taken apart.
	 * @return the URL
	 */
	SqliteUrl options() {
		return this.url;
	}

	@Override
	public String name() {
		Path name = (this.file != null) ? this.file.getFileName() : null;
		return (name != null) ? name.toString() : "";
	}

	@Override
	public @Nullable String unmanageable() {
		return this.unmanageable;
	}

	/**
	 * The file.
	 * @return the absolute path
	 */
	Path file() {
		return Objects.requireNonNull(this.file, () -> this.jdbcUrl + " names no file");
	}

	@Override
	public DatabaseState state() {
		Path file = file();
		BasicFileAttributes attributes;
		try {
			attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
		}
		catch (NoSuchFileException ex) {
			return DatabaseState.MISSING;
		}
		catch (IOException ex) {
			throw unreadable(file, ex);
		}
		if (attributes.isDirectory()) {
			throw new UnusableDatabaseException("The database file " + file + " is a directory.",
					"Remove the directory, or let the JDBC URL " + this.jdbcUrl + " name a file.", null);
		}
		if (!attributes.isRegularFile()) {
			throw new UnusableDatabaseException("The database file " + file + " is not a regular file.",
					"Let the JDBC URL " + this.jdbcUrl + " name a regular file.", null);
		}
		if (attributes.size() == 0) {
			return DatabaseState.EMPTY;
		}
		if (!SeenFiles.contains(file, attributes)) {
			checkHeader(file);
			SeenFiles.add(file, attributes);
		}
		return DatabaseState.PRESENT;
	}

	private void checkHeader(Path file) {
		ByteBuffer header = ByteBuffer.allocate(SqliteHeader.LENGTH);
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			while (header.hasRemaining() && channel.read(header) != -1) {
				continue;
			}
		}
		catch (IOException ex) {
			throw unreadable(file, ex);
		}
		if (!SqliteHeader.isDatabase(header.flip())) {
			throw new UnusableDatabaseException(
					"The file " + file + " is not an SQLite database: its first bytes are wrong.",
					"It was left as it is. Delete it, or let the JDBC URL " + this.jdbcUrl + " name another file.",
					null);
		}
	}

	private UnusableDatabaseException unreadable(Path file, IOException ex) {
		return new UnusableDatabaseException("The database file " + file + " cannot be read: " + ex + ".",
				"Check the permissions of the file and of its directories.", ex);
	}

	@Override
	public boolean createFrom(Image image) {
		Path file = file();
		Path copy = file.resolveSibling(
				".%s.%d-%d.pristine".formatted(name(), ProcessHandle.current().pid(), copies.incrementAndGet()));
		try {
			try {
				write(((SqliteImage) image).content(), copy);
				BasicFileAttributes attributes = Files.readAttributes(copy, BasicFileAttributes.class);
				boolean created = publish(copy, file);
				if (created) {
					SeenFiles.add(file, attributes);
				}
				return created;
			}
			finally {
				Files.deleteIfExists(copy);
			}
		}
		catch (IOException ex) {
			throw new DatabaseCopyException(
					"The template " + image.file() + " could not be copied to " + file + ": " + ex + ".",
					"Check that the directory exists and can be written to, and that the disk has "
							+ image.bytes() / 1024 + " KiB left.",
					ex);
		}
	}

	private static void write(ByteBuffer content, Path copy) throws IOException {
		try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			while (content.hasRemaining()) {
				channel.write(content);
			}
		}
	}

	private boolean publish(Path copy, Path file) throws IOException {
		if (state() == DatabaseState.MISSING) {
			removeSidecars(file);
			try {
				// Unlike a rename, a link never replaces what another process made
				// meanwhile.
				Files.createLink(file, copy);
				return true;
			}
			catch (FileAlreadyExistsException ex) {
				return publish(copy, file);
			}
			catch (UnsupportedOperationException | IOException ex) {
				claim(file);
			}
		}
		return replaceEmpty(copy, file);
	}

	/**
	 * For file systems without hard links: of several, one creates the empty file, and
	 * all go on as if it had been there.
	 */
	private void claim(Path file) throws IOException {
		try {
			Files.createFile(file);
		}
		catch (FileAlreadyExistsException ex) {
			// Somebody else did, or even the whole database.
		}
	}

	private boolean replaceEmpty(Path copy, Path file) throws IOException {
		// A file lock is the process's, so the threads of this one queue up before it.
		synchronized (emptyFileLock) {
			// The lock is on a byte that SQLite never locks. Closing the channel drops
			// SQLite's locks too, but those of an empty file that is replaced protect
			// nothing.
			try (FileChannel empty = FileChannel.open(file, StandardOpenOption.WRITE);
					FileLock lock = empty.lock(0, 1, false)) {
				if (!lock.isValid() || state() != DatabaseState.EMPTY) {
					return false;
				}
				removeSidecars(file);
				Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
				return true;
			}
		}
	}

	/**
	 * Remove what an earlier database of that name left, since SQLite would replay it
	 * into the new one.
	 */
	private static void removeSidecars(Path file) throws IOException {
		for (String sidecar : SIDECARS) {
			Path leftover = file.resolveSibling(file.getFileName() + sidecar);
			if (Files.exists(leftover, LinkOption.NOFOLLOW_LINKS)
					&& !Files.isDirectory(leftover, LinkOption.NOFOLLOW_LINKS)) {
				Files.deleteIfExists(leftover);
			}
		}
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof SqliteDatabase that && this.file != null && that.file != null
				&& this.file.normalize().equals(that.file.normalize()));
	}

	@Override
	public int hashCode() {
		return (this.file != null) ? this.file.normalize().hashCode() : System.identityHashCode(this);
	}

	@Override
	public String toString() {
		return this.jdbcUrl;
	}

}
