package io.github.pristinedb.template;

import java.nio.file.Path;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;

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
	 * Make the database. What this throws reaches whoever asked for the template as it
	 * is.
	 * @param directory an empty directory of its own
	 * @return the finished database, to which no connection is open
	 */
	Result build(Path directory);

	/**
	 * What was built.
	 *
	 * @param database the database
	 * @param migrations how many migrations were applied
	 */
	record Result(Database database, int migrations) {

	}

}
