package io.github.pristinedb.engine.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.github.pristinedb.engine.SqlDialect.ScriptStatement;

/**
 * The statements of a script, each as it was written and with the line it starts at. They
 * end with a semicolon, or with the script. Semicolons do not count in literals and
 * comments, nor between the {@code BEGIN} and the {@code END} of a trigger.
 * <p>
 * Spring's {@code ScriptUtils} would do for running them, but knows statements by their
 * numbers only, and triggers not at all.
 */
final class SqlScript {

	private static final Pattern TRIGGER = Pattern
		.compile("(?i)create\\s+(or\\s+replace\\s+)?(temp\\s+|temporary\\s+)?trigger\\b.*", Pattern.DOTALL);

	// As SQLite's own shell sees it: a CASE in the body has an END too.
	private static final Pattern END = Pattern.compile("(?i).*;\\s*end\\s*", Pattern.DOTALL);

	private final String text;

	private final List<ScriptStatement> statements = new ArrayList<>();

	// Of the current statement, without comments and the content of literals.
	private final StringBuilder words = new StringBuilder();

	private int position;

	private int start = -1;

	private SqlScript(String text) {
		this.text = text;
	}

	/**
	 * Take a script apart.
	 * @param text the script
	 * @return its statements, without those that are empty
	 */
	static List<ScriptStatement> statements(String text) {
		SqlScript script = new SqlScript(text);
		script.split();
		return script.statements;
	}

	private void split() {
		while (this.position < this.text.length()) {
			char c = this.text.charAt(this.position);
			if (this.text.startsWith("--", this.position)) {
				skip(this.text.indexOf('\n', this.position), 0);
			}
			else if (this.text.startsWith("/*", this.position)) {
				skip(this.text.indexOf("*/", this.position + 2), 2);
			}
			else if (c == ';' && !isInsideTrigger()) {
				end(this.position++);
			}
			else if (Character.isWhitespace(c) || c == '\ufeff') {
				this.words.append(' ');
				this.position++;
			}
			else {
				begin();
				if (c == '\'' || c == '"' || c == '`' || c == '[') {
					skip(this.text.indexOf((c == '[') ? ']' : c, this.position + 1), 1);
				}
				else {
					this.words.append(c);
					this.position++;
				}
			}
		}
		end(this.text.length());
	}

	private void begin() {
		if (this.start == -1) {
			this.start = this.position;
			this.words.setLength(0);
		}
	}

	private void skip(int last, int length) {
		this.position = (last != -1) ? last + length : this.text.length();
		// Two words with a comment or a literal between them are two words.
		this.words.append(' ');
	}

	private boolean isInsideTrigger() {
		return TRIGGER.matcher(this.words).matches() && !END.matcher(this.words).matches();
	}

	private void end(int end) {
		if (this.start != -1) {
			int line = 1 + (int) this.text.substring(0, this.start).chars().filter((c) -> c == '\n').count();
			this.statements.add(new ScriptStatement(line, this.text.substring(this.start, end).strip()));
			this.start = -1;
		}
		this.words.setLength(0);
	}

}
