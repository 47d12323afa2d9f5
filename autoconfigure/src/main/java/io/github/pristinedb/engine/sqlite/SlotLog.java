package io.github.pristinedb.engine.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.Objects;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The write-ahead log of a scenario's database, and the index of that log. Whatever is
 * committed is in the log as long as nobody brings it into the file by a checkpoint. To
 * drop the log then brings the database back, however large it is.
 * <p>
 * A connection compares the header of the index with the one that it saw last, and
 * empties its cache if they differ ("WAL-mode File Format", 2.1). So the header of the
 * empty log is written back.
 * <p>
 * The last connection that is closed brings the log into the file and removes it. So the
 * slot keeps a connection of its own, which never writes. Like the file itself, log and
 * index stay open for the slot's life, since closing any descriptor of the index drops
 * the locks on it.
 */
final class SlotLog implements Closeable {

	private static final Log logger = LogFactory.getLog(SlotLog.class);

	private static final int PATIENCE_MILLIS = 1000;

	// Two copies of the header, and what is known of checkpoints and readers.
	private static final int INDEX_HEADER = 136;

	private static final int FRAMES = 16;

	private static final int FRAMES_IN_FILE = 96;

	// The index consists of blocks: the numbers of the frames' pages, then a hash table.
	private static final int INDEX_BLOCK = 1 << 15;

	private static final int FRAMES_IN_BLOCK = 1 << 12;

	private static final int FRAMES_IN_FIRST_BLOCK = FRAMES_IN_BLOCK - INDEX_HEADER / Integer.BYTES;

	private static final int LOG_HEADER = 32;

	private static final int CHECKPOINT_NUMBER = 12;

	private static final int FRAME_HEADER = 24;

	private final Connection keeper;

	private final Part log;

	private final Part index;

	private final ByteBuffer header = ByteBuffer.allocateDirect(INDEX_HEADER).order(ByteOrder.nativeOrder());

	private final ByteBuffer pages = ByteBuffer.allocateDirect(FRAMES_IN_BLOCK * Integer.BYTES)
		.order(ByteOrder.nativeOrder());

	private final ByteBuffer word = ByteBuffer.allocateDirect(Integer.BYTES);

	private @Nullable ByteBuffer emptyHeader;

	private SlotLog(Connection keeper, Path file) throws IOException {
		this.keeper = keeper;
		this.log = new Part(file.resolveSibling(file.getFileName() + "-wal"));
		this.index = new Part(file.resolveSibling(file.getFileName() + "-shm"));
	}

	/**
	 * Open the log of a database that is in use by a connection.
	 * @param options the JDBC URL of the database, taken apart
	 * @param file its file
	 * @return the log
	 * @throws IOException if there is none, or it cannot be opened
	 * @throws SQLException if no connection can be opened
	 */
	static SlotLog open(SqliteUrl options, Path file) throws IOException, SQLException {
		Connection keeper = DriverManager.getConnection(options.forObserver(file, PATIENCE_MILLIS));
		try {
			// Only now the connection has the log.
			read(keeper);
			SlotLog log = new SlotLog(keeper, file);
			if (log.log.channel.size() == 0) {
				log.remember();
			}
			return log;
		}
		catch (IOException | SQLException ex) {
			close(keeper);
			throw ex;
		}
	}

