package io.github.pristinedb.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * Wall times of the demo application's scenarios.
 */
final class SuiteTable {

	private final Map<SuiteVariant, Timings> jvms = new LinkedHashMap<>();

	private final Map<SuiteVariant, Timings> suites = new LinkedHashMap<>();

	private final Map<SuiteVariant, Timings> processors = new LinkedHashMap<>();

	private final String comparison;

	private final UnaryOperator<SuiteVariant> yardstick;

	private int scenarios;

	private SuiteTable(List<SuiteVariant> variants, String comparison, UnaryOperator<SuiteVariant> yardstick) {
		this.comparison = comparison;
		this.yardstick = yardstick;
		for (SuiteVariant variant : variants) {
			this.jvms.put(variant, new Timings());
			this.suites.put(variant, new Timings());
			this.processors.put(variant, new Timings());
		}
	}

	/**
	 * A table that compares each number of workers with itself under plain Flyway.
	 * @param variants the variants
	 * @return the table
	 */
	static SuiteTable againstPlainFlyway(List<SuiteVariant> variants) {
		return new SuiteTable(variants, "against plain Flyway",
				(variant) -> new SuiteVariant(variant.workers(), false));
	}

	/**
	 * A table that compares numbers of workers with one worker.
	 * @return the table
	 */
	static SuiteTable againstOneWorker() {
		return new SuiteTable(SuiteVariant.WORKERS, "against 1 worker",
				(variant) -> new SuiteVariant(1, variant.pristine()));
	}

	/**
	 * How much of another one's time, the whole JVM's, a variant takes by the medians.
	 * @param variant the variant
	 * @param other the other one
	 * @return the ratio
	 */
	double ratio(SuiteVariant variant, SuiteVariant other) {
		return timings(this.jvms, variant).median() / timings(this.jvms, other).median();
	}

	/**
	 * What one worker takes with Pristine, from the first scenario's start to the last
	 * one's end by the medians, against plain Flyway.
	 * @param target the target
	 * @return the target beside the ratio
	 */
	MarkdownTable target(Target target) {
		MarkdownTable table = MarkdownTable.of("target", "measured");
		double ratio = target.of((name) -> this.suites.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().name().equals(name))
			.mapToDouble((entry) -> entry.getValue().median())
			.findFirst()
			.orElseThrow());
		table.add(target.what() + " " + target.limitText(), target.resultText(ratio));
		return table;
	}

	void add(SuiteVariant variant, SuiteJvm.Run run) {
		if (this.scenarios != 0 && this.scenarios != run.scenarios()) {
			throw new IllegalStateException(
					"%s ran %d scenarios, others ran %d".formatted(variant.name(), run.scenarios(), this.scenarios));
		}
		this.scenarios = run.scenarios();
		timings(this.jvms, variant).add(run.jvmNanos());
		timings(this.suites, variant).add(run.suiteNanos());
		timings(this.processors, variant).add(run.cpuNanos());
	}

	MarkdownTable medians() {
		return table("median", Timings::median);
	}

	MarkdownTable p95() {
		return table("95th percentile", Timings::p95);
	}

	private MarkdownTable table(String head, ToDoubleFunction<Timings> figure) {
		MarkdownTable table = MarkdownTable.of(this.scenarios + " scenarios, " + head, "whole JVM",
				"first scenario's start to last one's end", this.comparison, "processor time");
		for (SuiteVariant variant : this.suites.keySet()) {
			double suite = figure.applyAsDouble(timings(this.suites, variant));
			double other = figure.applyAsDouble(timings(this.suites, this.yardstick.apply(variant)));
			table.add(variant.name(), Figures.seconds(figure.applyAsDouble(timings(this.jvms, variant))),
					Figures.seconds(suite), Figures.ratio(suite / other),
					Figures.seconds(figure.applyAsDouble(timings(this.processors, variant))));
		}
		return table;
	}

	private static Timings timings(Map<SuiteVariant, Timings> all, SuiteVariant variant) {
		Timings timings = all.get(variant);
		if (timings == null) {
			throw new IllegalArgumentException(variant.name() + " is not of this table");
		}
		return timings;
	}

}
