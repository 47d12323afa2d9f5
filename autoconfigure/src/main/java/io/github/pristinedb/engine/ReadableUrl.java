package io.github.pristinedb.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDBC URL as it stands in messages and logs, where no engine knows more of it. The
 * place of a password in a URL depends on the driver. So only the product's name stays,
 * and a host that is plain to see.
 */
public final class ReadableUrl {

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
		Matcher product = PRODUCT.matcher(url);
		if (!product.lookingAt()) {
			return "a URL of an unknown kind";
		}
		Matcher host = HOST.matcher(url).region(product.end(), url.length());
		return host.lookingAt() ? product.group() + host.group() : product.group();
	}

}
