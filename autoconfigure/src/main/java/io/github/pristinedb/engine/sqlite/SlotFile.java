package io.github.pristinedb.engine.sqlite;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.BitSet;
import java.util.Objects;
import java.util.Set;

import io.github.pristinedb.files.Uninterrupted;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The file of a scenario database, with its sidecars. It is opened when it is created,
 * and closed when it is given up: closing any descriptor of a file drops all POSIX locks
 * that the process holds on it ("How To Corrupt An SQLite Database File", 2.2). So no
 * interruption of a thread may close it either.
 */
final class SlotFile {

	private static final int CHUNK = 1 << 16;

	private static final Log logger = LogFactory.getLog(SlotFile.class);

	private final Path path;

	private final File journal;

	private final File writeAheadLog;

	private final UninterruptibleChannel channel;

	private final @Nullable FileMapping mapping;

	private final @Nullable Object fileKey;

	private final ByteBuffer header = ByteBuffer.allocateDirect(SqliteHeader.LENGTH);

	private final BlockSums.Calculator calculator = new BlockSums.Calculator();

	/**
	 * Create the file.
	 * @param path where it is to be; nothing is there yet
	 * @param content what it starts with
	 * @throws IOException if it cannot be created; nothing is there then
	 */
	SlotFile(Path path, ByteBuffer content) throws IOException {
		this.path = path;
		this.journal = sidecar("-journal").toFile();
		this.writeAheadLog = sidecar("-wal").toFile();
		for (String suffix : SqliteDatabase.SIDECARS) {
			Files.deleteIfExists(sidecar(suffix));
		}
		Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
				StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
		this.channel = UninterruptibleChannel.open(path, options, ownerOnly(path));
		try {
			write(content, 0, content.limit());
			boolean large = content.limit() > SqliteScenarioDatabase.LARGE;
			this.mapping = (large && !SqliteDatabase.WINDOWS) ? new FileMapping(path) : null;
			BasicFileAttributes attributes = attributes();
			this.fileKey = attributes.fileKey();
			// Nobody is to open it only to see that it is a database.
			SeenFiles.add(path, attributes);
		}
		catch (IOException ex) {
			delete();
			throw ex;
		}
	}

	private static FileAttribute<?>[] ownerOnly(Path path) {
		boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
		return posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
	}

	Path path() {
		return this.path;
	}

	long size() throws IOException {
		return this.channel.size();
	}

	/**
	 * Read the header.
	 * @return whether there is a whole one, which {@link #header()} has now
	 * @throws IOException if it cannot be read
	 */
	boolean readHeader() throws IOException {
		return readStart(this.header);
	}

	/**
	 * Read the start of the file.
	 * @param start where it is put, as many bytes as fit in
	 * @return whether there are so many
	 * @throws IOException if it cannot be read
	 */
	boolean readStart(ByteBuffer start) throws IOException {
		int read = this.channel.read(start.clear(), 0);
		start.clear();
		return read == start.capacity();
	}

	/**
	 * The header as it was when it was last read.
	 * @return the header, to be looked at and not kept
	 */
	ByteBuffer header() {
		return this.header;
	}

	/**
	 * Overwrite the file. What can fail comes first, which is to grow: then the old
	 * content is still there. The first page comes last, since without it no other page
	 * is looked at.
	 * @param image what to overwrite it with
	 * @param first the first page, in the place of that of the image
	 * @throws IOException if it cannot be written
	 */
	void overwrite(SqliteImage image, ByteBuffer first) throws IOException {
		ByteBuffer content = image.content();
		int start = first.limit();
		int end = content.limit();
		int length = (int) size();
		int common = Math.max(start, Math.min(length, end));
		write(content, common, end);
		ByteBuffer live = (common > SqliteScenarioDatabase.LARGE) ? mapped(common) : null;
		if (live != null) {
			overwriteDifferences(image, live, start, common);
		}
		else {
			write(content, start, common);
		}
		if (length > end) {
			truncate(end);
		}
		write(first, 0, start);
		first.clear();
	}

	private void overwriteDifferences(SqliteImage image, ByteBuffer live, int start, int end) throws IOException {
		ByteBuffer content = image.content();
		BlockSums sums = image.sums();
		int firstBlock = Math.max(1, start / BlockSums.BLOCK);
		int endBlock = end / BlockSums.BLOCK;
		write(content, start, firstBlock * BlockSums.BLOCK);
		int differing = firstBlock;
		for (int block = firstBlock; block < endBlock; block++) {
			if (sums.matches(live, block, this.calculator)) {
				write(content, differing * BlockSums.BLOCK, block * BlockSums.BLOCK);
				differing = block + 1;
			}
		}
		write(content, differing * BlockSums.BLOCK, end);
	}

	/**
	 * Write a part of a content to where it is in the content.
	 * @param content the content; its position and limit are changed
	 * @param start the first byte
	 * @param end the byte after the last one; nothing is written if it is not after the
	 * first
	 * @throws IOException if it cannot be written
	 */
	void write(ByteBuffer content, int start, int end) throws IOException {
		int position = start;
		content.limit(Math.max(start, end));
		content.position(start);
		while (position < end) {
			position += this.channel.write(content, position);
		}
	}

