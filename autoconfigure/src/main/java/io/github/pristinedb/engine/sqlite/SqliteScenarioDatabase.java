package io.github.pristinedb.engine.sqlite;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.ConnectionSource;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.KeepRequest;
import io.github.pristinedb.engine.Kept;
import io.github.pristinedb.engine.Places;
import io.github.pristinedb.engine.Reading;
import io.github.pristinedb.engine.ScenarioDatabase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

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
 * <li>The file is opened when it is created, and closed when it is given up: closing any
 * descriptor of a file drops all POSIX locks that the process holds on it ("How To
 * Corrupt An SQLite Database File", 2.2). Nothing here opens it later on, neither to copy
 * it nor to look at it, and no interruption of a thread closes it.</li>
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
 * another counter. In exclusive locking mode the counter is incremented with the first
 * change alone, and the connections do not compare it: such a file is never restored in
 * place, so the first change is all there is to see. With {@code journal_mode=OFF} a
 * rollback leaves pages that it should take back. These two cannot be seen in the file,
 * and neither can temporary tables, so the {@linkplain #inspect first connection} is
 * asked; a scenario that gets there by itself has run a {@linkplain StickyStatements
 * sticky statement}.
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

	private static final String TOO_LARGE = "it is too large";

	private static final Log logger = LogFactory.getLog(SqliteScenarioDatabase.class);

	private final SqliteDatabase database;

	private final Places places;

	private final Path directory;

	private final boolean writeAheadLog;

	private final SlotFile file;

	/**
	 * The first page as it was left by the last restoration.
	 */
	private ByteBuffer firstPage;

	private @Nullable SqliteImage baseline;

	private long changeCounter;

	private @Nullable IOException failure;

	private @Nullable String refusal;

	// Until there is one, no connection has done anything.
	private volatile @Nullable ConnectionTraits connections;

	// Of a database that is brought back by dropping it.
	private volatile @Nullable SlotLog log;

	// What the log had was brought into the file, so that the file is not the baseline.
	private volatile boolean logInFile;

	/**
	 * Create the file as a copy of a baseline.
	 * @param database the database
	 * @param places where else files may be
	 * @param directory the directory of the file
	 * @param baseline what to copy, {@code null} for an empty file
	 * @param writeAheadLog whether it has a write-ahead log if nobody says otherwise
	 */
	SqliteScenarioDatabase(SqliteDatabase database, Places places, Path directory, @Nullable SqliteImage baseline,
			boolean writeAheadLog) {
		this.database = database;
		this.writeAheadLog = writeAheadLog;
		this.places = places;
		this.directory = directory;
		this.baseline = baseline;
		this.firstPage = (baseline != null) ? firstPage(baseline) : ByteBuffer.allocate(0);
		this.changeCounter = (baseline != null) ? SqliteHeader.changeCounter(this.firstPage) : 0;
		try {
			this.file = (baseline != null) ? copy(baseline) : new SlotFile(database.file(), this.firstPage);
		}
		catch (IOException ex) {
			throw new DatabaseCopyException(
					"The database " + database.file() + " could not be created"
							+ ((baseline != null) ? " from " + baseline.file() : "") + ": " + ex + ".",
					"Check that the directory exists and can be written to, and that the disk has "
							+ ((baseline != null) ? baseline.bytes() / 1024 : 4) + " KiB left.",
					ex);
		}
	}

	private SlotFile copy(SqliteImage baseline) throws IOException {
		SlotFile file = new SlotFile(this.database.file(), baseline.content());
		if (this.writeAheadLog) {
			SqliteHeader.setWriteAheadLog(this.firstPage);
			try {
				file.write(this.firstPage.duplicate(), 0, this.firstPage.capacity());
			}
			catch (IOException ex) {
				file.delete();
				throw ex;
			}
		}
		return file;
	}

	/**
	 * Create a database as a copy of a baseline.
	 * @param model the database whose name and options are taken over
	 * @param places where it may be
	 * @param purpose how the name of its directory starts
	 * @param baseline what to copy, {@code null} for an empty file
	 * @param writeAheadLog whether it has a write-ahead log if nobody says otherwise
	 * @return the database
	 * @throws DatabaseCopyException if it cannot be created; nothing is there then
	 */
	static SqliteScenarioDatabase create(SqliteDatabase model, Places places, String purpose,
			@Nullable SqliteImage baseline, boolean writeAheadLog) {
		Path directory = places.claim(purpose, model.name());
		return create(model.forScenario(directory.resolve(model.name())), places, directory, baseline, writeAheadLog);
	}

	private static SqliteScenarioDatabase create(SqliteDatabase database, Places places, Path directory,
			@Nullable SqliteImage baseline, boolean writeAheadLog) {
		try {
			return new SqliteScenarioDatabase(database, places, directory, baseline, writeAheadLog);
		}
		catch (RuntimeException ex) {
			places.release(directory, database.name());
			throw ex;
		}
	}

	@Override
	public ScenarioDatabase recreate(Image baseline) {
		delete();
		return create(this.database, this.places, this.directory, (SqliteImage) baseline, this.writeAheadLog);
	}

	@Override
	public Database database() {
		return this.database;
	}

	@Override
	public synchronized void inspect(Connection first) throws SQLException {
		ConnectionTraits traits = ConnectionTraits.of(first);
		if (this.connections == null && this.baseline != null) {
			try {
				journalChosen(traits);
			}
			catch (IOException | SQLException ex) {
				logger.debug("The journal of " + this.file + " cannot be told", ex);
			}
		}
		this.connections = traits().and(traits);
	}

	private ConnectionTraits traits() {
		ConnectionTraits connections = this.connections;
		return (connections != null) ? connections : ConnectionTraits.DEFAULTS;
	}

	/**
	 * The first connection has changed the first page at most, to say how the database is
	 * written. With a write-ahead log the file is left alone from now on.
	 */
	private void journalChosen(ConnectionTraits traits) throws IOException, SQLException {
		ByteBuffer page = ByteBuffer.allocateDirect(this.firstPage.capacity());
		if (this.file.readStart(page) && SqliteHeader.hasSameContent(page, this.firstPage)) {
			if (traits.log() && !traits.exclusive() && !SqliteDatabase.WINDOWS) {
				this.log = SlotLog.open(this.database.options(), this.file.path());
			}
			if (SqliteHeader.usesWriteAheadLog(page) != SqliteHeader.usesWriteAheadLog(this.firstPage)) {
				this.firstPage = page;
				this.changeCounter = SqliteHeader.changeCounter(page);
			}
		}
	}

	@Override
	public List<String> attached(Connection connection) throws SQLException {
		return ConnectionTraits.attachedFiles(connection);
	}

	@Override
	public boolean isClean(ConnectionSource idle) {
		SqliteImage baseline = this.baseline;
		if (baseline == null) {
			return isBlank();
		}
		SlotLog log = this.log;
		if (this.failure != null || !traits().leaveTraces() || this.logInFile
				|| (log == null && this.connections != null && !SqliteHeader.usesRollbackJournal(this.firstPage))) {
			return false;
		}
		try {
			boolean clean = (log != null) ? log.isInPlace() && log.isEmpty() : !this.file.hasSidecar();
			return clean && this.file.readHeader()
					&& this.file.header().equals(this.firstPage.slice(0, SqliteHeader.LENGTH))
					&& this.file.size() == baseline.bytes() && this.file.isInPlace();
		}
		catch (IOException ex) {
			logger.debug("Cannot tell whether " + this.file + " is clean", ex);
			return false;
		}
	}

	private boolean isBlank() {
		try {
			return this.file.size() == 0 && !this.file.hasSidecar() && this.file.isInPlace();
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public Restoration restore(Image baseline, ConnectionSource idle) {
		try {
			SlotLog log = this.log;
			return (log != null) ? dropLog(log, (SqliteImage) baseline) : restoreFrom((SqliteImage) baseline);
		}
		catch (IOException ex) {
			logger.debug("Could not restore " + this.file + " in place", ex);
			this.failure = ex;
			this.refusal = ex.toString();
			return Restoration.REFUSED;
		}
	}

	@Override
	public @Nullable String refusal() {
		return this.refusal;
	}

	private Restoration restoreFrom(SqliteImage image) throws IOException {
		String doubt = doubt(image);
		if (doubt != null) {
			return refused(doubt);
		}
		boolean sameSchema = this.baseline != null && image.schema() == this.baseline.schema()
				&& SqliteHeader.schemaCookie(this.file.header()) == SqliteHeader.schemaCookie(image.content());
		overwrite(image, SqliteHeader.changeCounter(this.file.header()) + 1);
		return sameSchema ? Restoration.IN_PLACE : Restoration.RECONNECT;
	}

	private Restoration refused(String doubt) {
		logger.debug("Not restoring " + this.file + " in place: " + doubt);
		this.refusal = doubt;
		return Restoration.REFUSED;
	}

	private boolean isTooLarge(SqliteImage image) throws IOException {
		return image.bytes() > LOCK_BYTE || this.file.size() > LOCK_BYTE;
	}

	/**
	 * Bring the database back by dropping its log. The file is overwritten only for
	 * another baseline, or if a checkpoint has changed it.
	 */
	private Restoration dropLog(SlotLog log, SqliteImage image) throws IOException {
		String doubt = doubt(image, log);
		if (doubt != null) {
			return refused(doubt);
		}
		boolean logInFile = log.isInFile() || this.logInFile;
		boolean same = image == this.baseline && !logInFile;
		if (!same && isTooLarge(image)) {
			return refused(TOO_LARGE);
		}
		// Of the schema that a connection knows, only the log tells.
		boolean sameSchema = same && !log.hasOtherSchema(SqliteHeader.schemaCookie(this.firstPage),
				SqliteHeader.pageSize(this.firstPage));
		log.drop();
		if (!same) {
			overwrite(image, SqliteHeader.changeCounter(this.file.header()) + 1);
			this.logInFile = false;
		}
		return sameSchema ? Restoration.IN_PLACE : Restoration.RECONNECT;
	}

	/**
	 * Why the log should not be dropped. Afterwards the header of the file has been read.
	 */
	private @Nullable String doubt(SqliteImage image, SlotLog log) throws IOException {
		String doubt = doubtOfSlot();
		if (doubt != null) {
			return doubt;
		}
		if (!log.isInPlace()) {
			return "its write-ahead log was deleted or replaced";
		}
		return doubtOfHeader(image.content(), true);
	}

	/**
	 * Why the file should not be overwritten with an image. Afterwards its header has
	 * been read.
	 */
	private @Nullable String doubt(SqliteImage image) throws IOException {
		String doubt = doubtOfSlot();
		if (doubt != null) {
			return doubt;
		}
		if (isTooLarge(image)) {
			return TOO_LARGE;
		}
		ByteBuffer wanted = image.content();
		if (!SqliteHeader.usesRollbackJournal(wanted)) {
			return "the baseline " + image.file() + " uses a write-ahead log";
		}
		if (this.file.hasSidecar()) {
			return "there is a journal or a write-ahead log";
		}
		doubt = doubtOfHeader(wanted, false);
		if (doubt != null) {
			return doubt;
		}
		long counter = SqliteHeader.changeCounter(this.file.header());
		if (counter < this.changeCounter || counter == SqliteHeader.HIGHEST_CHANGE_COUNTER) {
			return "its change counter went back, or is about to";
		}
		return null;
	}

	private @Nullable String doubtOfSlot() throws IOException {
		if (this.failure != null) {
			return "an earlier restoration failed";
		}
		if (this.baseline == null) {
			return "it started without content";
		}
		return this.file.isInPlace() ? traits().doubt() : "it was deleted or replaced";
	}

	private @Nullable String doubtOfHeader(ByteBuffer wanted, boolean log) throws IOException {
		if (!this.file.readHeader() || !SqliteHeader.isDatabase(this.file.header())) {
			return "it is no database any more";
		}
		ByteBuffer header = this.file.header();
		if (log ? !SqliteHeader.usesWriteAheadLog(header) : !SqliteHeader.usesRollbackJournal(header)) {
			return log ? "it has left its write-ahead log" : "it uses a write-ahead log";
		}
		return (SqliteHeader.isAlike(header, wanted) && SqliteHeader.isSizeValid(wanted)) ? null
				: "the baseline has another page size or text encoding, or was written by an old version";
	}

	private void overwrite(SqliteImage image, long counter) throws IOException {
		ByteBuffer first = (image == this.baseline) ? this.firstPage : firstPage(image);
		SqliteHeader.setChangeCounter(first, counter);
		if (this.log != null) {
			SqliteHeader.setWriteAheadLog(first);
		}
		this.file.overwrite(image, first);
		this.firstPage = first;
		this.baseline = image;
		this.changeCounter = counter;
	}

	@Override
	public Image capture() {
		return BaselineFiles.create(this.places, this.database.name(), this::captureTo);
	}

	private SqliteImage captureTo(Path target) {
		copyTo(target);
		SqliteImage baseline = this.baseline;
		// The header is that of the copy: it was read under the lock.
		boolean sameSchema = baseline != null
				&& SqliteHeader.schemaCookie(this.file.header()) == SqliteHeader.schemaCookie(this.firstPage);
		return (baseline != null && sameSchema) ? SqliteImage.open(target, baseline.schema())
				: SqliteImage.open(target);
	}

	private void copyTo(Path target) {
		// A copy has no log, so what is in it comes into the file.
		this.logInFile = this.log != null;
		new SqliteCapture(this.database.options(), this.file).copyTo(target);
	}

	@Override
	public Kept keep(KeepRequest request) {
		String extension = StringUtils.getFilenameExtension(this.database.name());
		Path target = request.file((extension != null) ? "." + extension : "");
		copyTo(target);
		return new Kept(target.toString(), OpenCommand.of(target.toString(), File.separatorChar));
	}

	@Override
	public DatabaseChanges changes(Image baseline, @Nullable Connection transaction, ChangeLimits limits)
			throws SQLException {
		SlotChanges changes = new SlotChanges(this.database.options(), this.file, this.log, (SqliteImage) baseline);
		return (transaction != null) ? changes.in(transaction, limits) : changes.committed(limits);
	}

	/**
	 * Without a log, nobody commits while a transaction reads.
	 */
	@Override
	public boolean mayLag(Connection transaction) {
		return this.log != null;
	}

	@Override
	public void read(long millis, Reading reading) throws SQLException {
		try (Connection connection = DriverManager
			.getConnection(this.database.options().forReader(this.file.path(), (int) millis))) {
			reading.read(connection);
		}
	}

	/**
	 * Whoever uses the database may yet write a journal there, or remove one: nobody else
	 * gets the directory.
	 */
	@Override
	public void abandon() {
		delete();
	}

	/**
	 * The file first: into one that is gone SQLite brings no log.
	 */
	private void delete() {
		this.file.delete();
		SlotLog log = this.log;
		if (log != null) {
			log.close();
		}
	}

	@Override
	public void close() {
		delete();
		this.places.release(this.directory, this.database.name());
	}

	private static ByteBuffer firstPage(SqliteImage image) {
		ByteBuffer content = image.content();
		int length = Math.min(SqliteHeader.pageSize(content), content.limit());
		return ByteBuffer.allocateDirect(length).put(content.limit(length)).clear();
	}

}
