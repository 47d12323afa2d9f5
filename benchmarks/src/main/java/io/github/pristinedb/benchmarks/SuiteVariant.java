package io.github.pristinedb.benchmarks;

import java.util.List;

/**
 * One way to run the demo application's scenarios.
 *
 * @param workers how many run at once
 * @param pristine whether Pristine is switched on
 */
record SuiteVariant(int workers, boolean pristine) {

	static final List<SuiteVariant> ALL = List.of(new SuiteVariant(1, false), new SuiteVariant(1, true),
			new SuiteVariant(16, false), new SuiteVariant(16, true));

	static final List<SuiteVariant> ONE_WORKER = ALL.subList(0, 2);

	static final List<SuiteVariant> WORKERS = List.of(new SuiteVariant(1, true), new SuiteVariant(16, true));

	String name() {
		return "%d %s, %s".formatted(this.workers, (this.workers == 1) ? "worker" : "workers",
				this.pristine ? "Pristine" : "plain Flyway");
	}

}
