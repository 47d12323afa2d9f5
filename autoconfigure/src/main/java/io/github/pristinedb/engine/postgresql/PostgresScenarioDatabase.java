package io.github.pristinedb.engine.postgresql;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.ConnectionSource;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.KeepRequest;
import io.github.pristinedb.engine.Kept;
import io.github.pristinedb.engine.Reading;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.error.SaidOnce;
import io.github.pristinedb.files.WholeFile;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A database of the server that one scenario after another has.
 */
final class PostgresScenarioDatabase implements ScenarioDatabase {

	/**
	 * What the sessions of databases start with that need not survive a crash.
	 */
	static final String SETTINGS = "-c synchronous_commit=off";

	private static final Log logger = LogFactory.getLog(PostgresScenarioDatabase.class);

	private static final SaidOnce said = new SaidOnce(logger);

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final SlotDatabases slots;

	private final PostgresDatabase database;

	private final @Nullable PostgresImage baseline;

	private @Nullable Watching watching;

	private @Nullable String refusal;

	/**
	 * Take over a database that was just made.
	 * @param slots makes others
	 * @param database the database
	 * @param baseline what it is a copy of, {@code null} if it has no content
	 * @param watching sees what is written to it, {@code null} if that is not possible
	 */
	PostgresScenarioDatabase(SlotDatabases slots, PostgresDatabase database, @Nullable PostgresImage baseline,
			@Nullable Watching watching) {
		this.slots = slots;
		this.database = database;
		this.baseline = baseline;
		this.watching = watching;
	}

	private String name() {
		return this.database.name();
	}

	@Override
	public Database database() {
		return this.database;
	}

	@Override
	public void inspect(Connection first) throws SQLException {
		if (this.watching != null) {
			this.watching.watch().inspect(first);
		}
	}

	@Override
	public boolean needsSettling() {
		return this.watching != null;
	}

	@Override
	public void settle(Connection used) throws SQLException {
		if (this.watching != null) {
			this.watching.watch().settle(used);
		}
	}

	@Override
	public void unsettle() {
		if (this.watching != null) {
			this.watching.watch().unsettle();
		}
	}

	@Override
	public void stuck(String sql, String by) {
		SharedChanges.OF_THIS_RUN.executed(sql, by, name());
	}

	@Override
	public boolean closesSettled() {
		return this.watching != null && this.watching.watch().closesSettled();
	}

	@Override
	public boolean isClean(ConnectionSource idle) {
		if (this.watching != null) {
			return this.watching.watch().isClean();
		}
		try {
			return this.baseline == null && this.slots.isEmpty(name());
		}
		catch (SQLException ex) {
			logger.debug("Cannot tell whether " + this.database + " is clean", ex);
			return false;
		}
	}

	@Override
	public Restoration restore(Image baseline, ConnectionSource idle) {
		Restoration restoration = bringBack(baseline, idle);
		return (restoration == Restoration.UNWRITTEN) ? Restoration.IN_PLACE : restoration;
	}

	@Override
	public Restoration bringBack(Image baseline, ConnectionSource idle) {
		if (this.watching == null || this.baseline == null || !this.baseline.equals(baseline)) {
			this.refusal = (this.watching == null) ? "nobody has watched what was written"
					: "another baseline is wanted";
			return Restoration.REFUSED;
		}
		SlotWatch.Return outcome = this.watching.watch().bringBack();
		this.refusal = outcome.refusal();
		if (outcome.refusal() == null) {
			return outcome.written() ? Restoration.IN_PLACE : Restoration.UNWRITTEN;
		}
		if (said.isNew(this.database.server() + ": " + outcome.refusal())) {
			logger.info("A scenario's database on " + this.database.server()
					+ " is not brought back, but another copy takes its place, because " + outcome.refusal()
					+ ". This is told once.");
		}
		return Restoration.REFUSED;
	}

	@Override
	public @Nullable String refusal() {
		return this.refusal;
	}

	/**
	 * Nobody copies or renames a database that somebody is connected to. What is done to
	 * the database meanwhile is seen by nobody, so that it is never brought back.
	 */
	private void endWatch() {
		if (this.watching != null) {
			this.watching.close();
			this.watching = null;
		}
	}

