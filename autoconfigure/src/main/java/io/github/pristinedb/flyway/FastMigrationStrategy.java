package io.github.pristinedb.flyway;

import java.util.List;
import java.util.function.Consumer;

import io.github.pristinedb.engine.EngineSessions;
import io.github.pristinedb.engine.Guard;
import io.github.pristinedb.recipe.DatabaseProvision;
import io.github.pristinedb.recipe.ProvidedTool;
import io.github.pristinedb.seed.Seeds;
import io.github.pristinedb.template.FingerprintBuilder;
import io.github.pristinedb.template.FingerprintContributor;
import io.github.pristinedb.template.NoFingerprintException;
import io.github.pristinedb.template.TemplateRecipe;
import io.github.pristinedb.template.Templates;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/**
 * Replaces {@link Flyway#migrate()} for databases that pass the {@link Guard}:
 * <table>
 * <caption>What happens</caption>
 * <tr>
 * <th>the database of the Flyway</th>
 * <th>what happens</th>
 * </tr>
 * <tr>
 * <td>missing or empty</td>
 * <td>becomes a copy of the template, which is found or built</td>
 * </tr>
 * <tr>
 * <td>has content, and this JVM has made it or met it before</td>
 * <td>nothing: no call of Flyway, no connection</td>
 * </tr>
 * <tr>
 * <td>has content, and is new to this JVM</td>
 * <td>Flyway migrates it once</td>
 * </tr>
 * <tr>
 * <td>is no database</td>
 * <td>a {@link io.github.pristinedb.engine.UnusableDatabaseException}; nothing is
 * overwritten</td>
 * </tr>
 * </table>
 * Flyway migrates a database that does not pass the guard, as without Pristine. Safe for
 * use by several threads and processes on the same database.
 */
public final class FastMigrationStrategy implements FlywayMigrationStrategy {

	private final DatabaseProvision provision;

	private final FlywayMigration migration;

	/**
	 * Create a new strategy for contexts that are started by hand.
	 * @param guard says which databases are managed
	 * @param sessions the engines' sessions
	 * @param templates finds and builds templates
	 * @param contributors the users' own inputs to the fingerprint
	 * @param migration what migrates a database that is not managed, and a template;
	 * {@code null} for {@link Flyway#migrate()}
	 */
	public FastMigrationStrategy(Guard guard, EngineSessions sessions, Templates templates,
			List<FingerprintContributor> contributors, @Nullable FlywayMigrationStrategy migration) {
		this(new DatabaseProvision(guard, sessions, templates, contributors, Seeds.NONE, (managed) -> null), migration,
				(fingerprint) -> {
				});
	}

	/**
	 * Create a new strategy.
	 * @param provision provides the databases of the context
	 * @param migration what migrates a database that is not managed, and a template;
	 * {@code null} for {@link Flyway#migrate()}
	 * @param surroundings adds what {@code migration} may depend on, if it has fields
	 */
	public FastMigrationStrategy(DatabaseProvision provision, @Nullable FlywayMigrationStrategy migration,
			Consumer<FingerprintBuilder> surroundings) {
		this.provision = provision;
		this.migration = (migration != null) ? new FlywayMigration(migration::migrate, migration, surroundings)
				: FlywayMigration.PLAIN;
	}

	@Override
	public void migrate(Flyway flyway) {
		if (!this.provision.provide(new FlywayTool(flyway, this.migration))) {
			this.migration.run().accept(flyway);
		}
	}

	/**
	 * How the template is made that the database of a Flyway is copied from. No
	 * connection is opened.
	 * @param flyway the Flyway
	 * @return the recipe, or {@code null} if its database is not managed
	 * @throws NoFingerprintException if it is migrated without a template
	 */
	public @Nullable TemplateRecipe recipe(Flyway flyway) {
		return provided(flyway).recipe();
	}

	/**
	 * The inputs of that template's fingerprint. No connection is opened.
	 * @param flyway the Flyway
	 * @return all inputs, or {@code null} if its database is not managed
	 * @throws NoFingerprintException if it is migrated without a template
	 */
	public @Nullable FingerprintBuilder fingerprint(Flyway flyway) {
		return provided(flyway).fingerprint();
	}

	ProvidedTool provided(Flyway flyway) {
		return new ProvidedTool(this.provision, new FlywayTool(flyway, this.migration));
	}

}
