package io.github.pristinedb.flyway;

import io.github.pristinedb.recipe.SeededMigration;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * Flyway's migration when Pristine is disabled: every database is migrated for real.
 * Databases that Pristine would manage get their seeds, so that the same tests pass with
 * and without it. An existing database got its seeds when it was made.
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
		// There is no fingerprint.
		this.migration = (migration != null) ? new FlywayMigration(migration::migrate, migration, (fingerprint) -> {
		}) : FlywayMigration.PLAIN;
	}

	@Override
	public void migrate(Flyway flyway) {
		if (!this.seeded.run(new FlywayTool(flyway, this.migration))) {
			this.migration.run().accept(flyway);
		}
	}

}
