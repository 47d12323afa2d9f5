package io.github.pristinedb.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Why a database is not managed.
 *
 * @param engine the engine of the database
 * @param database the database
 * @param reason the reason, as a part of a sentence that is about the database
 * @param byName whether nothing but the name is in the way
 * @param property the property that alone is in the way, {@code null} if there is none
 * @param cure what to do about it, as sentences, {@code null} if the engine names nothing
 */
public record Refusal(DatabaseEngine engine, Database database, String reason, boolean byName,
		@Nullable String property, @Nullable String cure) {

	private static final Pattern WITH_CURE = Pattern.compile("(.*?)\\.\\s+(\\p{Lu}.*?)\\.?", Pattern.DOTALL);

	/**
	 * The place is in the way.
	 * @param reason the reason, and perhaps a cure as a sentence of its own
	 */
	static Refusal ofPlace(DatabaseEngine engine, Database database, String reason) {
		Matcher withCure = WITH_CURE.matcher(reason);
		return withCure.matches()
				? new Refusal(engine, database, withCure.group(1), false, null, withCure.group(2) + ".")
				: new Refusal(engine, database, reason, false, null, null);
	}

	static Refusal ofName(DatabaseEngine engine, Database database, String reason) {
		return new Refusal(engine, database, reason, true, null, null);
	}

	/**
	 * The user wants no database of this product managed whose name is generated.
	 */
	static Refusal ofGenerated(DatabaseEngine engine, Database database) {
		String property = "pristine." + engine.name() + ".manage-generated";
		return new Refusal(engine, database, "its name is generated, and " + property + " is false", false, property,
				null);
	}

	/**
	 * The name of the database.
	 * @return its name, or the readable URL of one that has none
	 */
	public String name() {
		return this.database.name().isEmpty() ? this.database.toString() : this.database.name();
	}

}
