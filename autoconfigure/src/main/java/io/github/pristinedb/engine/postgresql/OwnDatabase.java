package io.github.pristinedb.engine.postgresql;

import io.github.pristinedb.engine.ConnectionSource;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.KeepRequest;
import io.github.pristinedb.engine.Kept;
import io.github.pristinedb.engine.ScenarioDatabase;
import org.jspecify.annotations.Nullable;

/**
 * The application's own database, as the slot of scenarios that are rolled back. Nobody
 * copies or removes it.
 *
 * @param database the database
 */
record OwnDatabase(Database database) implements ScenarioDatabase {

	@Override
	public boolean isFreedByClosing() {
		return true;
	}

	/**
	 * {@inheritDoc} A rollback has undone what the scenario wrote.
	 */
	@Override
	public boolean isClean(ConnectionSource idle) {
		return true;
	}

	@Override
	public Restoration restore(Image baseline, ConnectionSource idle) {
		return Restoration.REFUSED;
	}

	@Override
	public @Nullable Image capture() {
		return null;
	}

	@Override
	public Kept keep(KeepRequest request) {
		throw new DatabaseCopyException("The database " + this.database + " cannot be kept: it is the application's.",
				"Look into it while a test runs.", null);
	}

	@Override
	public ScenarioDatabase recreate(Image baseline) {
		return this;
	}

	@Override
	public void abandon() {
	}

	@Override
	public void close() {
	}

}
