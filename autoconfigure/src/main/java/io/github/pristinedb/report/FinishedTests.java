package io.github.pristinedb.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.pristinedb.shard.Timings;

/**
 * What became of tests on one machine, in one JVM or several. A test that several JVMs
 * have run is there as often.
 *
 * @param results the results, in no order, with times of one clock
 * @param preparation how long what was done once for classes took, by unit, in
 * nanoseconds
 */
public record FinishedTests(List<TestResult> results, Map<String, Long> preparation) {

	/**
	 * Create immutable results.
	 * @param results the results
	 * @param preparation the preparation of classes, by unit
	 */
	public FinishedTests {
		results = List.copyOf(results);
		preparation = Map.copyOf(preparation);
	}

	/**
	 * Take the tests of several JVMs of one machine together.
	 * @param all the tests of each
	 * @return all of them
	 */
	public static FinishedTests of(Collection<FinishedTests> all) {
		List<TestResult> results = new ArrayList<>();
		Map<String, Long> preparation = new HashMap<>();
		for (FinishedTests each : all) {
			results.addAll(each.results());
			each.preparation().forEach((unit, nanos) -> preparation.merge(unit, nanos, Long::sum));
		}
		return new FinishedTests(results, preparation);
	}

	/**
	 * The tests but for some.
	 * @param others the ids of the others
	 * @return the tests
	 */
	public FinishedTests without(Set<String> others) {
		List<TestResult> rest = this.results.stream().filter((result) -> !others.contains(result.id())).toList();
		Set<String> units = rest.stream().map(TestResult::unit).collect(Collectors.toSet());
		Map<String, Long> preparation = new HashMap<>(this.preparation);
		preparation.keySet().retainAll(units);
		return new FinishedTests(rest, preparation);
	}

	/**
	 * What tells the tests from others.
	 * @return their ids
	 */
	public Set<String> ids() {
		return this.results.stream().map(TestResult::id).collect(Collectors.toSet());
	}

	/**
	 * How long the units of all these took: their tests, and what was done once for a
	 * class that is a unit.
	 * @param all the tests of each machine
	 * @return the timings
	 */
	public static Timings timings(Collection<FinishedTests> all) {
		FinishedTests together = of(all);
		Map<String, Long> nanos = new HashMap<>();
		for (TestResult result : together.results()) {
			if (result.ran()) {
				nanos.merge(result.unit(), result.ownNanos(), Long::sum);
			}
		}
		together.preparation().forEach((unit, time) -> nanos.computeIfPresent(unit, (key, sum) -> sum + time));
		Map<String, Long> micros = new HashMap<>();
		nanos.forEach((unit, time) -> micros.put(unit, time / 1000));
		return Timings.of(micros);
	}

}
