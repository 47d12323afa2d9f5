package io.github.pristinedb.engine.postgresql;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The comment of a database that belongs to a run. A database without one is nobody's to
 * drop.
 *
 * @param kind what the database is for
 * @param run the name of the run
 */
record Mark(Kind kind, String run) {

	private static final Pattern FORM = Pattern.compile("Pristine: (slot|scratch|baseline|literal) of run (\\S+)");

	/**
	 * Read a comment.
	 * @param comment the comment, {@code null} if there is none
	 * @return the mark, or {@code null} if somebody else wrote the comment
	 */
	static @Nullable Mark of(@Nullable String comment) {
		Matcher matcher = FORM.matcher((comment != null) ? comment : "");
		return matcher.matches() ? new Mark(Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)), matcher.group(2))
				: null;
	}

	/**
	 * The comment.
	 */
	@Override
	public String toString() {
		return "Pristine: " + this.kind.name().toLowerCase(Locale.ROOT) + " of run " + this.run;
	}

	/**
	 * What a database is for.
	 */
	enum Kind {

		/**
		 * The database of a slot.
		 */
		SLOT,

		/**
		 * To become a template.
		 */
		SCRATCH,

		/**
		 * A captured baseline.
		 */
		BASELINE,

		/**
		 * To become an application's own database.
		 */
		LITERAL

	}

}
