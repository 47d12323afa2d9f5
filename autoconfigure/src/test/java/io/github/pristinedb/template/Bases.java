package io.github.pristinedb.template;

/**
 * What templates were built upon, for tests of other packages.
 */
public final class Bases {

	private Bases() {
	}

	/**
	 * Whether a template was built upon a layer.
	 * @param template the template
	 * @return whether it was, rather than from nothing
	 */
	public static boolean hasBase(Template template) {
		return template.manifest().base() != null;
	}

}
