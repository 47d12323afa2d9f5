package io.github.pristinedb.engine.sqlite;

import java.util.Locale;

/**
 * Reads SQL as SQLite does, token by token, without blanks and comments.
 */
final class SqlTokens {

	private static final char BYTE_ORDER_MARK = '\ufeff';

	private final String sql;

	private int start;

	private int end;

	SqlTokens(String sql) {
		this.sql = sql;
	}

	/**
	 * Go to the next token: a word, a quoted text with its quotes, or a single character.
	 * @return whether there is one
	 */
	boolean next() {
		this.start = this.end;
		int length = this.sql.length();
		while (this.start < length) {
			char c = this.sql.charAt(this.start);
			if (Character.isWhitespace(c) || c == BYTE_ORDER_MARK) {
				this.start++;
			}
			else if (this.sql.startsWith("--", this.start)) {
				this.start = after("\n", this.start);
			}
			else if (this.sql.startsWith("/*", this.start)) {
				this.start = after("*/", this.start + 2);
			}
			else {
				this.end = endOfToken(c);
				return true;
			}
		}
		this.end = this.start;
		return false;
	}

	private int after(String mark, int from) {
		int found = this.sql.indexOf(mark, from);
		return (found != -1) ? found + mark.length() : this.sql.length();
	}

	private int endOfToken(char c) {
		if (c == '[') {
			return after("]", this.start + 1);
		}
		if (c == '\'' || c == '"' || c == '`') {
			// A doubled quote makes two tokens of one, which does no harm here.
			return after(String.valueOf(c), this.start + 1);
		}
		int position = this.start + 1;
		if (isWordPart(c)) {
			while (position < this.sql.length() && isWordPart(this.sql.charAt(position))) {
				position++;
			}
		}
		return position;
	}

	private static boolean isWordPart(char c) {
		return Character.isLetterOrDigit(c) || c == '_' || c == '$' || (c > 127 && c != BYTE_ORDER_MARK);
	}

	/**
	 * Whether the token is a word, in upper or lower case.
	 * @param word the word
	 * @return whether it is that one
	 */
	boolean is(String word) {
		return this.end - this.start == word.length()
				&& this.sql.regionMatches(true, this.start, word, 0, word.length());
	}

	/**
	 * The token in upper case.
	 * @return the token as keywords are written
	 */
	String keyword() {
		return this.sql.substring(this.start, this.end).toUpperCase(Locale.ROOT);
	}

	/**
	 * The token as the name that it stands for.
	 * @return the name, without quotes
	 */
	String name() {
		char first = this.sql.charAt(this.start);
		return (first == '\'' || first == '"' || first == '`' || first == '[')
				? this.sql.substring(this.start + 1, Math.max(this.start + 1, this.end - 1))
				: this.sql.substring(this.start, this.end);
	}

}
