package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.zip.Checksum;

import io.github.pristinedb.engine.UnusableDatabaseException;
import io.github.pristinedb.files.Uninterrupted;
import io.github.pristinedb.template.file.FileImage;
import org.jspecify.annotations.Nullable;

/**
 * A finished SQLite database that is copied from. Its bytes are mapped once and shared by
 * all that copy them; the mapping goes with the image.
 */
final class SqliteImage implements FileImage {

	// A mapping is a buffer, whose length is an int.
	private static final long MOST_BYTES = Integer.MAX_VALUE;

	private static final int CHUNK = 1 << 16;

	private final Path file;

	private final long bytes;

	private final ByteBuffer content;

	private final Object schema;

	private volatile @Nullable BlockSums sums;

	private SqliteImage(Path file, ByteBuffer content, Object schema) {
		this.file = file;
		this.bytes = content.limit();
		this.content = content;
		this.schema = schema;
	}

	/**
	 * Open an image.
	 * @param file its file
	 * @return the image
	 * @throws UnusableDatabaseException if it cannot be read, or is no SQLite database
	 */
	static SqliteImage open(Path file) {
		return open(file, new Object());
	}

	/**
	 * Open an image whose schema is known to be that of another one.
	 * @param file its file
	 * @param schema the {@linkplain #schema() schema} of the other one
	 * @return the image
	 * @throws UnusableDatabaseException if it cannot be read, or is no SQLite database
	 */
	static SqliteImage open(Path file, Object schema) {
		try {
			return new SqliteImage(file, Uninterrupted.call(() -> map(file)), schema);
		}
		catch (IOException ex) {
			throw new UnusableDatabaseException("The image " + file + " cannot be read: " + ex + ".",
					"Check the permissions of the file, or delete it: Pristine builds the image again.", ex);
		}
	}

	private static ByteBuffer map(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
			long bytes = channel.size();
			checkSize(file, bytes);
			ByteBuffer header = SqliteHeader.read(channel);
			if (header.limit() < SqliteHeader.LENGTH || !SqliteHeader.isDatabase(header)) {
				throw new UnusableDatabaseException("The image " + file + " is not an SQLite database.",
						"Delete the file: Pristine builds the image again.", null);
			}
			return channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes);
		}
	}

	/**
	 * Check whether a database can be an image.
	 * @param file the database
	 * @param bytes its size
	 * @throws UnusableDatabaseException if it is too large
	 */
	static void checkSize(Path file, long bytes) {
		if (bytes > MOST_BYTES) {
			throw new UnusableDatabaseException(
					"The database " + file + " has " + (bytes >> 20)
							+ " MiB. Pristine copies databases of up to 2047 MiB for scenarios.",
					"Let the migrations, seeds and start-up code of the tests write less, or set"
							+ " pristine.enabled=false.",
					null);
		}
	}

	/**
	 * Look for pages that differ from those of this image.
	 * @param part whole pages of another database, the last of which may be cut off
	 * @param position where the part begins
	 * @param pages gets the numbers of the pages, from 1 on; those that only the other
	 * database has are among them
	 */
	void addOtherPages(ByteBuffer part, long position, BitSet pages) {
		ByteBuffer content = content();
		int pageSize = SqliteHeader.pageSize(content);
		for (int start = 0; start < part.limit(); start += pageSize) {
			long place = position + start;
			int length = Math.min(pageSize, part.limit() - start);
			if (place + length > content.limit()
					|| !part.slice(start, length).equals(content.slice(Math.toIntExact(place), length))) {
				pages.set(Math.toIntExact(place / pageSize) + 1);
			}
		}
	}

	/**
	 * The bytes of the database.
	 * @return a view of its own, from the first byte to the last
	 */
	ByteBuffer content() {
		return this.content.duplicate();
	}

	/**
	 * What stands for the schema. Of two images with the same object here, one was
	 * captured from a database that had started from the other, and whose schema nobody
	 * had changed. Two images with the same schema cookie alone may well have different
	 * schemas: two databases that start from the same image count on from the same
	 * cookie.
	 * @return an object to be compared by identity
	 */
	Object schema() {
		return this.schema;
	}

	/**
	 * The checksums of the content, made when they are first asked for.
	 * @return the checksums
	 */
	BlockSums sums() {
		BlockSums sums = this.sums;
		if (sums == null) {
			// Two threads may both come here; they find the same.
			sums = BlockSums.of(content());
			this.sums = sums;
		}
		return sums;
	}

	@Override
	public Path file() {
		return this.file;
	}

	@Override
	public long bytes() {
		return this.bytes;
	}

	/**
	 * {@inheritDoc} Not by way of the mapping: that its file became shorter Java tells by
	 * an error in whatever code the thread has come to by then, its own classes' included
	 * ({@link java.nio.MappedByteBuffer}).
	 */
	@Override
	public void addTo(Checksum checksum) throws IOException {
		byte[] chunk = new byte[CHUNK];
		try (InputStream in = Files.newInputStream(this.file, LinkOption.NOFOLLOW_LINKS)) {
			int length = in.read(chunk);
			while (length != -1) {
				checksum.update(chunk, 0, length);
				length = in.read(chunk);
			}
		}
	}

}
