package io.github.pristinedb.engine;

/**
 * Why a database is not managed.
 *
 * @param engine the engine of the database
 * @param database the database
 * @param reason the reason, as a part of a sentence that is about the database
 * @param byName whether nothing but the name is in the way
 */
public record Refusal(DatabaseEngine engine, Database database, String reason, boolean byName) {

	/**
	 * What the database is called.
	 * @return its name, or the readable URL of one that has none
	 */
	public String name() {
		return this.database.name().isEmpty() ? this.database.toString() : this.database.name();
	}

}
