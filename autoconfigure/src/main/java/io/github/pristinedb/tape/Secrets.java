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

	private static final String NAMES = "passw(?:or)?d|passphrase|passwort|secret|token|api[_-]?key|access[_-]?key"
			+ "|private[_-]?key|credential";

	private static final Pattern name = Pattern.compile(NAMES, Pattern.CASE_INSENSITIVE);

	// Too short to be looked for within other words.
	private static final Set<String> words = Set.of("pwd", "pass", "pin", "otp", "cvv", "cvc", "ssn", "salt", "jwt",
			"authorization");

	private static final Pattern betweenWords = Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])");

	private static final Pattern urlPassword = Pattern
		.compile("(://[^\\s/:@]*:)(?!\\d{1,5}(?:[/?#\\s'\"]|$))[^\\s/@]+");

	private static final Pattern assignment = Pattern.compile(
			"([\"']?[\\w.-]*(?:" + NAMES + "|\\bpwd)[\\w.-]*[\"']?\\s*(?::=|=>|[:=])\\s*)"
					+ "(\"(?:[^\"\\\\]|\\\\.)*(?:\"|$)|'(?:[^'\\\\]|\\\\.)*(?:'|$)|[^\\s,;&}\"')]+)",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern looks = Pattern.compile("\\beyJ[\\w-]{8,}\\.[\\w-]*(?:\\.[\\w-]*)?"
			+ "|(?<=\\b(?i:bearer|basic) )[\\w+/=.~-]{8,}|-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*"
			+ "|\\$2[abxy]?\\$\\d\\d\\$[./\\w]*|\\$(?:argon2\\w*|scrypt|pbkdf2\\w*)\\$\\S*|\\{(?:bcrypt|noop|pbkdf2|scrypt|argon2|SSHA|MD5|SHA-256)(?:@\\w+)?\\}\\S+"
			+ "|\\b(?:AKIA|ASIA)[0-9A-Z]{16}|\\bgh[pousr]_\\w{16,}|\\bsk_(?:live|test)_\\w+");

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
		for (String word : betweenWords.split(column)) {
			if (words.contains(word.toLowerCase(Locale.ROOT))) {
				return true;
			}
		}
		return false;
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
		if (hidden.indexOf('=') != -1 || hidden.indexOf(':') != -1) {
			hidden = assignment.matcher(hidden).replaceAll((found) -> Matcher.quoteReplacement(found.group(1) + MASK));
		}
		return looks.matcher(hidden).replaceAll(MASK.replace("$", "\\$"));
	}

}
