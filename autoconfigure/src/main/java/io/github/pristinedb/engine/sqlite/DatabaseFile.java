package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.UnusableDatabaseException;
import io.github.pristinedb.files.Uninterrupted;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the file that is where a database should be. Opens no connection, and the file
 * itself only if this process does not know yet that it is a database.
 */
final class DatabaseFile {

	private DatabaseFile() {
	}

	/**
	 * Look what is there.
	 * @param database the database
	 * @return the state
	 * @throws UnusableDatabaseException if it is no database, or cannot be read
	 */
	static DatabaseState state(SqliteDatabase database) {
		Path file = database.file();
		BasicFileAttributes attributes;
		try {
			attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
		}
		catch (NoSuchFileException ex) {
			return DatabaseState.MISSING;
		}
		catch (IOException ex) {
			throw unreadable(database, ex);
		}
		if (attributes.isDirectory()) {
			throw new UnusableDatabaseException("The database file " + database.readable() + " is a directory.",
					"Remove the directory, or let the JDBC URL " + database + " name a file.", null);
		}
		if (!attributes.isRegularFile()) {
			throw new UnusableDatabaseException("The database file " + database.readable() + " is not a regular file.",
					"Let the JDBC URL " + database + " name a regular file.", null);
		}
		if (attributes.size() == 0) {
			return DatabaseState.EMPTY;
		}
		if (!SeenFiles.contains(file, attributes)) {
			checkHeader(database);
			SeenFiles.add(file, attributes);
		}
		return DatabaseState.PRESENT;
	}

	/**
	 * The key of the file that is there.
	 * @param database the database
	 * @return the key, or {@code null} if nothing is there or the file system has none
	 */
	static @Nullable Object key(SqliteDatabase database) {
		try {
			return Files.readAttributes(database.file(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
				.fileKey();
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static void checkHeader(SqliteDatabase database) {
		ByteBuffer header;
		try {
			header = Uninterrupted.call(() -> readHeader(database.file()));
		}
		catch (IOException ex) {
			throw unreadable(database, ex);
		}
		if (header.limit() < SqliteHeader.LENGTH || !SqliteHeader.isDatabase(header)) {
			throw new UnusableDatabaseException(
					"The file " + database.readable() + " is not an SQLite database: its first bytes are wrong.",
					"Pristine has not changed the file. Delete it, or let the JDBC URL " + database
							+ " name another file.",
					null);
		}
	}

	private static ByteBuffer readHeader(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
			return SqliteHeader.read(channel);
		}
	}

	private static UnusableDatabaseException unreadable(SqliteDatabase database, IOException ex) {
		return new UnusableDatabaseException(
				"The database file " + database.readable() + " cannot be read: " + database.readable(ex) + ".",
				"Check the permissions of the file and of its directories.", database.readableCause(ex));
	}

}