	void truncate(int length) throws IOException {
		this.channel.truncate(length);
	}

	/**
	 * The file's own bytes, without copying them. They are looked at only while nobody
	 * else has the file and up to its present length. On Windows a mapping would keep
	 * SQLite from shortening the file.
	 * @param length how many of them, which the file has
	 * @return the bytes, or {@code null} if they cannot be had that way, or the file was
	 * not {@linkplain SqliteScenarioDatabase#LARGE large} in the beginning
	 */
	@Nullable ByteBuffer mapped(int length) {
		return (this.mapping != null) ? this.mapping.bytes(length) : null;
	}

	/**
	 * The pages that differ from those of an image. They are read while somebody may
	 * write them.
	 * @param image the image
	 * @return their numbers, from 1 on; those that only the file has are among them
	 * @throws IOException if the file cannot be read
	 */
	BitSet pagesOtherThan(SqliteImage image) throws IOException {
		BitSet pages = new BitSet();
		// As long as the largest page, so that it has whole pages.
		ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
		long length = size();
		for (long position = 0; position < length; position += CHUNK) {
			this.channel.read(chunk.clear(), position);
			image.addOtherPages(chunk.flip(), position, pages);
		}
		return pages;
	}

	/**
	 * Copy the file, by way of a temporary one beside the target.
	 * @param target where the copy is to be; it is read-only
	 * @throws IOException if it cannot be copied; nothing is there then
	 */
	void copyTo(Path target) throws IOException {
		Uninterrupted.run(() -> tryToCopyTo(target));
	}

	/**
	 * An interruption closes the channel of the copy, which is made again then.
	 */
	private void tryToCopyTo(Path target) throws IOException {
		Path directory = Objects.requireNonNull(target.toAbsolutePath().getParent(), "No file: " + target);
		Path temporary = Files.createTempFile(directory, "." + target.getFileName(), null);
		try {
			try (FileChannel copy = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
				copyTo(copy);
				copy.force(true);
			}
			if (!temporary.toFile().setReadOnly()) {
				throw new IOException("The copy cannot be made read-only");
			}
			Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	private void copyTo(FileChannel copy) throws IOException {
		ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
		long length = size();
		long position = 0;
		while (position < length) {
			int read = this.channel.read(chunk.clear(), position);
			if (read <= 0) {
				throw new IOException("The database became shorter meanwhile");
			}
			position += read;
			chunk.flip();
			while (chunk.hasRemaining()) {
				copy.write(chunk);
			}
		}
	}

	/**
	 * Whether the file is still found under its name.
	 * @return whether it is
	 * @throws IOException if that cannot be told
	 */
	boolean isInPlace() throws IOException {
		try {
			BasicFileAttributes attributes = attributes();
			return attributes.isRegularFile() && Objects.equals(this.fileKey, attributes.fileKey());
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private BasicFileAttributes attributes() throws IOException {
		return Files.readAttributes(this.path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * Whether there is a sidecar with something in it. After a transaction, a journal
	 * remains with {@code journal_mode=TRUNCATE}, empty and harmless; with
	 * {@code PERSIST}, which is refused since the same remains in exclusive locking mode.
	 * @return whether there is one
	 */
	boolean hasSidecar() {
		return this.writeAheadLog.exists() || this.journal.length() > 0;
	}

	boolean hasWriteAheadLog() {
		return this.writeAheadLog.length() > 0;
	}

	/**
	 * Whether the journal is to be played back: its header was not zeroed, as it is at
	 * the end of a transaction with {@code journal_mode=PERSIST}.
	 * @return whether it is
	 * @throws IOException if it cannot be read
	 */
	boolean isJournalHot() throws IOException {
		return this.journal.length() > 0 && Uninterrupted.call(this::hasJournalHeader);
	}

	private boolean hasJournalHeader() throws IOException {
		// No locks lie on a journal.
		try (FileChannel journalChannel = FileChannel.open(this.journal.toPath(), StandardOpenOption.READ)) {
			ByteBuffer first = ByteBuffer.allocate(1);
			return journalChannel.read(first) == 1 && first.get(0) != 0;
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	/**
	 * Close the file, and delete it with its sidecars as far as that is possible.
	 */
	void delete() {
		close(this.channel);
		if (this.mapping != null) {
			close(this.mapping);
		}
		delete(this.path);
		SqliteDatabase.SIDECARS.forEach((suffix) -> delete(sidecar(suffix)));
	}

	private void close(Closeable channel) {
		try {
			channel.close();
		}
		catch (IOException ex) {
			logger.debug("Cannot close " + this.path, ex);
		}
	}

	private static void delete(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			logger.debug("Cannot delete " + file, ex);
		}
	}

	private Path sidecar(String suffix) {
		return this.path.resolveSibling(this.path.getFileName() + suffix);
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}
