package io.github.pristinedb.benchmarks.scale;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.github.pristinedb.benchmarks.generator.Between;
import io.github.pristinedb.benchmarks.generator.StepWeight;
import io.github.pristinedb.benchmarks.generator.SuiteShape;

/**
 * What the benchmark is to do. {@code docs/benchmarks.md} has a line for each option.
 *
 * @param directory where everything goes
 * @param document the document with the figures
 * @param jacoco where JaCoCo's jars are
 * @param shape what the suite is like
 * @param workers how many scenarios run at once where they run in parallel
 * @param sample how many features are run where each one needs a JVM
 * @param cleaned how many features are run where each scenario waits for Flyway to clean
 * and migrate
 * @param rounds how often the suite is run in each other way
 * @param variants the ways that are measured
 */
record ScaleOptions(Path directory, Path document, Path jacoco, SuiteShape shape, int workers, int sample, int cleaned,
		int rounds, Set<ScaleVariant> variants) {

	ScaleOptions {
		if (workers < 1 || sample < 1 || cleaned < 1 || rounds < 1) {
			throw new IllegalArgumentException(
					"There is at least one worker, one feature to run in each way, and one round:"
							+ " workers=%d sample=%d cleaned=%d rounds=%d".formatted(workers, sample, cleaned, rounds));
		}
	}

	/**
	 * Read the command line.
	 * @param arguments all of {@code name=value}, in any order
	 * @return the options
	 * @throws IllegalArgumentException if one is missing, unknown or makes no sense
	 */
	static ScaleOptions parse(String... arguments) {
		Arguments all = Arguments.of(arguments);
		ScaleOptions options = new ScaleOptions(all.get("directory", Path::of), all.get("document", Path::of),
				all.get("jacoco", Path::of),
				new SuiteShape(all.get("features", Integer::parseInt), all.get("scenarios", Between::parse),
						all.get("steps", Between::parse), all.get("writers", Double::parseDouble),
						new StepWeight(all.get("statements", Integer::parseInt), all.get("work", Integer::parseInt)),
						all.get("heavy", Integer::parseInt), all.get("heavy-factor", Integer::parseInt),
						all.get("seed", Long::parseLong)),
				all.get("workers", Integer::parseInt), all.get("sample", Integer::parseInt),
				all.get("cleaned", Integer::parseInt), all.get("rounds", Integer::parseInt),
				all.get("variants", ScaleVariant::parse));
		all.expectNoMore();
		return options;
	}

	/**
	 * Values by name, each of which is used once.
	 *
	 * @param values the values
	 */
	private record Arguments(Map<String, String> values) {

		static Arguments of(String... arguments) {
			Map<String, String> values = new LinkedHashMap<>();
			for (String argument : arguments) {
				int equals = argument.indexOf('=');
				if (equals < 0) {
					throw new IllegalArgumentException("'" + argument + "' is not of the kind name=value");
				}
				values.put(argument.substring(0, equals), argument.substring(equals + 1));
			}
			return new Arguments(values);
		}

		<T> T get(String name, Function<String, T> parser) {
			String value = this.values.remove(name);
			if (value == null) {
				throw new IllegalArgumentException("The option '" + name + "' is missing");
			}
			try {
				return parser.apply(value);
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalArgumentException("scale.%s=%s: %s".formatted(name, value, ex.getMessage()), ex);
			}
		}

		void expectNoMore() {
			if (!this.values.isEmpty()) {
				throw new IllegalArgumentException("There are no such options: " + this.values.keySet());
			}
		}

	}

}
