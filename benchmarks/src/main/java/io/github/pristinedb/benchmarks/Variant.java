package io.github.pristinedb.benchmarks;

/**
 * One of several ways that are measured against each other.
 *
 * @param <T> what it works on
 * @param name what it is called in tables
 * @param preparation makes what it works on, before the clock starts
 * @param operation what is measured
 * @param cleanUp removes what it left behind, after the clock has stopped
 * @param batch how many times the operation runs between two looks at the clock; more
 * than once only for what is too short for a clock and can be repeated as it is
 */
record Variant<T>(String name, Preparation<T> preparation, Operation<T> operation, CleanUp<T> cleanUp, int batch) {

	static <T> Variant<T> of(String name, Preparation<T> preparation, Operation<T> operation, CleanUp<T> cleanUp) {
		return new Variant<>(name, preparation, operation, cleanUp, 1);
	}

	Variant<T> inBatchesOf(int batch) {
		return new Variant<>(this.name, this.preparation, this.operation, this.cleanUp, batch);
	}

	/**
	 * Makes what an operation works on.
	 *
	 * @param <T> what the operation works on
	 */
	@FunctionalInterface
	interface Preparation<T> {

		T prepare() throws Exception;

	}

	/**
	 * What is measured.
	 *
	 * @param <T> what it works on
	 */
	@FunctionalInterface
	interface Operation<T> {

		/**
		 * Do it.
		 * @param subject what it works on
		 * @return anything that depends on all the work, so that none can be left out
		 * @throws Exception if it fails, which ends the benchmark
		 */
		Object run(T subject) throws Exception;

	}

	/**
	 * Removes what an operation left behind, and may check it.
	 *
	 * @param <T> what the operation worked on
	 */
	@FunctionalInterface
	interface CleanUp<T> {

		void cleanUp(T subject) throws Exception;

	}

}
