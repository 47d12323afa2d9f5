package io.github.pristinedb.benchmarks.mocks;

import java.util.List;

/**
 * How the suite is run.
 *
 * @param workers how many tests at once
 * @param exclusive whether those wait that cannot share a context
 */
record MocksVariant(int workers, boolean exclusive) {

	static final List<MocksVariant> ALL = List.of(new MocksVariant(1, true), new MocksVariant(1, false),
			new MocksVariant(8, true), new MocksVariant(8, false));

	String title() {
		return this.workers + ((this.workers == 1) ? " worker" : " workers")
				+ (this.exclusive ? "" : ", `pristine.exclusive-contexts=false`");
	}

	/**
	 * Whether all tests have to pass.
	 */
	boolean mustPass() {
		return this.exclusive || this.workers == 1;
	}

}