	private static void read(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
			rows.next();
		}
	}

	/**
	 * Whether log and index are still found under their names.
	 * @return whether they are
	 */
	boolean isInPlace() {
		return this.log.isInPlace() && this.index.isInPlace();
	}

	/**
	 * Whether nothing was committed since the log was dropped.
	 * @return whether it is so
	 * @throws IOException if log or index cannot be read
	 */
	boolean isEmpty() throws IOException {
		return this.log.channel.size() == 0 && readHeader() && isEmptyHeader();
	}

	/**
	 * Whether a part of what was in the log is in the file by now.
	 * @return whether it is; {@code true} if that cannot be told
	 * @throws IOException if log or index cannot be read
	 */
	boolean isInFile() throws IOException {
		if (!readHeader() || this.header.getInt(FRAMES_IN_FILE) != 0) {
			return true;
		}
		if (this.header.getInt(FRAMES) == 0) {
			// A checkpoint that lets the log begin anew leaves another header.
			return !isEmptyHeader();
		}
		// Whoever begins it counts that there.
		return readWord(CHECKPOINT_NUMBER) != 0;
	}

	private boolean isEmptyHeader() {
		ByteBuffer empty = this.emptyHeader;
		return empty != null && empty.slice(0, FRAMES_IN_FILE).equals(this.header.slice(0, FRAMES_IN_FILE));
	}

	/**
	 * Whether the log has another schema than the file. After {@link #isInFile()}, which
	 * reads the header of the index.
	 * @param cookie the schema cookie of the file
	 * @param pageSize the size of a page
	 * @return whether it has
	 * @throws IOException if log or index cannot be read
	 */
	boolean hasOtherSchema(int cookie, int pageSize) throws IOException {
		int frames = forEachPage((page, frame) -> page == 1 && readWord(LOG_HEADER
				+ (long) frame * (FRAME_HEADER + pageSize) + FRAME_HEADER + SqliteHeader.SCHEMA_COOKIE) != cookie);
		return frames < this.header.getInt(FRAMES);
	}

	/**
	 * The pages that the log has, committed by now.
	 * @return their numbers, from 1 on
	 * @throws IOException if log or index cannot be read
	 */
	BitSet pages() throws IOException {
		BitSet pages = new BitSet();
		if (readHeader()) {
			forEachPage((page, frame) -> {
				pages.set(page);
				return false;
			});
		}
		return pages;
	}

	/**
	 * Look at the pages of the frames, in their order.
	 * @param search whether it has found what it looks for
	 * @return the number of frames before that
	 */
	private int forEachPage(Search search) throws IOException {
		int frames = this.header.getInt(FRAMES);
		int first = 0;
		for (int block = 0; first < frames; block++) {
			int start = (block == 0) ? INDEX_HEADER : 0;
			int number = Math.min(frames - first, (block == 0) ? FRAMES_IN_FIRST_BLOCK : FRAMES_IN_BLOCK);
			this.pages.clear().limit(number * Integer.BYTES);
			this.index.channel.read(this.pages, (long) block * INDEX_BLOCK + start);
			for (int i = 0; i < number; i++) {
				if (search.finds(this.pages.getInt(i * Integer.BYTES), first + i)) {
					return first + i;
				}
			}
			first += number;
		}
		return frames;
	}

	/**
	 * Drop the log. Every connection is idle, outside any transaction.
	 * @throws IOException if it cannot be dropped
	 */
	void drop() throws IOException {
		this.log.channel.truncate(0);
		ByteBuffer empty = this.emptyHeader;
		writeHeader((empty != null) ? empty.duplicate() : ByteBuffer.allocate(INDEX_HEADER));
		if (empty == null) {
			remember();
		}
	}

	private void writeHeader(ByteBuffer content) throws IOException {
		while (content.hasRemaining()) {
			this.index.channel.write(content, content.position());
		}
	}

	/**
	 * Remember the header of the empty log, which a reader makes if there is none.
	 */
	private void remember() throws IOException {
		try {
			read(this.keeper);
		}
		catch (SQLException ex) {
			throw new IOException(ex);
		}
		if (readHeader() && this.header.getInt(FRAMES) == 0) {
			this.emptyHeader = ByteBuffer.allocateDirect(INDEX_HEADER).put(this.header.duplicate().clear()).clear();
		}
	}

	private boolean readHeader() throws IOException {
		return this.index.channel.read(this.header.clear(), 0) == INDEX_HEADER;
	}

	/**
	 * A number of the log, which is written there with its highest byte first.
	 */
	private int readWord(long position) throws IOException {
		this.log.channel.read(this.word.clear(), position);
		return this.word.getInt(0);
	}

	@Override
	public void close() {
		close(this.keeper);
		close(this.log.channel);
		close(this.index.channel);
	}

	private static void close(AutoCloseable closeable) {
		try {
			closeable.close();
		}
		catch (Exception ex) {
			logger.debug("A write-ahead log cannot be closed", ex);
		}
	}

	/**
	 * Looks for something in the pages of the log.
	 */
	@FunctionalInterface
	private interface Search {

		boolean finds(int page, int frame) throws IOException;

	}

	/**
	 * A file beside the database.
	 */
	private static final class Part {

		private static final Set<OpenOption> OPTIONS = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
				LinkOption.NOFOLLOW_LINKS);

		private final Path path;

		private final UninterruptibleChannel channel;

		private final @Nullable Object key;

		Part(Path path) throws IOException {
			this.path = path;
			this.channel = UninterruptibleChannel.open(path, OPTIONS);
			this.key = key();
		}

		boolean isInPlace() {
			try {
				return Objects.equals(this.key, key());
			}
			catch (IOException ex) {
				return false;
			}
		}

		private @Nullable Object key() throws IOException {
			return Files.readAttributes(this.path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
		}

	}

}
