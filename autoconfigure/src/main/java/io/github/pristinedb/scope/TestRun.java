package io.github.pristinedb.scope;

/**
 * Whether this JVM runs tests: a launcher of the JUnit Platform has opened a session, or
 * the TestContext framework has been asked for a context. Where neither has happened,
 * Pristine is on the class path by mistake, and leaves every database alone.
 * <p>
 * The platform creates its listeners long before there is an application context, so the
 * state is static. A system property keeps it, since an application in a class loader of
 * its own has another copy of this class.
 */
public final class TestRun {

	private static final String PROPERTY = "io.github.pristinedb.test-run";

	private TestRun() {
	}

	/**
	 * A test is about to run in this JVM.
	 */
	public static void begin() {
		System.setProperty(PROPERTY, "true");
	}

	/**
	 * Whether tests run in this JVM, or have run.
	 * @return whether they do
	 */
	public static boolean hasBegun() {
		return Boolean.getBoolean(PROPERTY);
	}

}
