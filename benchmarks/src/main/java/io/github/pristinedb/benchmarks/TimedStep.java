package io.github.pristinedb.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A way to a database for the next test, which is measured against others.
 *
 * @param name what its median is called
 * @param operation prepares, takes the time, and cleans up
 */
public record TimedStep(String name, Operation operation) {

	/**
	 * Measure steps in turn.
	 * @param warmUp how many rounds come before
	 * @param rounds how many rounds count
	 * @param steps the steps
	 * @return the median of each step in milliseconds, by name
	 * @throws Exception if a step fails
	 */
	public static Map<String, Double> medians(int warmUp, int rounds, List<TimedStep> steps) throws Exception {
		Map<String, Timings> timings = new LinkedHashMap<>();
		System.gc();
		new PairedRun(warmUp, rounds).inTurn(steps, (step, counts) -> {
			double nanos = step.operation().nanos();
			if (counts) {
				timings.computeIfAbsent(step.name(), (name) -> new Timings()).add(nanos);
			}
		});
		Map<String, Double> medians = new LinkedHashMap<>();
		timings.forEach((name, taken) -> medians.put(name, taken.median()));
		return medians;
	}

	/**
	 * Does what is measured, once.
	 */
	@FunctionalInterface
	public interface Operation {

		/**
		 * Do it.
		 * @return how many nanoseconds it took, without preparation and clean-up
		 * @throws Exception if it fails, which ends the benchmark
		 */
		double nanos() throws Exception;

	}

}
