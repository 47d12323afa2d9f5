package io.github.pristinedb.template;

import java.nio.file.Path;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.Fingerprint;

/**
 * What another recipe makes, under a name of its own.
 *
 * @param name the name
 * @param recipe the other recipe
 */
record NamedRecipe(String name, ProjectsRecipe recipe) implements TemplateRecipe {

	NamedRecipe(String name) {
		this(name, new ProjectsRecipe());
	}

	@Override
	public Fingerprint fingerprint() {
		return fingerprint(this.name);
	}

	static Fingerprint fingerprint(String name) {
		return new FingerprintBuilder().add("name", name).build();
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
	public Result build(Path directory, Layers layers) {
		return this.recipe.build(directory, layers);
	}

}
