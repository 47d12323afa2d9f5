package io.github.pristinedb.engine.h2;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

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
import io.github.pristinedb.engine.h2.RootPages.TableName;
import io.github.pristinedb.files.WholeFile;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory that is brought back by its root pages after a scenario that has
 * written to it. If that is doubtful, another one gets its name, so that the pools of the
 * slot go on with new connections. One that was left open belongs to the old database and
 * reaches nothing any more.
 */
final class H2ScenarioDatabase implements ScenarioDatabase {

	private static final Log logger = LogFactory.getLog(H2ScenarioDatabase.class);

	private final OwnedDatabase owned;

	private final H2Names names;

	private final PageRestoration restoration;

	private final QueryTimeout queryTimeout;

	private @Nullable H2Script baseline;

	private @Nullable RootPages pages;

	private @Nullable String digest;

	private @Nullable String refusal;

	private H2ScenarioDatabase(OwnedDatabase owned, H2Names names, PageRestoration restoration,
			@Nullable H2Script baseline) {
		this.owned = owned;
		this.names = names;
		this.restoration = restoration;
		this.queryTimeout = new QueryTimeout(owned.database());
		this.baseline = baseline;
	}

	/**
	 * Create a database.
	 * @param database its name and settings
	 * @param names names for others
	 * @param restoration remembers it, to bring it back later
	 * @param baseline what to copy, {@code null} for a database without any content
	 * @return the database
	 * @throws DatabaseCopyException if it cannot be created
	 */
	static H2ScenarioDatabase create(H2Database database, H2Names names, PageRestoration restoration,
			@Nullable H2Image baseline) {
		H2Script script = (baseline != null) ? baseline.script() : null;
		try {
			H2ScenarioDatabase created = new H2ScenarioDatabase(new OwnedDatabase(database, script), names, restoration,
					script);
			created.made();
			return created;
		}
		catch (SQLException ex) {
			throw new DatabaseCopyException(
					"The database " + database + " could not be created"
							+ ((baseline != null) ? " from " + baseline.describe() : "") + ": " + ex.getMessage() + ".",
					"Check the settings in the URL, the user and the password, and that no other thread connects to"
							+ " the database.",
					ex);
		}
	}

	private void made() throws SQLException {
		H2Script script = this.baseline;
		this.pages = this.restoration.remember(this.owned);
		this.digest = (script != null && this.pages == null)
				? script.digest(this.owned.owner(), this.owned.database().user()) : null;
	}

	@Override
	public Database database() {
		return this.owned.database();
	}

	/**
	 * {@inheritDoc} Variables, settings and temporary tables end with their connection.
	 * What they leave in the database itself is seen by {@link RootPages}.
	 */
	@Override
	public boolean isFreedByClosing() {
		return this.pages != null;
	}

	@Override
	public boolean needsSettling() {
		try {
			return !this.owned.isGone() && this.queryTimeout.isChanged(this.owned.owner());
		}
		catch (SQLException ex) {
			logger.debug("The connections to " + this.owned.database() + " cannot be asked", ex);
			return false;
		}
	}

	@Override
	public void settle(Connection used) throws SQLException {
		this.queryTimeout.restore(used);
	}

	@Override
	public boolean isClean(ConnectionSource idle) {
		H2Database database = this.owned.database();
		try {
			if (this.baseline == null) {
				return EmptyDatabase.is(this.owned.owner(), database, this.names);
			}
			if (this.pages != null) {
				return !this.owned.isGone() && this.pages.isUnchanged();
			}
			return H2Content.of(this.owned.owner()).digest(database.user()).equals(this.digest);
		}
		catch (SQLException ex) {
			logger.debug("Cannot tell whether " + database + " is clean", ex);
			return false;
		}
	}

	@Override
	public Restoration restore(Image baseline, ConnectionSource idle) {
		H2Script script = ((H2Image) baseline).script();
		try {
			if (script == this.baseline && restorePages()) {
				return Restoration.IN_PLACE;
			}
			this.pages = null;
			this.digest = null;
			this.baseline = script;
			this.owned.replace(script);
			made();
			return Restoration.RECONNECT;
		}
		catch (SQLException ex) {
			logger.debug("Could not replace " + this.owned.database(), ex);
			this.refusal = ex.getMessage();
			return Restoration.REFUSED;
		}
	}

	@Override
	public @Nullable String refusal() {
		return this.refusal;
	}

	private boolean restorePages() throws SQLException {
		return this.pages != null && this.restoration.restore(this.pages, this.owned);
	}

	@Override
	public Image capture() {
		return new BaselineScript(read(), this.owned.database());
	}

	private H2Script read() {
		H2Database database = this.owned.database();
		try {
			return H2Script.of(this.owned.owner(), database, this.names);
		}
		catch (SQLException ex) {
			throw new DatabaseCopyException("The database " + database + " could not be read: " + ex.getMessage() + ".",
					"Check that the tests leave the user's rights alone, and lock no table for long.", ex);
		}
	}

	@Override
	public Kept keep(KeepRequest request) {
		Path file = request.file(".sql");
		H2Database database = this.owned.database();
		try {
			WholeFile.write(file, read().text());
		}
		catch (IOException ex) {
			throw new DatabaseCopyException(
					"The database " + database + " could not be kept in " + file + ": " + ex + ".",
					"Check that the directory is writable and the disk is not full.", ex);
		}
		return new Kept(file.toString(), OpenCommand.of(database, file));
	}

	/**
	 * {@inheritDoc} The baseline is made anew by its script, in a database of its own,
	 * unless no page of rows differs. Only tables with other pages are compared.
	 */
	@Override
	public DatabaseChanges changes(Image baseline, @Nullable Connection transaction, ChangeLimits limits)
			throws SQLException {
		Connection now = (transaction != null) ? transaction : this.owned.owner();
		Set<TableName> changed = (this.pages != null) ? this.pages.changedTables(now) : null;
		if (changed != null && changed.isEmpty()) {
			return new DatabaseChanges(List.of(), null);
		}
		H2Database database = this.names.next(this.owned.database(), "baseline");
		try (OwnedDatabase before = new OwnedDatabase(database, ((H2Image) baseline).script())) {
			return new H2Comparison(before.owner(), now).changes(changed, limits);
		}
	}

	@Override
	public void read(long millis, Reading reading) throws SQLException {
		reading.read(this.owned.owner());
	}

	@Override
	public ScenarioDatabase recreate(Image baseline) {
		close();
		return create(this.owned.database(), this.names, this.restoration, (H2Image) baseline);
	}

	@Override
	public void abandon() {
		this.owned.close();
	}

	@Override
	public void close() {
		this.owned.close();
	}

}
