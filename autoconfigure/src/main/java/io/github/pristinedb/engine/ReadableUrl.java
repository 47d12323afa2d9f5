package io.github.pristinedb.engine;

import java.util.regex.Pattern;

/**
 * A JDBC URL as it stands in messages and logs: where it leads to, without its options
 * and without who connects, among which a password may be.
 */
public final class ReadableUrl {

	private static final Pattern OPTIONS = Pattern.compile("[?;].*", Pattern.DOTALL);

	// As in jdbc:mysql://user:password@host/name.
	private static final Pattern USER = Pattern.compile("//[^/]*@");

	// As in jdbc:oracle:thin:user/password@//host/name.
	private static final Pattern USER_OF_ORACLE = Pattern.compile("^(jdbc:oracle:\\w+:)[^@]*@");

	private ReadableUrl() {
	}

	/**
	 * Make a URL fit for everybody to read.
	 * @param url the JDBC URL
	 * @return the URL without what may be secret
	 */
	public static String of(String url) {
		String place = OPTIONS.matcher(url).replaceFirst("");
		return USER_OF_ORACLE.matcher(USER.matcher(place).replaceFirst("//")).replaceFirst("$1@");
	}

}
