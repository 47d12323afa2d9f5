package io.github.pristinedb.engine;

/**
 * A new database to be migrated, on the way to become a template. Its URL has all the
 * options of the model's and, above those, the engine's fastest settings: it need not
 * survive a crash. It owns its place. Its owner closes it; publishing it as a template
 * closes it too.
 */
public interface Scratch extends AutoCloseable {

	/**
	 * The database.
	 * @return the database
	 */
	Database database();

	/**
	 * Remove the database. Does nothing after it became a template.
	 */
	@Override
	void close();

}
