package io.github.pristinedb.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDBC URL as it stands in messages and logs. Where a password stands in a URL is each
 * driver's own affair, so that only what is certainly none is left: the path of an SQLite
 * database, and of other products the name, and the host if it is plain to see.
 */
public final class ReadableUrl {

	// A resource can be any URL. What follows the name of the file may be meant as an
	// option, also where SQLite's driver knows none.
	private static final Pattern SQLITE = Pattern.compile(
			"jdbc:sqlite:(?!:resource:)(file:[^?;#]*|(?!file:)([^?]*[/\\\\])?[^?;/\\\\]*)", Pattern.CASE_INSENSITIVE);

	private static final Pattern PRODUCT = Pattern.compile("jdbc:[a-z][\\w+.-]*:", Pattern.CASE_INSENSITIVE);

	// In what goes before an @, all that looks like a host can be a part of a password.
	private static final Pattern HOST = Pattern.compile("//[\\w.-]+(:\\d+)?(?=[/?;][^@]*\\z|\\z)");

	private ReadableUrl() {
	}

	/**
	 * Make a URL fit for everybody to read.
	 * @param url the JDBC URL
	 * @return the URL without what may be secret
	 */
	public static String of(String url) {
		Matcher sqlite = SQLITE.matcher(url);
		if (sqlite.lookingAt()) {
			return sqlite.group();
		}
		Matcher product = PRODUCT.matcher(url);
		if (!product.lookingAt()) {
			return "a URL of an unknown kind";
		}
		Matcher host = HOST.matcher(url).region(product.end(), url.length());
		return host.lookingAt() ? product.group() + host.group() : product.group();
	}

}