	private boolean isUnused() throws SQLException {
		endWatch();
		return this.slots.databases().awaitUnused(name(), PATIENCE_NANOS);
	}

	@Override
	public @Nullable Image capture() {
		try {
			return isUnused() ? this.slots.capture(name()) : null;
		}
		catch (SQLException ex) {
			throw this.slots.failures().failed("The copy of the database " + this.database, ex);
		}
	}

	/**
	 * {@inheritDoc} The control connection reads, or that of the transaction.
	 */
	@Override
	public DatabaseChanges changes(Image baseline, @Nullable Connection transaction, ChangeLimits limits)
			throws SQLException {
		if (transaction != null) {
			return changes((PostgresImage) baseline, transaction, limits);
		}
		Watching watching = this.watching;
		if (watching != null) {
			return changes((PostgresImage) baseline, watching.control().connection(), limits);
		}
		return this.slots.with(name(),
				(connection) -> changes((PostgresImage) baseline, connection.connection(), limits));
	}

	@Override
	public void read(long millis, Reading reading) throws SQLException {
		Watching watching = this.watching;
		if (watching != null) {
			read(watching.control().connection(), millis, reading);
			return;
		}
		this.slots.with(name(), (connection) -> {
			read(connection.connection(), millis, reading);
			return true;
		});
	}

	private static void read(Connection connection, long millis, Reading reading) throws SQLException {
		try (ReadingTransaction transaction = ReadingTransaction.begin(connection, millis)) {
			reading.read(transaction.connection());
		}
	}

	/**
	 * What the database itself does not have of its baseline is read from a copy.
	 */
	private DatabaseChanges changes(PostgresImage baseline, Connection now, ChangeLimits limits) throws SQLException {
		long millis = limits.time().toMillis();
		try (ReadingTransaction present = ReadingTransaction.begin(now, millis)) {
			PostgresComparison comparison = new PostgresComparison(present, limits);
			boolean kept = KeptBaseline.isIn(present);
			Set<String> left = kept ? comparison.compare(KeptBaseline.read(present)) : Set.of();
			if (!kept || !left.isEmpty()) {
				this.slots.withCopy(this.database, baseline, (copy) -> {
					try (ReadingTransaction before = ReadingTransaction.begin(copy.connection(), millis)) {
						return comparison.compare(new CopiedBaseline(before, present, comparison.comparison(), left));
					}
				});
			}
			return comparison.comparison().changes();
		}
	}

	/**
	 * {@inheritDoc} The database itself stays, under another name.
	 */
	@Override
	public Kept keep(KeepRequest request) {
		Path file = request.file(".txt");
		try {
			if (!isUnused()) {
				// Nobody uses them any more: the scenario is over.
				this.slots.databases().disconnect(name());
				isUnused();
			}
			PostgresDatabase kept = this.slots.keep(this.database, request.name(),
					KeptMark.placeOf(Objects.requireNonNull(file.getParent())));
			String command = OpenCommand.of(kept);
			WholeFile.write(file, command + "\n");
			return new Kept("the database " + kept, command);
		}
		catch (SQLException ex) {
			throw this.slots.failures().failed("To keep the database " + this.database, ex);
		}
		catch (IOException ex) {
			throw new DatabaseCopyException("How to look into the database " + this.database
					+ " could not be written to " + file + ": " + ex + ".",
					"Check that the directory is writable and the disk is not full.", ex);
		}
	}

	@Override
	public ScenarioDatabase recreate(Image baseline) {
		PostgresImage image = (PostgresImage) baseline;
		try {
			endWatch();
			this.slots.databases().drop(name());
			return this.slots.copy(this.database, image);
		}
		catch (SQLException ex) {
			throw this.slots.failures().failed("The creation of the database " + this.database, ex);
		}
	}

	/**
	 * {@inheritDoc} The server drops no database that somebody is connected to, so it is
	 * dropped when the session ends.
	 */
	@Override
	public void abandon() {
		endWatch();
		logger.debug("The database " + this.database + " is dropped at the end");
	}

	@Override
	public void close() {
		endWatch();
		this.slots.databases().dropLater(name());
	}

}
