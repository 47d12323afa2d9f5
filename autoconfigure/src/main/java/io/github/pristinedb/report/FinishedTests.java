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
 * The results of tests on one machine, in one JVM or several. A test that several JVMs
 * ran has a result for each.
 *
 * @param results the results, in no order, with times of one clock
 * @param preparation the time of what was done once for a class, in nanoseconds, by unit
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
	 * Join the tests of several JVMs of one machine.
	 * @param all the tests of each
	 * @return all tests
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
	 * The tests without some of them.
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
	 * The ids of the tests.
	 * @return the ids
	 */
	public Set<String> ids() {
		return this.results.stream().map(TestResult::id).collect(Collectors.toSet());
	}

	/**
	 * The times of all units: their tests, and what was done once for a class that is a
	 * unit.
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
