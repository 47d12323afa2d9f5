package io.github.pristinedb.command;

import java.nio.file.Path;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.template.TemplateRecipe;

/**
 * A recipe that knows whether it was used.
 */
final class WatchedRecipe implements TemplateRecipe {

	private final TemplateRecipe recipe;

	private volatile boolean built;

	WatchedRecipe(TemplateRecipe recipe) {
		this.recipe = recipe;
	}

	/**
	 * Whether a template was built by it.
	 * @return {@code false} if there was one already
	 */
	boolean isBuilt() {
		return this.built;
	}

	@Override
	public Fingerprint fingerprint() {
		return this.recipe.fingerprint();
	}

	@Override
	public DatabaseEngine engine() {
		return this.recipe.engine();
	}

	@Override
	public String flywayVersion() {
		return this.recipe.flywayVersion();
	}

	@Override
	public String lineage() {
		return this.recipe.lineage();
	}

	@Override
	public Result build(Path directory, Layers layers) {
		this.built = true;
		return this.recipe.build(directory, layers);
	}

}
