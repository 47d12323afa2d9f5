package io.github.pristinedb.benchmarks.h2;

/**
 * A way to a database for the next test, which is measured against others.
 *
 * @param name what its median is called
 * @param operation prepares, takes the time, and cleans up
 */
record TimedStep(String name, Operation operation) {

	/**
	 * Does what is measured, once.
	 */
	@FunctionalInterface
	interface Operation {

		/**
		 * Do it.
		 * @return how many nanoseconds it took, without preparation and clean-up
		 * @throws Exception if it fails, which ends the benchmark
		 */
		double nanos() throws Exception;

	}

}
