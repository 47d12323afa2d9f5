package io.github.pristinedb.report;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.WritableJson;

/**
 * A JSON object that an event brings as text. A journal that somebody has changed must
 * not make the whole report unreadable.
 */
final class RawJson implements WritableJson {

	private static final int DEEPEST = 32;

	private final String text;

	private RawJson(String text) {
		this.text = text;
	}

	/**
	 * Check a text.
	 * @param text the text
	 * @return the object, {@code null} if the text is none
	 */
	static @Nullable RawJson of(String text) {
		Check check = new Check(text);
		return (text.startsWith("{") && check.value(0) && check.isAtEnd()) ? new RawJson(text) : null;
	}

	@Override
	public void to(Appendable out) throws IOException {
		out.append(this.text);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof RawJson json && json.text.equals(this.text);
	}

	@Override
	public int hashCode() {
		return this.text.hashCode();
	}

	@Override
	public String toString() {
		return this.text;
	}

	/**
	 * Reads JSON as RFC 8259 defines it.
	 */
	private static final class Check {

		private final String text;

		private int at;

		Check(String text) {
			this.text = text;
		}

		boolean isAtEnd() {
			return this.at == this.text.length();
		}

		private int next() {
			return isAtEnd() ? -1 : this.text.charAt(this.at);
		}

		private boolean take(char expected) {
			if (next() != expected) {
				return false;
			}
			this.at++;
			return true;
		}

		private boolean take(String expected) {
			if (!this.text.startsWith(expected, this.at)) {
				return false;
			}
			this.at += expected.length();
			return true;
		}

		private void skipBlanks() {
			while (next() == ' ' || next() == '\n' || next() == '\r' || next() == '\t') {
				this.at++;
			}
		}

		boolean value(int depth) {
			skipBlanks();
			boolean valid = switch (next()) {
				case '{' -> depth < DEEPEST && members(depth, '}', true);
				case '[' -> depth < DEEPEST && members(depth, ']', false);
				case '"' -> string();
				case 't' -> take("true");
				case 'f' -> take("false");
				case 'n' -> take("null");
				default -> number();
			};
			skipBlanks();
			return valid;
		}

		private boolean members(int depth, char end, boolean named) {
			this.at++;
			skipBlanks();
			if (take(end)) {
				return true;
			}
			do {
				skipBlanks();
				if (named && !(string() && colon())) {
					return false;
				}
				if (!value(depth + 1)) {
					return false;
				}
			}
			while (take(','));
			return take(end);
		}

		private boolean colon() {
			skipBlanks();
			return take(':');
		}

		private boolean string() {
			if (!take('"')) {
				return false;
			}
			while (!isAtEnd()) {
				char each = this.text.charAt(this.at++);
				if (each == '"') {
					return true;
				}
				if (each < ' ' || (each == '\\' && !escape())) {
					return false;
				}
			}
			return false;
		}

		private boolean escape() {
			if (take('u')) {
				int end = this.at + 4;
				while (this.at < end && "0123456789abcdefABCDEF".indexOf(next()) >= 0) {
					this.at++;
				}
				return this.at == end;
			}
			return !isAtEnd() && "\"\\/bfnrt".indexOf(this.text.charAt(this.at++)) >= 0;
		}

		private boolean number() {
			take('-');
			if (!take('0') && !digits()) {
				return false;
			}
			if (take('.') && !digits()) {
				return false;
			}
			if (take('e') || take('E')) {
				if (!take('+')) {
					take('-');
				}
				return digits();
			}
			return true;
		}

		private boolean digits() {
			int first = this.at;
			while (next() >= '0' && next() <= '9') {
				this.at++;
			}
			return this.at > first;
		}

	}

}
