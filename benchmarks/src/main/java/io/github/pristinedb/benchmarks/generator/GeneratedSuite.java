package io.github.pristinedb.benchmarks.generator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A suite: equal shapes give equal suites.
 *
 * @param shape what it is like
 * @param features its features
 */
public record GeneratedSuite(SuiteShape shape, List<GeneratedFeature> features) {

	// Far enough apart that neighbouring seeds give scenarios nothing in common.
	private static final long STRIDE = 1_000_003;

	public GeneratedSuite {
		features = List.copyOf(features);
	}

	/**
	 * Generate a suite.
	 * @param shape what it is to be like
	 * @return the suite
	 */
	public static GeneratedSuite of(SuiteShape shape) {
		Random random = new Random(shape.seed());
		int[] sizes = new int[shape.features()];
		int scenarios = 0;
		for (int i = 0; i < sizes.length; i++) {
			sizes[i] = shape.scenarios().any(random);
			scenarios = Math.addExact(scenarios, sizes[i]);
		}
		BitSet writers = any((int) Math.round(shape.writers() * scenarios), scenarios, random);
		BitSet heavy = any(shape.heavy(), scenarios, random);
		List<GeneratedFeature> features = new ArrayList<>();
		int number = 0;
		for (int feature = 0; feature < sizes.length; feature++) {
			List<GeneratedScenario> content = new ArrayList<>();
			for (int i = 0; i < sizes[feature]; i++, number++) {
				content.add(new GeneratedScenario(number, writers.get(number), shape.steps().any(random),
						heavy.get(number) ? shape.weight().times(shape.heavyFactor()) : shape.weight(),
						shape.seed() * STRIDE + number));
			}
			features.add(new GeneratedFeature(feature, content));
		}
		return new GeneratedSuite(shape, features);
	}

	/**
	 * All scenarios, in order.
	 * @return the scenarios
	 */
	public Stream<GeneratedScenario> scenarios() {
		return this.features.stream().flatMap((feature) -> feature.scenarios().stream());
	}

	/**
	 * The number of all scenarios.
	 * @return the number
	 */
	public int size() {
		return (int) scenarios().count();
	}

	/**
	 * The number of all steps.
	 * @return the number
	 */
	public long steps() {
		return scenarios().mapToLong(GeneratedScenario::steps).sum();
	}

	private static BitSet any(int number, int all, Random random) {
		List<Integer> numbers = new ArrayList<>(all);
		for (int i = 0; i < all; i++) {
			numbers.add(i);
		}
		Collections.shuffle(numbers, random);
		BitSet chosen = new BitSet(all);
		numbers.subList(0, Math.min(number, all)).forEach(chosen::set);
		return chosen;
	}

}
