package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.UnusableDatabaseException;

/**
 * A finished SQLite database that is copied from. Its bytes are mapped once and shared by
 * all that copy them; the mapping goes with the image.
 */
final class SqliteImage implements Image {

	private final Path file;

	private final long bytes;

	private final ByteBuffer content;

	private SqliteImage(Path file, ByteBuffer content) {
		this.file = file;
		this.bytes = content.limit();
		this.content = content;
	}

	/**
	 * Open an image.
	 * @param file its file
	 * @return the image
	 * @throws UnusableDatabaseException if it cannot be read, or is no SQLite database
	 */
	static SqliteImage open(Path file) {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			ByteBuffer content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
			if (!SqliteHeader.isDatabase(content)) {
				throw new UnusableDatabaseException("The image " + file + " is not an SQLite database.",
						"Delete it; it is built again.", null);
			}
			return new SqliteImage(file, content);
		}
		catch (IOException ex) {
			throw new UnusableDatabaseException("The image " + file + " cannot be read: " + ex.getMessage() + ".",
					"Check its permissions, or delete it; it is built again.", ex);
		}
	}

	/**
	 * The bytes of the database.
	 * @return a view of its own, from the first byte to the last
	 */
	ByteBuffer content() {
		return this.content.duplicate();
	}

	@Override
	public Path file() {
		return this.file;
	}

	@Override
	public long bytes() {
		return this.bytes;
	}

}
