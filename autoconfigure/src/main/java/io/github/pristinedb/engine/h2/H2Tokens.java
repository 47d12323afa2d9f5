package io.github.pristinedb.engine.h2;

import java.util.Locale;

/**
 * Reads SQL as H2 does, token by token, without blanks and comments.
 */
final class H2Tokens {

	private final String sql;

	private int start;

	private int end;

	H2Tokens(String sql) {
		this.sql = sql;
	}

	/**
	 * Go to the next token: a word, a quoted text with its quotes, or a single character.
	 * @return whether there is one
	 */
	boolean next() {
		this.start = this.end;
		while (this.start < this.sql.length()) {
			char c = this.sql.charAt(this.start);
			if (Character.isWhitespace(c) || c == '\ufeff') {
				this.start++;
			}
			else if (this.sql.startsWith("--", this.start) || this.sql.startsWith("//", this.start)) {
				this.start = after("\n", this.start);
			}
			else if (this.sql.startsWith("/*", this.start)) {
				this.start = afterComment();
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

	/**
	 * Comments may contain others.
	 */
	private int afterComment() {
		int position = this.start + 2;
		int depth = 1;
		while (depth > 0 && position < this.sql.length()) {
			boolean opens = this.sql.startsWith("/*", position);
			boolean closes = this.sql.startsWith("*/", position);
			depth += opens ? 1 : closes ? -1 : 0;
			position += (opens || closes) ? 2 : 1;
		}
		return position;
	}

	private int endOfToken(char c) {
		if (c == '\'' || c == '"' || c == '`') {
			// A doubled quote makes two tokens of one, which does no harm here.
			return after(String.valueOf(c), this.start + 1);
		}
		if (this.sql.startsWith("$$", this.start)) {
			return after("$$", this.start + 2);
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
		return Character.isJavaIdentifierPart(c);
	}

	/**
	 * Where the token starts.
	 * @return its index in the text
	 */
	int start() {
		return this.start;
	}

	/**
	 * Where the token ends.
	 * @return the index of the character after it
	 */
	int end() {
		return this.end;
	}

	/**
	 * Whether the token is a certain character.
	 * @param c the character
	 * @return whether it is
	 */
	boolean is(char c) {
		return this.end - this.start == 1 && this.sql.charAt(this.start) == c;
	}

	/**
	 * The token in upper case.
	 * @return the token as keywords are written
	 */
	String keyword() {
		return this.sql.substring(this.start, this.end).toUpperCase(Locale.ENGLISH);
	}

	/**
	 * The token as the name that it stands for.
	 * @return the name, without quotes; in upper case if it has none
	 */
	String name() {
		char first = this.sql.charAt(this.start);
		return (first == '"' || first == '`')
				? this.sql.substring(this.start + 1, Math.max(this.start + 1, this.end - 1)) : keyword();
	}

}
