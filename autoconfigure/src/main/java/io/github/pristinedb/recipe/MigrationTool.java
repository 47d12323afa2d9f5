package io.github.pristinedb.recipe;

import javax.sql.DataSource;

import io.github.pristinedb.template.FingerprintBuilder;
import io.github.pristinedb.template.NoFingerprintException;
import io.github.pristinedb.template.TemplateRecipe;
import org.jspecify.annotations.Nullable;

/**
 * A migration tool, configured for one database: a Flyway bean, for example.
 * {@link DatabaseProvision} decides when it migrates, and what.
 */
public interface MigrationTool {

	/**
	 * The name of the tool, as messages have it.
	 * @return the name as its documentation spells it
	 */
	String name();

	/**
	 * The version of the tool.
	 * @return a version such as {@code 12.4.0}
	 */
	String version();

	/**
	 * The object that holds the tool's configuration. As long as it lives, its
	 * fingerprint stays the same and is computed once.
	 * @return the object, by default this one
	 */
	default Object subject() {
		return this;
	}

	/**
	 * The data source that the tool migrates.
	 * @return the data source, or {@code null} if it has none
	 */
	@Nullable DataSource dataSource();

	/**
	 * Add everything of the tool that decides the content of the database: its version,
	 * its settings, its scripts, its code. Opens no connection.
	 * @param fingerprint what the inputs are added to
	 * @throws NoFingerprintException if an input cannot be read. The database is then
	 * migrated without a template
	 */
	void addTo(FingerprintBuilder fingerprint);

	/**
	 * Migrate a database in place, with all its present content.
	 * @param dataSource leads to the database; the tool's own data source or another one
	 */
	void migrate(DataSource dataSource);

	/**
	 * Build the content of a template.
	 * @param site creates and connects the new database
	 * @return the finished database, to which no connection is open
	 */
	TemplateRecipe.Result build(TemplateSite site);

	/**
	 * What earlier templates of the same migrations have in common with this one,
	 * whatever they held.
	 * @return any text, empty if it is not known
	 */
	default String lineage() {
		return "";
	}

	/**
	 * Where the tool looks for migrations, and the cure if there are none there. Logged
	 * with a warning when a template without any migration is copied.
	 * @return whole sentences, or {@code null} for no warning
	 */
	default @Nullable String placeOfMigrations() {
		return null;
	}

}
