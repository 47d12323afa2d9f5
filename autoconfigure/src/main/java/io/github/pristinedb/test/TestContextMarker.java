package io.github.pristinedb.test;

import org.jspecify.annotations.Nullable;

/**
 * Stands as a singleton in every context that the TestContext framework loads, and so
 * tells it from one that was started by hand.
 */
public final class TestContextMarker {

	/**
	 * The name of the singleton.
	 */
	public static final String BEAN_NAME = "io.github.pristinedb.test.TestContextMarker";

	private volatile @Nullable Long ready;

	private volatile boolean ofAManagedSuite;

	TestContextMarker() {
	}

	/**
	 * The start-up of the context is over.
	 */
	void ready() {
		this.ready = System.nanoTime();
	}

	/**
	 * When the start-up was over.
	 * @return the time as {@link System#nanoTime()}, {@code null} if it is not over
	 */
	@Nullable Long readyAt() {
		return this.ready;
	}

	/**
	 * The configuration of the context names a managed database, though the context may
	 * be a slice that has none.
	 */
	public void belongsToAManagedSuite() {
		this.ofAManagedSuite = true;
	}

	/**
	 * Whether the configuration of the context names a managed database.
	 * @return whether it does
	 */
	boolean isOfAManagedSuite() {
		return this.ofAManagedSuite;
	}

}
