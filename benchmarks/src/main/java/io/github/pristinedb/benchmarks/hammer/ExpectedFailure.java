package io.github.pristinedb.benchmarks.hammer;

/**
 * Thrown by a scenario that is meant to fail.
 */
final class ExpectedFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ExpectedFailure() {
		super("This scenario is meant to fail");
	}

}
