package io.github.pristinedb.engine.sqlite;

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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ScenarioDatabase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A file that is overwritten in place, under idle connections. The rules that make this
 * safe:
 * <ol>
 * <li>The change counter in the header never repeats. When a connection starts a
 * transaction it compares the 16 bytes from the counter on with those that it saw last,
 * and keeps its cached pages if they are equal ("Database File Format", 1.3.5). So each
 * restoration writes a counter above all earlier ones of this file.</li>
 * <li>After a change of the schema, or on the way to a baseline that may have another
 * one, the answer is {@link Restoration#RECONNECT}. A connection keeps its schema for as
 * long as it finds the same schema cookie (1.3.9), and two scenarios with different DDL
 * end on the same one.</li>
 * <li>Nobody uses the file meanwhile; that is the caller's part.</li>
 * <li>The file is opened once, when it is created, and closed when it is given up:
 * closing any descriptor of a file drops all POSIX locks that the process holds on it
 * ("How To Corrupt An SQLite Database File", 2.2). Nothing here opens it a second time,
 * neither to copy it nor to look at it.</li>
 * <li>There are no sidecars: a journal or a write-ahead log belongs to the content that
 * is thrown away, and would be played back into the new one.</li>
 * <li>The length is restored too, and whatever is doubtful is
 * {@linkplain Restoration#REFUSED refused}.</li>
 * </ol>
 * <p>
 * <strong>Why the header tells whether the database is clean.</strong> With a rollback
 * journal, "the file change counter … is incremented whenever the database file is
 * unlocked after having been modified" (1.3.5). A transaction that is rolled back leaves
 * the old header, and the old pages. That does not hold in three modes. With a
 * write-ahead log the counter "might not be incremented on each transaction"; but then
 * bytes 18 and 19 of the header are 2 (1.3.3), and a database that leaves that mode gets
 * another counter. In exclusive locking mode the counter is incremented once, with the
 * first change, and the connections do not compare it; and with {@code journal_mode=OFF}
 * a rollback leaves pages that it should take back. The latter two cannot be seen in the
 * file. They are looked for in the URL; a scenario that gets there by a {@code PRAGMA}
 * has run a {@linkplain StickyStatements sticky statement}.
 * <p>
 * The thread may be interrupted: that would close the channel, so that the interruption
 * is put off.
 */
final class SqliteScenarioDatabase implements ScenarioDatabase {

	/**
	 * Images above this size, in bytes, are compared with the file, and what differs is
	 * written. Below, comparing costs as much as it saves.
	 */
	static final long LARGE = 1 << 20;

	/**
	 * Where SQLite puts its locks ("Database File Format", 1.4). That far, a database is
	 * not restored in place.
	 */
	private static final long LOCK_BYTE = 1 << 30;

	private static final boolean WINDOWS = File.separatorChar == '\\';

	private static final Log logger = LogFactory.getLog(SqliteScenarioDatabase.class);

	private final Database database;

	private final Path file;

	private final File journal;

	private final File writeAheadLog;

	private final boolean exclusive;

	private final boolean withoutJournal;

	private final FileChannel channel;

	private final @Nullable Object fileKey;

	private final ByteBuffer header = ByteBuffer.allocateDirect(SqliteHeader.LENGTH);

	private final BlockSums.Calculator calculator = new BlockSums.Calculator();

	/**
	 * The first page as it was left by the last restoration.
	 */
	private ByteBuffer firstPage;

	private @Nullable SqliteImage baseline;

	private long changeCounter;

	private @Nullable ByteBuffer mapped;

	private @Nullable IOException failure;

	/**
	 * Create the file as a copy of a baseline.
	 * @param database what the file is to the outside
	 * @param file where it is to be; nothing is there yet
	 * @param baseline what to copy, {@code null} for an empty file
	 * @throws DatabaseCopyException if it cannot be created; nothing is there then
	 */
	SqliteScenarioDatabase(Database database, Path file, @Nullable Image baseline) {
		this.database = database;
		this.file = file;
		this.journal = sidecar("-journal").toFile();
		this.writeAheadLog = sidecar("-wal").toFile();
		String url = database.url().toLowerCase(Locale.ROOT);
		this.exclusive = url.contains("locking_mode=exclusive");
		this.withoutJournal = url.contains("journal_mode=off");
		this.baseline = (SqliteImage) baseline;
		this.firstPage = (this.baseline != null) ? firstPage(this.baseline) : ByteBuffer.allocate(0);
		this.changeCounter = (this.baseline != null) ? SqliteHeader.changeCounter(this.firstPage) : 0;
		boolean interrupted = Thread.interrupted();
		try {
			this.channel = create();
			try {
				BasicFileAttributes attributes = attributes();
				this.fileKey = attributes.fileKey();
				// Nobody is to open it only to see that it is a database.
				SeenFiles.add(file, attributes);
			}
			catch (IOException ex) {
				close();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new DatabaseCopyException(
					"The database " + file + " could not be created"
							+ ((baseline != null) ? " from " + baseline.file() : "") + ": " + ex + ".",
					"Check that the directory exists and can be written to, and that the disk has "
							+ ((baseline != null) ? baseline.bytes() / 1024 : 4) + " KiB left.",
					ex);
		}
		finally {
			interruptAgain(interrupted);
		}
	}

	private FileChannel create() throws IOException {
		for (String suffix : SqliteDatabase.SIDECARS) {
			Files.deleteIfExists(sidecar(suffix));
		}
		Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
				StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
		FileChannel created = FileChannel.open(this.file, options, ownerOnly());
		try {
			if (this.baseline != null) {
				write(created, this.baseline.content(), 0, Math.toIntExact(this.baseline.bytes()));
			}
			return created;
		}
		catch (IOException ex) {
			created.close();
			delete(this.file);
			throw ex;
		}
	}

	private FileAttribute<?>[] ownerOnly() {
		boolean posix = this.file.getFileSystem().supportedFileAttributeViews().contains("posix");
		return posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")) }
				: new FileAttribute<?>[0];
	}

	@Override
	public Database database() {
		return this.database;
	}

	@Override
	public boolean isClean() {
		SqliteImage baseline = this.baseline;
		if (baseline == null) {
			return isBlank();
		}
		if (this.failure != null || this.exclusive || this.withoutJournal
				|| !SqliteHeader.usesRollbackJournal(this.firstPage)) {
			return false;
		}
		boolean interrupted = Thread.interrupted();
		try {
			return readHeader() && this.header.equals(this.firstPage.slice(0, SqliteHeader.LENGTH))
					&& this.channel.size() == baseline.bytes() && !hasSidecar() && isInPlace();
		}
		catch (IOException ex) {
			logger.debug("Cannot tell whether " + this.file + " is clean", ex);
			return false;
		}
		finally {
			interruptAgain(interrupted);
		}
	}

	private boolean isBlank() {
		try {
			return this.channel.size() == 0 && !hasSidecar() && isInPlace();
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public Restoration restore(Image baseline) {
		SqliteImage image = (SqliteImage) baseline;
		boolean interrupted = Thread.interrupted();
		try {
			String doubt = doubt(image);
			if (doubt != null) {
				logger.debug("Not restoring " + this.file + " in place: " + doubt);
				return Restoration.REFUSED;
			}
			boolean sameSchema = this.baseline != null && image.schema() == this.baseline.schema()
					&& SqliteHeader.schemaCookie(this.header) == SqliteHeader.schemaCookie(image.content());
			overwrite(image, SqliteHeader.changeCounter(this.header) + 1);
			return sameSchema ? Restoration.IN_PLACE : Restoration.RECONNECT;
		}
		catch (IOException ex) {
			logger.debug("Could not restore " + this.file + " in place", ex);
			this.failure = ex;
			return Restoration.REFUSED;
		}
		finally {
			interruptAgain(interrupted);
		}
	}

	/**
	 * Why the file should not be overwritten with an image. Afterwards its header has
	 * been read.
	 */
	private @Nullable String doubt(SqliteImage image) throws IOException {
		if (this.failure != null) {
			return "an earlier restoration failed";
		}
		if (this.baseline == null) {
			return "it started without content";
		}
		if (this.exclusive) {
			return "its connections lock it exclusively";
		}
		if (image.bytes() > LOCK_BYTE || this.channel.size() > LOCK_BYTE) {
			return "it is too large";
		}
		ByteBuffer wanted = image.content();
		if (!SqliteHeader.usesRollbackJournal(wanted) || !SqliteHeader.isSizeValid(wanted)) {
			return "the baseline " + image.file() + " uses a write-ahead log or was written by an old version";
		}
		if (!isInPlace()) {
			return "it was deleted or replaced";
		}
		if (hasSidecar()) {
			return "there is a journal or a write-ahead log";
		}
		if (!readHeader() || !SqliteHeader.isDatabase(this.header)) {
			return "it is no database any more";
		}
		if (!SqliteHeader.usesRollbackJournal(this.header)) {
			return "it uses a write-ahead log";
		}
		if (!SqliteHeader.isAlike(this.header, wanted)) {
			return "it has another page size or text encoding than the baseline " + image.file();
		}
		long counter = SqliteHeader.changeCounter(this.header);
		if (counter < this.changeCounter || counter == SqliteHeader.HIGHEST_CHANGE_COUNTER) {
			return "its change counter went back, or is about to";
		}
		return null;
	}

	/**
	 * Overwrite the file. What can fail comes first, which is to grow: then the old
	 * content is still there. The first page comes last, since without it no other page
	 * is looked at.
	 */
	private void overwrite(SqliteImage image, long counter) throws IOException {
		ByteBuffer content = image.content();
		ByteBuffer first = (image == this.baseline) ? this.firstPage : firstPage(image);
		SqliteHeader.setChangeCounter(first, counter);
		int start = first.limit();
		int end = content.limit();
		int length = (int) this.channel.size();
		int common = Math.max(start, Math.min(length, end));
		write(this.channel, content, common, end);
		ByteBuffer live = (common > LARGE) ? mapped(common) : null;
		if (live != null) {
			overwriteDifferences(image, live, start, common);
		}
		else {
			write(this.channel, content, start, common);
		}
		if (length > end) {
			this.channel.truncate(end);
		}
		write(this.channel, first, 0, start);
		first.clear();
		this.firstPage = first;
		this.baseline = image;
		this.changeCounter = counter;
	}

	private void overwriteDifferences(SqliteImage image, ByteBuffer live, int start, int end) throws IOException {
		ByteBuffer content = image.content();
		BlockSums sums = image.sums();
		int firstBlock = Math.max(1, start / BlockSums.BLOCK);
		int endBlock = end / BlockSums.BLOCK;
		write(this.channel, content, start, firstBlock * BlockSums.BLOCK);
		int differing = firstBlock;
		for (int block = firstBlock; block < endBlock; block++) {
			if (sums.matches(live, block, this.calculator)) {
				write(this.channel, content, differing * BlockSums.BLOCK, block * BlockSums.BLOCK);
				differing = block + 1;
			}
		}
		write(this.channel, content, differing * BlockSums.BLOCK, end);
	}

	/**
	 * The file's own bytes, without copying them. They are looked at only while nobody
	 * else has the file and up to its present length. A mapping needs no descriptor of
	 * its own here. On Windows it would keep SQLite from shortening the file.
	 */
	private @Nullable ByteBuffer mapped(int length) {
		ByteBuffer live = this.mapped;
		if (live == null || live.capacity() < length) {
			try {
				live = WINDOWS ? null : this.channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
			}
			catch (IOException ex) {
				logger.debug("The file system of " + this.file + " cannot map files", ex);
				live = null;
			}
			this.mapped = live;
		}
		return live;
	}

	/**
	 * A reader's lock is held meanwhile: no writer can bring anything into the file then,
	 * which has all that was committed before ("File Locking And Concurrency", 5).
	 */
	@Override
	public Image capture(Path file) {
		boolean interrupted = Thread.interrupted();
		try (Connection connection = DriverManager.getConnection(this.database.url());
				Statement statement = connection.createStatement()) {
			checkpoint(statement);
			connection.setAutoCommit(false);
			try (ResultSet schema = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
				schema.next();
			}
			Image image = copyTo(file);
			connection.rollback();
			return image;
		}
		catch (IOException | SQLException ex) {
			throw new DatabaseCopyException(
					"The database " + this.file + " could not be copied to " + file + ": " + ex.getMessage() + ".",
					"Check that no transaction is open, that the directory can be written to"
							+ " and that the disk is not full.",
					ex);
		}
		finally {
			interruptAgain(interrupted);
		}
	}

	private Image copyTo(Path target) throws IOException {
		if (!isInPlace() || !readHeader() || !SqliteHeader.isDatabase(this.header)) {
			throw new IOException("The database was deleted or replaced, or nothing was written to it");
		}
		if (isJournalHot()) {
			throw new IOException("A transaction is open");
		}
		SqliteImage baseline = this.baseline;
		boolean sameSchema = baseline != null
				&& SqliteHeader.schemaCookie(this.header) == SqliteHeader.schemaCookie(this.firstPage);
		copy(target);
		return (baseline != null && sameSchema) ? SqliteImage.open(target, baseline.schema())
				: SqliteImage.open(target);
	}

	/**
	 * Bring everything into the one file.
	 */
	private void checkpoint(Statement statement) throws IOException, SQLException {
		if (this.writeAheadLog.length() > 0) {
			try (ResultSet busy = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
				if (busy.next() && busy.getInt(1) != 0) {
					throw new IOException("Its write-ahead log is in use");
				}
			}
			if (this.writeAheadLog.length() > 0) {
				throw new IOException("Its write-ahead log is in use");
			}
		}
	}

	/**
	 * Whether the journal is to be played back: its header was not zeroed, as it is at
	 * the end of a transaction with {@code journal_mode=PERSIST}.
	 */
	private boolean isJournalHot() throws IOException {
		if (this.journal.length() == 0) {
			return false;
		}
		// No locks lie on a journal.
		try (FileChannel journalChannel = FileChannel.open(this.journal.toPath(), StandardOpenOption.READ)) {
			ByteBuffer first = ByteBuffer.allocate(1);
			return journalChannel.read(first) == 1 && first.get(0) != 0;
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private void copy(Path target) throws IOException {
		Path directory = Objects.requireNonNull(target.toAbsolutePath().getParent(), "No file: " + target);
		Path temporary = Files.createTempFile(directory, "." + target.getFileName(), null);
		try {
			try (FileChannel copy = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
				long length = this.channel.size();
				long position = 0;
				while (position < length) {
					long transferred = this.channel.transferTo(position, length - position, copy);
					if (transferred <= 0) {
						throw new IOException("The database became shorter meanwhile");
					}
					position += transferred;
				}
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

	@Override
	public void close() {
		this.mapped = null;
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			logger.debug("Cannot close " + this.file, ex);
		}
		delete(this.file);
		SqliteDatabase.SIDECARS.forEach((suffix) -> delete(sidecar(suffix)));
	}

	private static void delete(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			logger.debug("Cannot delete " + file, ex);
		}
	}

	private boolean readHeader() throws IOException {
		this.header.clear();
		int read = this.channel.read(this.header, 0);
		this.header.clear();
		return read == SqliteHeader.LENGTH;
	}

	/**
	 * Whether there is a sidecar with something in it. After a transaction, a journal
	 * remains with {@code journal_mode=TRUNCATE}, empty and harmless; with
	 * {@code PERSIST}, which is refused since the same remains in exclusive locking mode.
	 */
	private boolean hasSidecar() {
		return this.writeAheadLog.exists() || this.journal.length() > 0;
	}

	/**
	 * Whether the file is still found under its name.
	 */
	private boolean isInPlace() throws IOException {
		try {
			BasicFileAttributes attributes = attributes();
			return attributes.isRegularFile() && Objects.equals(this.fileKey, attributes.fileKey());
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private BasicFileAttributes attributes() throws IOException {
		return Files.readAttributes(this.file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
	}

	private Path sidecar(String suffix) {
		return this.file.resolveSibling(this.file.getFileName() + suffix);
	}

	private static ByteBuffer firstPage(SqliteImage image) {
		ByteBuffer content = image.content();
		int length = Math.min(SqliteHeader.pageSize(content), content.limit());
		return ByteBuffer.allocateDirect(length).put(content.limit(length)).clear();
	}

	private static void write(FileChannel channel, ByteBuffer content, int start, int end) throws IOException {
		int position = start;
		content.limit(Math.max(start, end));
		content.position(start);
		while (position < end) {
			position += channel.write(content, position);
		}
	}

	private static void interruptAgain(boolean interrupted) {
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
