package io.github.pristinedb.flyway;

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
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * Migrates every database for real, and puts the seeds into those that would be managed
 * if Pristine were not disabled, so that the same tests pass with and without it. Only a
 * database that was missing or empty before the migration gets them: one that is there
 * got them when it was made.
 */
public final class SeedingMigrationStrategy implements FlywayMigrationStrategy {

	private final Guard guard;

	private final EngineSessions sessions;

	private final Seeds seeds;

	private final FlywayMigrationStrategy migration;

	/**
	 * Create a new strategy.
	 * @param guard says which databases get seeds
	 * @param sessions the engines' sessions
	 * @param seeds what comes after the migration
	 * @param migration what migrates; {@code null} for {@link Flyway#migrate()}
	 */
	public SeedingMigrationStrategy(Guard guard, EngineSessions sessions, Seeds seeds,
			@Nullable FlywayMigrationStrategy migration) {
		this.guard = guard;
		this.sessions = sessions;
		this.seeds = seeds;
		this.migration = (migration != null) ? migration : Flyway::migrate;
	}

	@Override
	public void migrate(Flyway flyway) {
		DataSource dataSource = flyway.getConfiguration().getDataSource();
		ManagedDatabase managed = (dataSource != null) ? this.guard.admit(DataSourceInspector.of(dataSource).access())
				: null;
		if (managed != null) {
			migrate(flyway, this.migration, managed, this.sessions.of(managed), this.seeds);
		}
		else {
			this.migration.migrate(flyway);
		}
	}

	/**
	 * Migrate the very database that a URL names.
	 */
	static void migrate(Flyway flyway, FlywayMigrationStrategy migration, ManagedDatabase managed,
			EngineSession session, Seeds seeds) {
		boolean fresh = isFresh(managed.database(), session);
		migration.migrate(flyway);
		if (fresh) {
			try {
				seeds.plant(flyway.getConfiguration().getDataSource(), managed);
			}
			catch (SeedException ex) {
				throw new SeedException(ex.getDescription(),
						ex.getAction() + " Then delete the database " + managed.database()
								+ ": its migrations have been applied, so that it would not get its seeds any more.",
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
