package io.github.pristinedb.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Wall times of the demo application's scenarios.
 */
final class SuiteTable {

	private final Map<SuiteVariant, Timings> jvms = new LinkedHashMap<>();

	private final Map<SuiteVariant, Timings> suites = new LinkedHashMap<>();

	private final Map<SuiteVariant, Timings> processors = new LinkedHashMap<>();

	private int scenarios;

	SuiteTable() {
		for (SuiteVariant variant : SuiteVariant.ALL) {
			this.jvms.put(variant, new Timings());
			this.suites.put(variant, new Timings());
			this.processors.put(variant, new Timings());
		}
	}

	void add(SuiteVariant variant, Suite.Run run) {
		if (this.scenarios != 0 && this.scenarios != run.scenarios()) {
			throw new IllegalStateException(
					"%s ran %d scenarios, others ran %d".formatted(variant.name(), run.scenarios(), this.scenarios));
		}
		this.scenarios = run.scenarios();
		this.jvms.get(variant).add(run.jvmNanos());
		this.suites.get(variant).add(run.suiteNanos());
		this.processors.get(variant).add(run.cpuNanos());
	}

	MarkdownTable medians() {
		return table("median", Timings::median);
	}

	MarkdownTable p95() {
		return table("95th percentile", Timings::p95);
	}

	private MarkdownTable table(String head, ToDoubleFunction<Timings> figure) {
		MarkdownTable table = MarkdownTable.of(this.scenarios + " scenarios, " + head, "whole JVM",
				"first scenario's start to last one's end", "against plain Flyway", "processor time");
		for (SuiteVariant variant : SuiteVariant.ALL) {
			double suite = figure.applyAsDouble(this.suites.get(variant));
			double plain = figure.applyAsDouble(this.suites.get(new SuiteVariant(variant.workers(), false)));
			table.add(variant.name(), Figures.seconds(figure.applyAsDouble(this.jvms.get(variant))),
					Figures.seconds(suite), Figures.ratio(suite / plain),
					Figures.seconds(figure.applyAsDouble(this.processors.get(variant))));
		}
		return table;
	}

}
