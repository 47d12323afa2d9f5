package io.github.pristinedb.tape;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows secrets by the names of their columns, and some by their looks. In doubt a value
 * counts as secret.
 */
public final class Secrets {

	/**
	 * Stands for a secret.
	 */
	public static final String MASK = "***";

	private static final Pattern name = Pattern.compile("passw(?:or)?d|passphrase|passwort|passcode|kennwort|secret"
			+ "|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|crypt", Pattern.CASE_INSENSITIVE);

	// Too short to be looked for within other words.
	private static final Set<String> words = Set.of("pwd", "psw", "pw", "pass", "pin", "otp", "totp", "cvv", "cvc",
			"ssn", "salt", "jwt", "authorization", "cookie");

	private static final int LONGEST_WORD = words.stream().mapToInt(String::length).max().orElseThrow();

	// Of HTTP. Their values have blanks.
	private static final Set<String> headers = Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

	private static final Pattern urlPassword = Pattern
		.compile("(://[^\\s/:@]*:)(?!\\d{1,5}(?:[/?#,\\s'\"]|$))(?:[^\\s'\"<>]+(?=@)|[^\\s/@'\"]+)");

	private static final Pattern oraclePassword = Pattern.compile("(:thin:[^\\s/@]+/)[^\\s@]+(?=@)");

	// A name, and what stands between it and its value. A long text without either is
	// read once.
	private static final Pattern assignment = Pattern.compile(
			"(?<![\\w.-])([\\w.-]++)(?:(?:\\\\*[\"'`\\]])?\\s*(?::=|=>|[:=])\\s*|\\s+(?:(?i:by|as)\\s+)?(?=(?i:[en])?'|\"|\\$\\w*\\$)|>(?=[^\\s<>]))");

	private static final Pattern opening = Pattern.compile("(?i:[en])?(''|\\\\*[\"'`]|\\$\\w*\\$)");

	private static final Pattern bare = Pattern.compile("[^\\s,;&<\"')}\\]]*");

	// Few letters can start one. The others are passed over without a try of each.
	private static final Pattern looks = Pattern
		.compile("(?=[-$AS{egsx]|(?<=[CRcr] ))(?:\\beyJ[\\w-]{8,}(?:\\.[\\w-]*)+"
				+ "|(?<=\\b(?i:bearer|basic) )[\\w+/=.~-]{8,}|-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*"
				+ "|\\$2[abxy]?\\$\\d\\d\\$[./\\w]*|\\$(?:argon2\\w*|scrypt|pbkdf2\\w*|[156y])\\$\\S*|SCRAM-SHA-256\\$\\S+"
				+ "|\\{(?:bcrypt|noop|pbkdf2|scrypt|argon2|SSHA|MD5|SHA-256)(?:@\\w+)?\\}\\S+"
				+ "|\\b(?:AKIA|ASIA)[0-9A-Z]{16}|\\bgh[pousr]_\\w{16,}|\\bgithub_pat_\\w{16,}|\\bglpat-[\\w-]{16,}"
				+ "|\\bsk_(?:live|test)_\\w+|\\bxox[abeoprs]-[\\w-]+|\\bAIza[\\w-]{30,})");

	private Secrets() {
	}

	/**
	 * Whether a column or parameter holds a secret.
	 * @param column the name of the column
	 * @return whether its name says so
	 */
	public static boolean isSecret(String column) {
		if (name.matcher(column).find()) {
			return true;
		}
		int start = 0;
		for (int index = 0; index < column.length(); index++) {
			char each = column.charAt(index);
			if (!isLetter(each) && !isDigit(each)) {
				if (isSecretWord(column, start, index)) {
					return true;
				}
				start = index + 1;
			}
			else if (index > start && isUpper(each) && !isUpper(column.charAt(index - 1))) {
				if (isSecretWord(column, start, index)) {
					return true;
				}
				start = index;
			}
		}
		return isSecretWord(column, start, column.length());
	}

