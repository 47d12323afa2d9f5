package io.github.pristinedb.scope;

/**
 * The step or phase of a test that is under way: {@code @BeforeEach}, or a step of a
 * Cucumber scenario. Safe for use by several threads.
 */
public final class Step {

	private volatile String name = "";

	/**
	 * A step begins, and the one before it is over.
	 * @param name the name of the step
	 */
	public void begin(String name) {
		this.name = name;
	}

	/**
	 * The name of the step.
	 * @return the name, empty if nobody has told it
	 */
	public String name() {
		return this.name;
	}

}
