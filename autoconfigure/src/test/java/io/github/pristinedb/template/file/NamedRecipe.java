package io.github.pristinedb.template.file;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.template.FingerprintBuilder;

/**
 * What another recipe makes, under a name of its own.
 *
 * @param name the name
 * @param recipe the other recipe
 */
record NamedRecipe(String name, ProjectsRecipe recipe) implements StorelessRecipe {

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
	public Result build(Scratches scratches, Layers layers) {
		return this.recipe.build(scratches, layers);
	}

}
