package io.github.pristinedb.recipe;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.EngineSessions;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.UnusableDatabaseException;
import io.github.pristinedb.jdbc.DataSourceInspector;
import io.github.pristinedb.seed.SeedException;
import io.github.pristinedb.seed.Seeds;

/**
 * Migrates the very databases that URLs name, and plants the seeds in those that were
 * missing or empty before. A database with content got its seeds when it was made.
 *
 * @param guard says which databases get seeds
 * @param sessions the engines' sessions
 * @param seeds what comes after the migration
 */
public record SeededMigration(Guard guard, EngineSessions sessions, Seeds seeds) {

	/**
	 * Migrate a database that would be managed if Pristine were not disabled.
	 * @param tool the migration tool
	 * @return whether it was migrated, {@code false} if its database would not be managed
	 */
	public boolean run(MigrationTool tool) {
		DataSource dataSource = tool.dataSource();
		ManagedDatabase managed = (dataSource != null) ? this.guard.admit(DataSourceInspector.of(dataSource).access())
				: null;
		if (managed == null || dataSource == null || this.sessions.refusal(managed) != null) {
			return false;
		}
		run(tool, dataSource, managed, this.sessions.of(managed), this.seeds);
		return true;
	}

	static void run(MigrationTool tool, DataSource dataSource, ManagedDatabase managed, EngineSession session,
			Seeds seeds) {
		boolean fresh = isFresh(managed.database(), session);
		tool.migrate(dataSource);
		if (fresh) {
			try {
				seeds.plant(dataSource, managed);
			}
			catch (SeedException ex) {
				throw new SeedException(ex.getDescription(), ex.getAction() + " Then delete the database "
						+ managed.database() + ": its migrations are applied, and only a new database gets its seeds.",
						ex);
			}
		}
	}

	private static boolean isFresh(Database database, EngineSession session) {
		try {
			return session.state(database) != DatabaseState.PRESENT;
		}
		catch (UnusableDatabaseException ex) {
			// The driver will say so itself.
			return false;
		}
	}

}
