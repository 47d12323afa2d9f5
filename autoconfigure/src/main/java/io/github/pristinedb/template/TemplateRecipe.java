package io.github.pristinedb.template;

import java.util.Map;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.Fingerprint;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.engine.Template;
import io.github.pristinedb.engine.TemplateStore;
import org.jspecify.annotations.Nullable;

/**
 * How one template is made.
 */
public interface TemplateRecipe {

	/**
	 * What decides the template's content.
	 * @return the fingerprint
	 */
	Fingerprint fingerprint();

	/**
	 * Where the template is kept.
	 * @return the store
	 */
	TemplateStore store();

	/**
	 * The migration tool.
	 * @return its name and version
	 */
	String tool();

	/**
	 * What earlier templates of the same migrations have in common with this one,
	 * whatever they held.
	 * @return any text, empty if it is not known
	 */
	default String lineage() {
		return "";
	}

	/**
	 * Make the database. What this throws reaches whoever asked for the template as it
	 * is.
	 * @param scratches creates databases to build in
	 * @param layers the finished templates that it may be built upon
	 * @return the finished database, to which no connection is open
	 */
	Result build(Scratches scratches, Layers layers);

	/**
	 * What was built.
	 *
	 * @param scratch the database
	 * @param migrations how many migrations are in it
	 * @param base the template that it was built upon, if there is one
	 * @param layer an earlier state of the database that others may be built upon, if
	 * there is one
	 * @param checksums those of the migrations that were applied now, by version
	 */
	record Result(Scratch scratch, int migrations, @Nullable Template base, @Nullable Layer layer,
			Map<String, Integer> checksums) implements AutoCloseable {

		/**
		 * A result that was built from nothing and is kept as a whole only.
		 * @param scratch the database
		 * @param migrations how many migrations are in it
		 */
		public Result(Scratch scratch, int migrations) {
			this(scratch, migrations, null, null, Map.of());
		}

		@Override
		public void close() {
			this.scratch.close();
			if (this.layer != null) {
				this.layer.scratch().close();
			}
		}

	}

	/**
	 * An earlier state of a database, which becomes a template under a fingerprint of its
	 * own.
	 *
	 * @param fingerprint what decides its content
	 * @param scratch the database, to which no connection is open
	 * @param migrations how many migrations are in it
	 */
	record Layer(Fingerprint fingerprint, Scratch scratch, int migrations) {

	}

	/**
	 * Creates databases to build in.
	 */
	@FunctionalInterface
	interface Scratches {

		/**
		 * Create one.
		 * @param model the database whose options are taken over
		 * @param base what to start from, {@code null} for a database without any content
		 * @return the database; the recipe closes it unless it is part of its result
		 * @throws DatabaseCopyException if it cannot be created
		 */
		Scratch create(Database model, @Nullable Image base);

	}

	/**
	 * The finished templates that another one may be built upon.
	 */
	@FunctionalInterface
	interface Layers {

		/**
		 * None.
		 */
		Layers NONE = (fingerprint) -> null;

		/**
		 * Find one. Nothing is built or waited for.
		 * @param fingerprint what decides its content
		 * @return the template, or {@code null} if there is none
		 */
		@Nullable Template find(Fingerprint fingerprint);

	}

}
