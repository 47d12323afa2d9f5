package io.github.pristinedb.test;

/**
 * Stands as a singleton in every context that the TestContext framework loads, and so
 * tells it from one that was started by hand.
 */
public final class TestContextMarker {

	/**
	 * The name of the singleton.
	 */
	public static final String BEAN_NAME = "io.github.pristinedb.test.TestContextMarker";

	TestContextMarker() {
	}

}
