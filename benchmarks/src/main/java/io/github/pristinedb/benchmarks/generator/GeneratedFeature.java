package io.github.pristinedb.benchmarks.generator;

import java.util.List;

/**
 * One feature of a suite.
 *
 * @param number its number, from 0
 * @param scenarios its scenarios
 */
public record GeneratedFeature(int number, List<GeneratedScenario> scenarios) {

	public GeneratedFeature {
		scenarios = List.copyOf(scenarios);
	}

}
