package io.github.pristinedb.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.scope.Isolation;

import org.springframework.util.FileSystemUtils;

/**
 * Measures a statement with and without a tape, and writes the figures into the document.
 * Arguments: an empty directory, the document.
 */
final class TapeBenchmark {

	private static final int WARM_UP = 300;

	private static final int ROUNDS = 600;

	private static final double MICROS_PER_MILLI = 1000;

	private static final double MOST_MICROS = 2;

	private TapeBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		Fixture fixture = Fixture.generate(FixtureSize.SMALL, directory.resolve("migrations"));
		try (TapeSteps off = new TapeSteps(fixture, directory.resolve("off"), "off");
				TapeSteps on = new TapeSteps(fixture, directory.resolve("on"), "failures")) {
			List<Variant<?>> variants = new ArrayList<>();
			variants.addAll(off.all());
			variants.addAll(on.all());
			Map<String, Timings> timings = new PairedRun(WARM_UP, ROUNDS).measure(variants);
			MarkdownTable table = MarkdownTable.of("statement", "without a tape", "with a tape", "difference",
					"≤ 2 µs more");
			for (Isolation isolation : TapeSteps.ISOLATIONS) {
				for (String step : TapeSteps.STEPS) {
					add(table, step, isolation, timings);
				}
			}
			String text = Machine.current().describe() + ". Medians of " + ROUNDS + " batches of " + TapeSteps.BATCH
					+ " statements, in turn.\n\n" + table;
			System.out.println(text);
			new MarkedSection(Path.of(args[1]), "tape").write(text);
		}
	}

	private static void add(MarkdownTable table, String step, Isolation isolation, Map<String, Timings> timings) {
		double off = micros(timings, TapeSteps.name(step, isolation, "off"));
		double on = micros(timings, TapeSteps.name(step, isolation, "failures"));
		table.add(step + ", `" + isolation.label() + "`", text(off), text(on), text(on - off),
				(on - off <= MOST_MICROS) ? "yes" : "**missed**");
	}

	private static double micros(Map<String, Timings> timings, String name) {
		Timings measured = timings.get(name);
		if (measured == null) {
			throw new IllegalStateException("Nothing is known of " + name);
		}
		return measured.median() * MICROS_PER_MILLI;
	}

	private static String text(double micros) {
		return "%.2f µs".formatted(micros);
	}

}
