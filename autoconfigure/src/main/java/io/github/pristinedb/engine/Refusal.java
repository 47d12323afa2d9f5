package io.github.pristinedb.engine;

import org.jspecify.annotations.Nullable;

/**
 * Why a database is not managed.
 *
 * @param engine the engine of the database
 * @param database the database
 * @param reason the reason, as a part of a sentence that is about the database
 * @param byName whether nothing but the name is in the way
 * @param property the property that alone is in the way, {@code null} if there is none
 */
public record Refusal(DatabaseEngine engine, Database database, String reason, boolean byName,
		@Nullable String property) {

	static Refusal ofPlace(DatabaseEngine engine, Database database, String reason) {
		return new Refusal(engine, database, reason, false, null);
	}

	static Refusal ofName(DatabaseEngine engine, Database database, String reason) {
		return new Refusal(engine, database, reason, true, null);
	}

	/**
	 * The user wants no database of this product managed whose name is generated.
	 */
	static Refusal ofGenerated(DatabaseEngine engine, Database database) {
		String property = "pristine." + engine.name() + ".manage-generated";
		return new Refusal(engine, database, "its name is generated, and " + property + " is false", false, property);
	}

	/**
	 * The name of the database.
	 * @return its name, or the readable URL of one that has none
	 */
	public String name() {
		return this.database.name().isEmpty() ? this.database.toString() : this.database.name();
	}

}
