package io.github.pristinedb.flyway;

import io.github.pristinedb.recipe.SeededMigration;
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

	private final SeededMigration seeded;

	private final FlywayMigration migration;

	/**
	 * Create a new strategy.
	 * @param seeded migrates the databases that get seeds
	 * @param migration what migrates; {@code null} for {@link Flyway#migrate()}
	 */
	public SeedingMigrationStrategy(SeededMigration seeded, @Nullable FlywayMigrationStrategy migration) {
		this.seeded = seeded;
		this.migration = (migration != null) ? new FlywayMigration(migration::migrate, migration)
				: FlywayMigration.PLAIN;
	}

	@Override
	public void migrate(Flyway flyway) {
		if (!this.seeded.run(new FlywayTool(flyway, this.migration))) {
			this.migration.run().accept(flyway);
		}
	}

}
