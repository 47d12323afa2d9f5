package io.github.pristinedb.flyway;

import java.util.List;

import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.template.TemplateRecipe;
import org.jspecify.annotations.Nullable;

/**
 * The states that a database goes through while its versioned migrations are applied: one
 * link for each of them, in their order. The fingerprint of a link covers all migrations
 * up to it, so two projects, branches or days whose first migrations are the same share
 * the links of those.
 *
 * @param links the states, at least one
 * @param lastIsBase whether a template may be built upon the last one, on top of which
 * only what comes after the versioned migrations runs
 */
record LayerChain(List<Link> links, boolean lastIsBase) {

	LayerChain {
		links = List.copyOf(links);
	}

	/**
	 * How many versioned migrations there are.
	 * @return the number of links
	 */
	int size() {
		return this.links.size();
	}

	/**
	 * The fingerprint of the state after all versioned migrations.
	 * @return the last link's
	 */
	Fingerprint last() {
		return this.links.get(size() - 1).fingerprint();
	}

	/**
	 * Find the best state to start from.
	 * @param layers the states that are there
	 * @return the one with the most migrations, or {@code null} if there is none
	 */
	@Nullable Base base(TemplateRecipe.Layers layers) {
		for (int count = size(); count > 0; count--) {
			if (isBase(count)) {
				Template template = layers.find(this.links.get(count - 1).fingerprint());
				if (template != null) {
					return new Base(template, count);
				}
			}
		}
		return null;
	}

	private boolean isBase(int count) {
		// The first migration of a run finds a connection that nothing has run on.
		return (count < size()) ? !this.links.get(count).readsConnection() : this.lastIsBase;
	}

	/**
	 * A state.
	 *
	 * @param fingerprint what decides it
	 * @param readsConnection whether its migration may read what the one before it has
	 * left in the connection
	 */
	record Link(Fingerprint fingerprint, boolean readsConnection) {

	}

	/**
	 * A state that is there.
	 *
	 * @param template the layer
	 * @param migrations how many versioned migrations are in it
	 */
	record Base(Template template, int migrations) {

	}

}
