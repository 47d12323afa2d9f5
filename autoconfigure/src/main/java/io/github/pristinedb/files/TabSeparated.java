package io.github.pristinedb.files;

/**
 * Escapes values of a line that are separated by tabs: tabs and line ends become
 * backslash sequences.
 */
public final class TabSeparated {

	private TabSeparated() {
	}

	/**
	 * Escape a value.
	 * @param value the value
	 * @return text without tabs and line ends
	 */
	public static String escape(String value) {
		return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r");
	}

	/**
	 * Restore a value.
	 * @param text the {@linkplain #escape(String) escaped} value
	 * @return the value
	 */
	public static String unescape(String text) {
		if (text.indexOf('\\') < 0) {
			return text;
		}
		StringBuilder value = new StringBuilder();
		for (int i = 0; i < text.length(); i++) {
			char next = text.charAt(i);
			if (next == '\\' && i + 1 < text.length()) {
				next = switch (text.charAt(++i)) {
					case 't' -> '\t';
					case 'n' -> '\n';
					case 'r' -> '\r';
					default -> text.charAt(i);
				};
			}
			value.append(next);
		}
		return value.toString();
	}

}
