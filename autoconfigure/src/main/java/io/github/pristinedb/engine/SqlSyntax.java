package io.github.pristinedb.engine;

import java.util.List;

/**
 * How a product tells the tokens of SQL apart.
 *
 * @param blank the characters between tokens
 * @param wordPart the characters of words
 * @param lineComments the marks that start a comment to the end of the line
 * @param nestedComments whether a comment between slashes and asterisks may contain
 * another one
 * @param openingQuotes the characters that start a quoted text or name
 * @param closingQuotes the characters that end one, in the order of those that start it
 * @param dollarQuotes whether two dollars start and end a text
 * @param upperCaseNames whether a name without quotes stands for one in upper case
 */
public record SqlSyntax(CharacterSet blank, CharacterSet wordPart, List<String> lineComments, boolean nestedComments,
		String openingQuotes, String closingQuotes, boolean dollarQuotes, boolean upperCaseNames) {

	/**
	 * A character that marks the byte order of a text. Products take it for a blank
	 * before a word.
	 */
	public static final char BYTE_ORDER_MARK = '\ufeff';

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
