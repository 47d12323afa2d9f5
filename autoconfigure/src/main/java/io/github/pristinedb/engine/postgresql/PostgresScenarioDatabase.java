package io.github.pristinedb.engine.postgresql;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.engine.ConnectionSource;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.KeepRequest;
import io.github.pristinedb.engine.Kept;
import io.github.pristinedb.engine.ScenarioDatabase;
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

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final SlotDatabases slots;

	private final PostgresDatabase database;

	private final @Nullable PostgresImage baseline;

	PostgresScenarioDatabase(SlotDatabases slots, PostgresDatabase database, @Nullable PostgresImage baseline) {
		this.slots = slots;
		this.database = database;
		this.baseline = baseline;
	}

	private String name() {
		return this.database.name();
	}

	@Override
	public Database database() {
		return this.database;
	}

	@Override
	public boolean isClean(ConnectionSource idle) {
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
		return Restoration.REFUSED;
	}

	@Override
	public @Nullable Image capture() {
		try {
			return this.slots.databases().awaitUnused(name(), PATIENCE_NANOS) ? this.slots.capture(name()) : null;
		}
		catch (SQLException ex) {
			throw this.slots.failures().failed("The copy of the database " + this.database, ex);
		}
	}

	/**
	 * {@inheritDoc} The database itself stays, under another name.
	 */
	@Override
	public Kept keep(KeepRequest request) {
		Path file = request.file(".txt");
		try {
			if (!this.slots.databases().awaitUnused(name(), PATIENCE_NANOS)) {
				// Nobody uses them any more: the scenario is over.
				this.slots.databases().disconnect(name());
				this.slots.databases().awaitUnused(name(), PATIENCE_NANOS);
			}
			PostgresDatabase kept = this.slots.keep(this.database, request.name());
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
			this.slots.databases().drop(name());
			this.slots.databases().copy(name(), image.name(), Mark.Kind.SLOT);
			return new PostgresScenarioDatabase(this.slots, this.database, image);
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
		logger.debug("The database " + this.database + " is dropped at the end");
	}

	@Override
	public void close() {
		this.slots.databases().dropLater(name());
	}

}
