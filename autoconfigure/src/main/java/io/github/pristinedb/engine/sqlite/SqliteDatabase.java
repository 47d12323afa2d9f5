package io.github.pristinedb.engine.sqlite;

import java.io.File;
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
import java.util.UUID;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ReadableUrl;
import io.github.pristinedb.engine.UnusableDatabaseException;
import io.github.pristinedb.files.Uninterrupted;
import org.jspecify.annotations.Nullable;

/**
 * A file that a JDBC URL names, or a reason why it names none.
 */
final class SqliteDatabase implements Database {

	/**
	 * What SQLite keeps beside a database.
	 */
	static final List<String> SIDECARS = List.of("-journal", "-wal", "-shm");

	static final boolean WINDOWS = File.separatorChar == '\\';

	// A file lock is the process's, so the threads of this one queue up before it.
	private static final Object emptyFileLock = new Object();

	private final String jdbcUrl;

	private final SqliteUrl url;

	private final @Nullable Path file;

	private final @Nullable Path readable;

	private final @Nullable String unmanageable;

	private volatile @Nullable Path place;

	SqliteDatabase(String jdbcUrl, SqliteUrl url) {
		this.jdbcUrl = jdbcUrl;
		this.url = url;
		String reason = url.unmanageable();
		this.file = (reason == null) ? url.file() : null;
		this.readable = (reason == null) ? url.readableFile() : null;
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
		Path name = (this.readable != null) ? this.readable.getFileName() : null;
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
		return Objects.requireNonNull(this.file, () -> this + " names no file");
	}

	/**
	 * The file as it stands in messages.
	 * @return the absolute path
	 */
	String readable() {
		return String.valueOf(this.readable);
	}

	/**
	 * What went wrong, as it stands in messages. It may name the file as it is.
	 */
	private String readable(IOException ex) {
		return isReadable() ? ex.toString() : ex.getClass().getName();
	}

	private @Nullable IOException readableCause(IOException ex) {
		return isReadable() ? ex : null;
	}

	private boolean isReadable() {
		return Objects.equals(this.file, this.readable);
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
			throw unreadable(ex);
		}
		if (attributes.isDirectory()) {
			throw new UnusableDatabaseException("The database file " + readable() + " is a directory.",
					"Remove the directory, or let the JDBC URL " + this + " name a file.", null);
		}
		if (!attributes.isRegularFile()) {
			throw new UnusableDatabaseException("The database file " + readable() + " is not a regular file.",
					"Let the JDBC URL " + this + " name a regular file.", null);
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

	@Override
	public @Nullable Object identity() {
		try {
			return Files.readAttributes(file(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
		}
		catch (IOException ex) {
			return null;
		}
	}

	private void checkHeader(Path file) {
		ByteBuffer header;
		try {
			header = Uninterrupted.call(() -> readHeader(file));
		}
		catch (IOException ex) {
			throw unreadable(ex);
		}
		if (header.limit() < SqliteHeader.LENGTH || !SqliteHeader.isDatabase(header)) {
			throw new UnusableDatabaseException(
					"The file " + readable() + " is not an SQLite database: its first bytes are wrong.",
					"It was left as it is. Delete it, or let the JDBC URL " + this + " name another file.", null);
		}
	}

	private static ByteBuffer readHeader(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
			return SqliteHeader.read(channel);
		}
	}

	private UnusableDatabaseException unreadable(IOException ex) {
		return new UnusableDatabaseException(
				"The database file " + readable() + " cannot be read: " + readable(ex) + ".",
				"Check the permissions of the file and of its directories.", readableCause(ex));
	}

	@Override
	public boolean createFrom(Image image) {
		Path file = file();
		Path copy = file.resolveSibling("." + UUID.randomUUID() + ".pristine");
		try {
			try {
				Uninterrupted.run(() -> write(((SqliteImage) image).content(), copy));
				return publish(copy, file);
			}
			finally {
				Files.deleteIfExists(copy);
			}
		}
		catch (IOException ex) {
			throw new DatabaseCopyException(
					"The template " + image.file() + " could not be copied to " + readable() + ": " + readable(ex)
							+ ".",
					"Check that the directory exists and can be written to, and that the disk has "
							+ image.bytes() / 1024 + " KiB left.",
					readableCause(ex));
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
		if (state() != DatabaseState.MISSING || !leftovers(file).isEmpty()) {
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
			for (Path leftover : leftovers(file)) {
				Files.deleteIfExists(leftover);
			}
			if (!WINDOWS) {
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

	/**
	 * What an earlier database of that name left, which SQLite would replay into a new
	 * one.
	 */
	private static List<Path> leftovers(Path file) {
		return SIDECARS.stream()
			.map((sidecar) -> file.resolveSibling(file.getFileName() + sidecar))
			// Of a File the question costs no exception when the answer is no, as it
			// mostly is.
			.filter((leftover) -> leftover.toFile().exists() && !Files.isDirectory(leftover, LinkOption.NOFOLLOW_LINKS))
			.toList();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other
				|| (other instanceof SqliteDatabase that && place() != null && Objects.equals(place(), that.place()));
	}

	@Override
	public int hashCode() {
		Path place = place();
		return (place != null) ? place.hashCode() : System.identityHashCode(this);
	}

	/**
	 * The file without detours: by links to its directory, or by {@code ..}, which leads
	 * elsewhere behind a link. Found once, as this may be the key of a map, and the same
	 * whether the directory is there by now or not.
	 */
	private @Nullable Path place() {
		if (this.place == null && this.file != null) {
			this.place = withoutDetours(this.file);
		}
		return this.place;
	}

	private static Path withoutDetours(Path file) {
		for (Path parent = file.getParent(); parent != null; parent = parent.getParent()) {
			try {
				return parent.toRealPath()
					.resolve(file.subpath(parent.getNameCount(), file.getNameCount()))
					.normalize();
			}
			catch (IOException ex) {
				// There is no such directory yet.
			}
		}
		return file.normalize();
	}

	@Override
	public String toString() {
		return ReadableUrl.of(this.jdbcUrl);
	}

}
