package io.github.pristinedb.engine;

import java.util.List;
import java.util.Locale;

import io.github.pristinedb.engine.SqlSyntax.DollarQuotes;

/**
 * Reads SQL token by token, as a product does, without blanks and comments.
 */
public final class SqlTokens {

	private final String sql;

	private final SqlSyntax syntax;

	private int start;

	private int end;

	/**
	 * Read a text.
	 * @param sql the text
	 * @param syntax the product's syntax
	 */
	public SqlTokens(String sql, SqlSyntax syntax) {
		this.sql = sql;
		this.syntax = syntax;
	}

	/**
	 * Go to the next token: a word, a quoted text with its quotes, or a single character.
	 * @return whether there is one
	 */
	public boolean next() {
		this.start = this.end;
		int length = this.sql.length();
		while (this.start < length) {
			char c = this.sql.charAt(this.start);
			if (this.syntax.blank().contains(c)) {
				this.start++;
			}
			else if (isLineComment()) {
				this.start = afterLine();
			}
			else if (this.sql.startsWith("/*", this.start)) {
				this.start = this.syntax.nestedComments() ? afterNested() : after("*/", this.start + 2);
			}
			else {
				this.end = endOfToken(c);
				return true;
			}
		}
		this.end = this.start;
		return false;
	}

	private boolean isLineComment() {
		List<String> marks = this.syntax.lineComments();
		// Asked at each token, so no iterator is made.
		for (int i = 0; i < marks.size(); i++) {
			if (this.sql.startsWith(marks.get(i), this.start)) {
				return true;
			}
		}
		return false;
	}

	private int afterLine() {
		int position = this.start;
		while (position < this.sql.length() && this.syntax.lineEnds().indexOf(this.sql.charAt(position)) == -1) {
			position++;
		}
		return position;
	}

	private int after(String mark, int from) {
		int found = this.sql.indexOf(mark, from);
		return (found != -1) ? found + mark.length() : this.sql.length();
	}

	private int afterNested() {
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
		int quote = this.syntax.openingQuotes().indexOf(c);
		if (quote != -1) {
			// A doubled quote makes two tokens of one, which does no harm here.
			return after(String.valueOf(this.syntax.closingQuotes().charAt(quote)), this.start + 1);
		}
		if (c == '$') {
			String mark = dollarQuote();
			if (!mark.isEmpty()) {
				return after(mark, this.start + mark.length());
			}
		}
		int position = this.start + 1;
		if (isWordPart(c)) {
			while (position < this.sql.length() && isWordPart(this.sql.charAt(position))) {
				position++;
			}
		}
		boolean escapes = this.syntax.escapes() && (c == 'E' || c == 'e') && position == this.start + 1
				&& this.sql.startsWith("'", position);
		return escapes ? afterEscapes(position + 1) : position;
	}

	/**
	 * The mark that starts and ends a text, empty if none starts here.
	 */
	private String dollarQuote() {
		if (this.syntax.dollarQuotes() == DollarQuotes.PLAIN) {
			return this.sql.startsWith("$$", this.start) ? "$$" : "";
		}
		int end = this.start + 1;
		// A number makes it a parameter.
		while (this.syntax.dollarQuotes() == DollarQuotes.TAGGED && end < this.sql.length()) {
			char c = this.sql.charAt(end);
			if (c == '$') {
				return this.sql.substring(this.start, end + 1);
			}
			if (!isWordPart(c) || (end == this.start + 1 && Character.isDigit(c))) {
				break;
			}
			end++;
		}
		return "";
	}

	private int afterEscapes(int from) {
		int position = from;
		while (position < this.sql.length()) {
			char c = this.sql.charAt(position);
			if (c == '\'' && !this.sql.startsWith("''", position)) {
				return position + 1;
			}
			position += (c == '\'' || c == '\\') ? 2 : 1;
		}
		return this.sql.length();
	}

	private boolean isWordPart(char c) {
		return this.syntax.wordPart().contains(c);
	}

	/**
	 * Where the token starts.
	 * @return its index in the text
	 */
	public int start() {
		return this.start;
	}

	/**
	 * Where the token ends.
	 * @return the index of the character after it
	 */
	public int end() {
		return this.end;
	}

	/**
	 * Whether the token is a certain character.
	 * @param c the character
	 * @return whether it is
	 */
	public boolean is(char c) {
		return this.end - this.start == 1 && this.sql.charAt(this.start) == c;
	}

	/**
	 * The token in upper case.
	 * @return the token as keywords are written
	 */
	public String keyword() {
		return token().toUpperCase(Locale.ROOT);
	}

	/**
	 * The token as the name that it stands for.
	 * @return the name, without quotes
	 */
	public String name() {
		if (this.syntax.openingQuotes().indexOf(this.sql.charAt(this.start)) != -1) {
			return this.sql.substring(this.start + 1, Math.max(this.start + 1, this.end - 1));
		}
		return switch (this.syntax.names()) {
			case AS_WRITTEN -> token();
			case UPPER_CASE -> keyword();
			case LOWER_CASE -> token().toLowerCase(Locale.ROOT);
		};
	}

	private String token() {
		return this.sql.substring(this.start, this.end);
	}

}
