package io.github.pristinedb.engine;

/**
 * A database that passed the {@link Guard}, and the engine that knows it.
 *
 * @param engine the engine
 * @param database the database
 * @param rolledBack whether each scenario is a transaction that is rolled back, unless
 * its test says otherwise
 */
public record ManagedDatabase(DatabaseEngine engine, Database database, boolean rolledBack) {

	/**
	 * A database that scenarios have copies of.
	 * @param engine the engine
	 * @param database the database
	 */
	public ManagedDatabase(DatabaseEngine engine, Database database) {
		this(engine, database, false);
	}

}
