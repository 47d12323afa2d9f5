package io.github.pristinedb.test;

/**
 * What a test class or a test needs an application context for.
 *
 * @param context what tells the context from others, loaded or not
 * @param level whether it is needed for a class or for a single test
 * @param access whether others can use it meanwhile
 */
record ContextClaim(Object context, Level level, Access access) {

	/**
	 * Whether both cannot be met at the same time.
	 */
	boolean conflictsWith(ContextClaim other) {
		return this.level == other.level && (isExclusive() || other.isExclusive())
				&& this.context.equals(other.context);
	}

	boolean isExclusive() {
		return this.access != Access.SHARED;
	}

	/**
	 * For how long a context is needed. Classes wait for classes, and tests for tests.
	 */
	enum Level {

		/**
		 * From before the first test of a class to after its last.
		 */
		CLASS,

		/**
		 * For a single test.
		 */
		TEST

	}

	/**
	 * Whether others can use a context at the same time, and if not, why.
	 */
	enum Access {

		/**
		 * They can.
		 */
		SHARED,

		/**
		 * The context has mocks, which are singletons.
		 */
		MOCKS,

		/**
		 * The context will be closed.
		 */
		CLOSES

	}

}
