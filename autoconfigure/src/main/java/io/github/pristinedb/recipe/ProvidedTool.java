package io.github.pristinedb.recipe;

import io.github.pristinedb.template.FingerprintBuilder;
import io.github.pristinedb.template.NoFingerprintException;
import io.github.pristinedb.template.TemplateRecipe;
import org.jspecify.annotations.Nullable;

/**
 * A migration tool with what provides its database.
 *
 * @param provision provides the database
 * @param tool the tool
 */
public record ProvidedTool(DatabaseProvision provision, MigrationTool tool) {

	/**
	 * How the template is made that the database is copied from. No connection is opened.
	 * @return the recipe, or {@code null} if the database is not managed
	 * @throws NoFingerprintException if it is migrated without a template
	 */
	public @Nullable TemplateRecipe recipe() {
		return this.provision.recipe(this.tool);
	}

	/**
	 * The inputs of that template's fingerprint. No connection is opened.
	 * @return all inputs, or {@code null} if the database is not managed
	 * @throws NoFingerprintException if it is migrated without a template
	 */
	public @Nullable FingerprintBuilder fingerprint() {
		return this.provision.fingerprint(this.tool);
	}

}
