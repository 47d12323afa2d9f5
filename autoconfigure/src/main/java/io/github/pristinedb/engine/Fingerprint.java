package io.github.pristinedb.engine;

import java.util.regex.Pattern;

/**
 * A SHA-256 over everything that decides what a template contains.
 *
 * @param value 64 lower-case hexadecimal digits
 */
public record Fingerprint(String value) {

	private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

	public Fingerprint {
		if (!FORM.matcher(value).matches()) {
			throw new IllegalArgumentException("A fingerprint has 64 lower-case hexadecimal digits: " + value);
		}
	}

	/**
	 * The first twelve digits, for people.
	 * @return the short form
	 */
	public String brief() {
		return this.value.substring(0, 12);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
