package io.github.pristinedb.benchmarks.scale;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.pristinedb.benchmarks.PairedRun;
import io.github.pristinedb.benchmarks.SuiteJvm;
import io.github.pristinedb.benchmarks.Timings;

import org.springframework.util.FileSystemUtils;

/**
 * Runs a suite in each way, and puts what it takes into a table.
 */
final class ScaleRuns {

	private final ScaleSuite suite;

	private final Coverage coverage;

	private final ScaleTable table;

	private final Set<ScaleVariant> variants;

	private final Map<ScaleVariant, Coverage.Report> reports = new EnumMap<>(ScaleVariant.class);

	ScaleRuns(ScaleSuite suite, Coverage coverage, ScaleTable table, Set<ScaleVariant> variants) {
		this.suite = suite;
		this.coverage = coverage;
		this.table = table;
		this.variants = variants;
	}

	/**
	 * Run one feature with Pristine, with and without the template in the cache, where it
	 * is left.
	 * @param rounds how often
	 * @return what the JVM took, by whether the template had to be built
	 * @throws Exception if a scenario fails
	 */
	Map<Boolean, Timings> templates(int rounds) throws Exception {
		Map<Boolean, Timings> timings = Map.of(true, new Timings(), false, new Timings());
		List<Integer> one = List.of(0);
		// Reads all that JVMs need from the disk.
		this.suite.run(ScaleVariant.C, List.of(), one);
		new PairedRun(0, rounds).inTurn(List.of(false, true), (missing, counts) -> {
			if (missing) {
				FileSystemUtils.deleteRecursively(this.suite.templates());
			}
			timings.get(missing).add(this.suite.run(ScaleVariant.C, List.of(), one).jvmNanos());
		});
		return timings;
	}

	/**
	 * Run a sample of features, each in a JVM, in the ways that need one for each: all
	 * ways run a feature before any runs the next one.
	 * @param sample how many features are run
	 * @throws Exception if a scenario fails
	 */
	void features(int sample) throws Exception {
		List<ScaleVariant> ways = this.variants.stream().filter(ScaleVariant::needsJvmForEachFeature).toList();
		List<Integer> numbers = sample(this.suite.size(), sample);
		Map<ScaleVariant, List<SuiteJvm.Run>> runs = new EnumMap<>(ScaleVariant.class);
		ways.forEach((variant) -> runs.put(variant, new ArrayList<>()));
		new PairedRun(0, numbers.size()).inTurn(ways, (variant, counts) -> {
			List<SuiteJvm.Run> own = runs.get(variant);
			own.add(this.suite.run(variant, agent(variant), List.of(numbers.get(own.size()))));
		});
		for (ScaleVariant variant : ways) {
			this.table.addFeatures(variant, runs.get(variant), report(variant));
		}
	}

	/**
	 * Run the suite in one JVM, in each of these ways that is asked for, in turn.
	 * @param ways the ways
	 * @param rounds how often
	 * @param sample how many features are run
	 * @throws Exception if a scenario fails
	 */
	void suites(Set<ScaleVariant> ways, int rounds, int sample) throws Exception {
		List<Integer> numbers = sample(this.suite.size(), sample);
		new PairedRun(0, rounds).inTurn(ways.stream().filter(this.variants::contains).toList(), (variant, counts) -> {
			// Each run has its own figure.
			this.coverage.forget(variant.label());
			SuiteJvm.Run run = this.suite.run(variant, agent(variant), numbers);
			this.table.add(variant, run, report(variant));
		});
	}

	/**
	 * Choose some features, which lie evenly among all.
	 * @param features how many there are
	 * @param sample how many are chosen, at most all
	 * @return their numbers, from 0
	 */
	static List<Integer> sample(int features, int sample) {
		int size = Math.min(sample, features);
		return IntStream.range(0, size).map((i) -> (2 * i + 1) * features / (2 * size)).boxed().toList();
	}

	/**
	 * What the last report of each way says.
	 * @return the reports of the ways that take coverage
	 */
	Map<ScaleVariant, Coverage.Report> reports() {
		return this.reports;
	}

	private long report(ScaleVariant variant) throws Exception {
		if (!variant.takesCoverage()) {
			return 0;
		}
		Coverage.Report report = this.coverage.report(variant.label());
		this.reports.put(variant, report);
		return report.nanos();
	}

	private List<String> agent(ScaleVariant variant) {
		return variant.takesCoverage() ? List.of(this.coverage.agent(variant.label())) : List.of();
	}

}