	private static boolean isSecretWord(String column, int start, int end) {
		int last = end;
		while (last > start && isDigit(column.charAt(last - 1))) {
			last--;
		}
		return last > start && last - start <= LONGEST_WORD && words.contains(lower(column.substring(start, last)));
	}

	private static boolean isLetter(char each) {
		return isUpper(each) || (each >= 'a' && each <= 'z');
	}

	private static boolean isUpper(char each) {
		return each >= 'A' && each <= 'Z';
	}

	private static boolean isDigit(char each) {
		return each >= '0' && each <= '9';
	}

	/**
	 * Hide the secrets within a text. They are passwords of URLs, assignments to secret
	 * names, and what looks like a token, a key or the hash of a password.
	 * @param text the text
	 * @return the text without its secrets
	 */
	public static String hide(String text) {
		String hidden = text;
		if (hidden.contains("://")) {
			hidden = urlPassword.matcher(hidden).replaceAll("$1" + MASK);
		}
		if (hidden.contains(":thin:")) {
			hidden = oraclePassword.matcher(hidden).replaceAll("$1" + MASK);
		}
		return hideAssigned(looks.matcher(hidden).replaceAll(MASK));
	}

	private static String hideAssigned(String text) {
		Matcher matcher = assignment.matcher(text);
		StringBuilder hidden = new StringBuilder();
		int end = 0;
		int from = 0;
		while (matcher.find(from)) {
			from = matcher.end();
			if (isSecret(matcher.group(1)) && !text.startsWith(MASK, from)) {
				hidden.append(text, end, from);
				end = Math.max(endOfValue(text, from),
						headers.contains(lower(matcher.group(1))) ? endOfLine(text, from) : 0);
				from = end;
				hidden.append(MASK);
			}
		}
		return (end > 0) ? hidden.append(text, end, text.length()).toString() : text;
	}

	private static String lower(String text) {
		return text.toLowerCase(Locale.ROOT);
	}

	private static int endOfLine(String text, int start) {
		int end = text.indexOf('\n', start);
		return (end != -1) ? end : text.length();
	}

	/**
	 * The end of a value: in quotes of any kind, in brackets, or up to a blank.
	 */
	private static int endOfValue(String text, int start) {
		Matcher quote = opening.matcher(text).region(start, text.length());
		if (quote.lookingAt()) {
			String mark = quote.group(1);
			boolean empty = mark.equals("''") && (quote.end() == text.length() || !isBare(text.charAt(quote.end())));
			return empty ? quote.end() : endOfQuotes(text, quote.end(), mark);
		}
		if (start < text.length() && (text.charAt(start) == '{' || text.charAt(start) == '[')) {
			return endOfBrackets(text, start);
		}
		Matcher value = bare.matcher(text).region(start, text.length());
		return value.lookingAt() ? value.end() : start;
	}

	private static boolean isBare(char c) {
		return !Character.isWhitespace(c) && ",;&)}]".indexOf(c) == -1;
	}

	private static int endOfQuotes(String text, int start, String mark) {
		int index = start;
		while ((index = text.indexOf(mark, index)) != -1) {
			int after = index + mark.length();
			boolean escaped = mark.length() == 1 && isEscaped(text, index, start);
			if (!escaped && !(mark.equals("'") && text.startsWith("'", after))) {
				return after;
			}
			index = escaped ? after : after + 1;
		}
		return text.length();
	}

	private static boolean isEscaped(String text, int index, int start) {
		int before = index;
		while (before > start && text.charAt(before - 1) == '\\') {
			before--;
		}
		return (index - before) % 2 == 1;
	}

	private static int endOfBrackets(String text, int start) {
		int depth = 0;
		boolean quoted = false;
		for (int index = start; index < text.length(); index++) {
			char c = text.charAt(index);
			if (c == '"' && !isEscaped(text, index, start)) {
				quoted = !quoted;
			}
			else if (!quoted && (c == '{' || c == '[')) {
				depth++;
			}
			else if (!quoted && (c == '}' || c == ']') && --depth == 0) {
				return index + 1;
			}
		}
		return text.length();
	}

}
