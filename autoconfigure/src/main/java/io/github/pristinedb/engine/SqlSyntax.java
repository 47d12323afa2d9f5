package io.github.pristinedb.engine;

import java.util.List;

/**
 * How a product tells the tokens of SQL apart.
 *
 * @param blank the characters between tokens
 * @param wordPart the characters of words
 * @param lineComments the marks that start a comment to the end of the line
 * @param lineEnds the characters that end a line
 * @param nestedComments whether a comment between slashes and asterisks may contain
 * another one
 * @param openingQuotes the characters that start a quoted text or name
 * @param closingQuotes the characters that end one, in the order of those that start it
 * @param dollarQuotes whether dollars start and end a text
 * @param escapes whether a text after the letter {@code E} knows a backslash
 * @param names the names that names without quotes stand for
 */
public record SqlSyntax(CharacterSet blank, CharacterSet wordPart, List<String> lineComments, String lineEnds,
		boolean nestedComments, String openingQuotes, String closingQuotes, DollarQuotes dollarQuotes, boolean escapes,
		Names names) {

	/**
	 * A character that marks the byte order of a text. Products take it for a blank
	 * before a word.
	 */
	public static final char BYTE_ORDER_MARK = '\ufeff';

	/**
	 * The texts that dollars may quote.
	 */
	public enum DollarQuotes {

		/**
		 * None.
		 */
		NONE,

		/**
		 * A text between two pairs of dollars.
		 */
		PLAIN,

		/**
		 * A text between two tags: two dollars, with or without a name between them.
		 */
		TAGGED

	}

	/**
	 * The names that names without quotes stand for.
	 */
	public enum Names {

		/**
		 * Names as they are written.
		 */
		AS_WRITTEN,

		/**
		 * Names in upper case.
		 */
		UPPER_CASE,

		/**
		 * Names in lower case.
		 */
		LOWER_CASE

	}

	/**
	 * A set of characters.
	 */
	@FunctionalInterface
	public interface CharacterSet {

		/**
		 * Whether a character belongs to the set.
		 * @param c the character
		 * @return whether it does
		 */
		boolean contains(char c);

	}

}
