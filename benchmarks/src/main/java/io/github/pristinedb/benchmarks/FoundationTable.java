package io.github.pristinedb.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The foundation's steps and their targets, with a column for each place.
 */
final class FoundationTable {

	static final List<Target> TARGETS = List.of(
			Target.atLeast(1_000, "existing file: cheaper than Flyway's check that there is nothing to do",
					FoundationSteps.MIGRATE_NOTHING, FoundationSteps.EXISTING),
			Target.atLeast(300, "missing file, same `Flyway`: cheaper than migrating", FoundationSteps.MIGRATE,
					FoundationSteps.MISSING),
			Target.atMost(1.3, "missing file, same `Flyway`: against the bare copy", FoundationSteps.MISSING,
					FoundationSteps.COPY),
			Target.atMost(1, "building the template: against migrating", FoundationSteps.BUILD,
					FoundationSteps.MIGRATE));

	private final Map<String, Map<String, Timings>> places = new LinkedHashMap<>();

	/**
	 * Add a column.
	 * @param place the head of the column
	 * @param timings what was measured there, by step
	 */
	void add(String place, Map<String, Timings> timings) {
		this.places.put(place, timings);
	}

	/**
	 * The medians.
	 * @return a table
	 */
	MarkdownTable medians() {
		return steps("median", Timings::median);
	}

	/**
	 * What 95 of 100 rounds did not exceed.
	 * @return a table
	 */
	MarkdownTable p95() {
		return steps("95th percentile", Timings::p95);
	}

	private MarkdownTable steps(String head, ToDoubleFunction<Timings> figure) {
		MarkdownTable table = new MarkdownTable(row(head, this.places.keySet()));
		for (String step : this.places.values().iterator().next().keySet()) {
			table.add(row(step,
					this.places.values()
						.stream()
						.map((timings) -> Figures.millis(figure.applyAsDouble(timings.get(step))))
						.toList()));
		}
		return table;
	}

	/**
	 * The targets beside what came out.
	 * @return a table
	 */
	MarkdownTable targets() {
		List<String> header = row("ratio of medians", List.of("target"));
		header.addAll(this.places.keySet());
		MarkdownTable table = new MarkdownTable(header);
		for (Target target : TARGETS) {
			List<String> row = row(target.what(), List.of(target.limitText()));
			this.places.values()
				.forEach((timings) -> row.add(target.resultText(target.of((step) -> timings.get(step).median()))));
			table.add(row);
		}
		return table;
	}

	private static List<String> row(String first, Iterable<String> others) {
		List<String> row = new ArrayList<>(List.of(first));
		others.forEach(row::add);
		return row;
	}

}
