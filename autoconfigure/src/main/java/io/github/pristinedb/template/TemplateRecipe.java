package io.github.pristinedb.template;

import java.nio.file.Path;
import java.util.Map;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.Fingerprint;
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
	 * The engine of the template's database.
	 * @return the engine
	 */
	DatabaseEngine engine();

	/**
	 * The version of Flyway that migrates it.
	 * @return the version
	 */
	String flywayVersion();

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
	 * @param directory an empty directory of its own
	 * @param layers the finished templates that it may be built upon
	 * @return the finished database, to which no connection is open
	 */
	Result build(Path directory, Layers layers);

	/**
	 * What was built.
	 *
	 * @param database the database
	 * @param migrations how many migrations are in it
	 * @param base the template that it was built upon, if there is one
	 * @param layer an earlier state of the database that others may be built upon, if
	 * there is one
	 * @param checksums those of the migrations that were applied now, by version
	 */
	record Result(Database database, int migrations, @Nullable Template base, @Nullable Layer layer,
			Map<String, Integer> checksums) {

		/**
		 * What was built from nothing, and is kept as a whole only.
		 * @param database the database
		 * @param migrations how many migrations are in it
		 */
		public Result(Database database, int migrations) {
			this(database, migrations, null, null, Map.of());
		}

	}

	/**
	 * An earlier state of a database, which becomes a template under a fingerprint of its
	 * own.
	 *
	 * @param fingerprint what decides its content
	 * @param database the database, to which no connection is open
	 * @param migrations how many migrations are in it
	 */
	record Layer(Fingerprint fingerprint, Database database, int migrations) {

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
