package io.github.pristinedb.benchmarks.scale;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.github.pristinedb.benchmarks.Figures;
import io.github.pristinedb.benchmarks.MarkdownTable;
import io.github.pristinedb.benchmarks.SuiteJvm;
import io.github.pristinedb.benchmarks.Target;
import io.github.pristinedb.benchmarks.Timings;
import io.github.pristinedb.benchmarks.generator.GeneratedSuite;

/**
 * How long a whole suite takes in each way. What was measured on a part of the suite is
 * extrapolated: see {@link Times}.
 */
final class ScaleTable {

	static final List<Target> TARGETS = List.of(share(0.03, "d", "a"), share(0.02, "e", "f"),
			Target.atMost(1.15, "e against d", "e", "d"), Target.atMost(1.03, "d against g", "d", "g"));

	private final GeneratedSuite suite;

	private final Map<ScaleVariant, List<Times>> times = new EnumMap<>(ScaleVariant.class);

	private final Map<ScaleVariant, String> measured = new EnumMap<>(ScaleVariant.class);

	/**
	 * A table without figures.
	 * @param suite the suite
	 */
	ScaleTable(GeneratedSuite suite) {
		this.suite = suite;
	}

	private static Target share(double limit, String part, String whole) {
		return Target.atMost(limit, part + " against " + whole, part, whole).inPercent();
	}

	/**
	 * Add JVMs that ran one feature each.
	 * @param variant how they ran it
	 * @param runs the JVMs
	 * @param reportNanos what one report of the coverage of all of them took
	 */
	void addFeatures(ScaleVariant variant, List<SuiteJvm.Run> runs, long reportNanos) {
		List<Times> each = runs.stream().map((run) -> Times.of(run, 0)).toList();
		Times whole = Times.mean(each).times(features()).withReport(reportNanos);
		Timings jvms = new Timings();
		runs.forEach((run) -> jvms.add(run.jvmNanos()));
		add(variant, whole, "%d features, %s to %s each; × %d / %d".formatted(runs.size(),
				Figures.seconds(jvms.least()), Figures.seconds(jvms.most()), features(), runs.size()));
	}

	/**
	 * Add a JVM that ran the suite, or a part of it.
	 * @param variant how it did
	 * @param run the JVM
	 * @param reportNanos what the report of the coverage took
	 */
	void add(ScaleVariant variant, SuiteJvm.Run run, long reportNanos) {
		int rounds = this.times.getOrDefault(variant, List.of()).size() + 1;
		add(variant, Times.of(run, reportNanos).withScenarios(run.scenarios(), this.suite.size()),
				((rounds == 1) ? "1 round" : "median of %d rounds".formatted(rounds))
						+ ((run.scenarios() == this.suite.size()) ? "" : ", %s of %s scenarios"
							.formatted(Figures.count(run.scenarios()), Figures.count(this.suite.size()))));
	}

	private void add(ScaleVariant variant, Times whole, String how) {
		this.times.computeIfAbsent(variant, (absent) -> new ArrayList<>()).add(whole);
		this.measured.put(variant, how);
	}

	private int features() {
		return this.suite.features().size();
	}

	/**
	 * What the whole suite takes: the median of the rounds.
	 * @param variant how it is run
	 * @return milliseconds
	 */
	double total(ScaleVariant variant) {
		return median(variant, Times::total);
	}

	private double median(ScaleVariant variant, ToDoubleFunction<Times> part) {
		Timings timings = new Timings();
		this.times.getOrDefault(variant, List.of()).forEach((round) -> timings.add(part.applyAsDouble(round)));
		return timings.median();
	}

	/**
	 * How long the whole suite takes.
	 * @param workers how many scenarios run at once where they run in parallel
	 * @return a row for each variant that was measured
	 */
	MarkdownTable totals(int workers) {
		MarkdownTable table = MarkdownTable.of("way", "JVMs", "workers", "measured", "whole suite", "against a");
		for (ScaleVariant variant : this.times.keySet()) {
			table.add("(%s) %s".formatted(variant.label(), variant.what()),
					variant.needsJvmForEachFeature() ? Figures.count(features()) : "1",
					Integer.toString(variant.isParallel() ? workers : 1), String.valueOf(this.measured.get(variant)),
					Figures.seconds(total(variant)), this.times.containsKey(ScaleVariant.A)
							? Figures.share(total(variant) / total(ScaleVariant.A)) : "");
		}
		return table;
	}

	/**
	 * Where that time goes.
	 * @return a row for each variant that was measured
	 */
	MarkdownTable parts() {
		MarkdownTable table = MarkdownTable.of("way", "start and end of JVMs",
				"first scenario of each, the context's start included", "all other scenarios",
				"report of the coverage");
		for (ScaleVariant variant : this.times.keySet()) {
			table.add("(%s)".formatted(variant.label()), Figures.seconds(median(variant, Times::outside)),
					Figures.seconds(median(variant, Times::first)), Figures.seconds(median(variant, Times::others)),
					variant.takesCoverage() ? Figures.seconds(median(variant, Times::report)) : "");
		}
		return table;
	}

	/**
	 * The targets beside what came out.
	 * @return a row for each target both sides of which were measured
	 */
	MarkdownTable targets() {
		MarkdownTable table = MarkdownTable.of("ratio", "target", "measured");
		for (Target target : TARGETS) {
			if (isMeasured(target.ratio().dividend()) && isMeasured(target.ratio().divisor())) {
				table.add(target.what(), target.limitText(),
						target.resultText(target.of((label) -> total(variant(label)))));
			}
		}
		return table;
	}

	private boolean isMeasured(String label) {
		return this.times.containsKey(variant(label));
	}

	private static ScaleVariant variant(String label) {
		return ScaleVariant.parse(label).iterator().next();
	}

	/**
	 * The parts of the time of one JVM, or of many one after the other, in nanoseconds.
	 *
	 * @param outside what is before the first scenario and after the last one
	 * @param first the first scenario, and Spring's context, which is started in it
	 * @param others the other scenarios
	 * @param report the report of the coverage
	 */
	record Times(double outside, double first, double others, double report) {

		static Times of(SuiteJvm.Run run, long reportNanos) {
			return new Times(run.jvmNanos() - run.suiteNanos(), run.firstNanos(), run.suiteNanos() - run.firstNanos(),
					reportNanos);
		}

		static Times mean(List<Times> all) {
			return new Times(mean(all, Times::outside), mean(all, Times::first), mean(all, Times::others),
					mean(all, Times::report));
		}

		private static double mean(List<Times> all, ToDoubleFunction<Times> part) {
			return all.stream().mapToDouble(part).average().orElseThrow();
		}

		Times times(int factor) {
			return new Times(this.outside * factor, this.first * factor, this.others * factor, this.report * factor);
		}

		Times withReport(double report) {
			return new Times(this.outside, this.first, this.others, report);
		}

		/**
		 * What it would be with more scenarios in the same JVM, which starts once and has
		 * one first scenario all the same.
		 * @param measured the number of scenarios that there were
		 * @param scenarios the number that there are to be
		 * @return the parts
		 * @throws IllegalArgumentException if there was only the first one, which says
		 * nothing of others
		 */
		Times withScenarios(int measured, int scenarios) {
			if (measured == scenarios) {
				return this;
			}
			if (measured < 2) {
				throw new IllegalArgumentException(
						"From one scenario, %d cannot be extrapolated: raise scale.cleaned".formatted(scenarios));
			}
			return new Times(this.outside, this.first, this.others * (scenarios - 1) / (measured - 1), this.report);
		}

		double total() {
			return this.outside + this.first + this.others + this.report;
		}

	}

}
