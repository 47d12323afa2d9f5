package io.github.pristinedb.benchmarks.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Writes a suite as Cucumber's feature files, a hundred in a directory. The steps are
 * those of {@code io.github.pristinedb.benchmarks.scale.glue}.
 *
 * @param tables how many tables there are to read and to write, named {@code entity_01}
 * and so on
 */
public record FeatureFiles(int tables) {

	private static final int A_DIRECTORY = 100;

	// As in most applications, everybody writes to the same few tables: scenarios that
	// are
	// not kept apart meet there.
	private static final int WRITTEN = 5;

	/**
	 * Write the files.
	 * @param suite the suite
	 * @param directory where they go; it is created if need be, and must not have files
	 * of another suite
	 * @return the files, in the order of the suite's features
	 * @throws IOException if they cannot be written
	 */
	public List<Path> write(GeneratedSuite suite, Path directory) throws IOException {
		List<Path> files = new ArrayList<>();
		for (GeneratedFeature feature : suite.features()) {
			Path parent = Files
				.createDirectories(directory.resolve(format("part-%02d", feature.number() / A_DIRECTORY)));
			files.add(
					Files.writeString(parent.resolve(format("feature-%04d.feature", feature.number())), text(feature)));
		}
		return files;
	}

	private String text(GeneratedFeature feature) {
		StringBuilder text = new StringBuilder(format("Feature: Part %d of a generated suite\n", feature.number()));
		for (GeneratedScenario scenario : feature.scenarios()) {
			text.append(format("\n  Scenario: %s %d\n", scenario.writes() ? "Writing" : "Reading", scenario.number()));
			steps(scenario).forEach((step) -> text.append("    ").append(step).append('\n'));
		}
		return text.toString();
	}

	/**
	 * A scenario ends with a look at what it added, or that it added nothing. On the way
	 * there it reads, and one that writes adds rows to one of two tables in every other
	 * step.
	 */
	private List<String> steps(GeneratedScenario scenario) {
		Random random = new Random(scenario.seed());
		List<String> own = List.of(table(random, WRITTEN), table(random, WRITTEN));
		Map<String, Integer> added = new LinkedHashMap<>();
		List<String> steps = new ArrayList<>();
		int statements = scenario.weight().statements();
		for (int left = scenario.steps() - 1; left >= 0; left--) {
			if (scenario.writes() && (left % 2 == 1 || scenario.steps() == 1)) {
				String table = own.get(random.nextInt(own.size()));
				added.merge(table, statements, Integer::sum);
				steps.add(step("When I add %s to %s", rows(statements), table, scenario));
			}
			else if (left == 0) {
				String table = added.keySet().stream().findFirst().orElse(own.get(0));
				steps.add(step("Then there are %s more in %s", rows(added.getOrDefault(table, 0)), table, scenario));
			}
			else {
				steps.add(step("Given I read %s of %s", rows(statements), table(random, this.tables), scenario));
			}
		}
		return steps;
	}

	private static String step(String text, String rows, String table, GeneratedScenario scenario) {
		return format(text + ", in %d rounds of work", rows, table, scenario.weight().rounds());
	}

	private static String rows(int number) {
		return number + ((number == 1) ? " row" : " rows");
	}

	private String table(Random random, int most) {
		return format("entity_%02d", 1 + random.nextInt(Math.min(most, this.tables)));
	}

	private static String format(String text, Object... values) {
		return String.format(Locale.ROOT, text, values);
	}

}
