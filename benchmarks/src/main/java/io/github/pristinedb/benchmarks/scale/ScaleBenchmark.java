package io.github.pristinedb.benchmarks.scale;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;

import io.github.pristinedb.benchmarks.Figures;
import io.github.pristinedb.benchmarks.Machine;
import io.github.pristinedb.benchmarks.MarkedSection;
import io.github.pristinedb.benchmarks.Timings;
import io.github.pristinedb.benchmarks.generator.GeneratedSuite;
import io.github.pristinedb.benchmarks.generator.SuiteShape;

import org.springframework.util.FileSystemUtils;

/**
 * Generates a suite, runs it in each way, and writes what that takes into the document.
 * Arguments: those of {@link ScaleOptions#parse}.
 */
final class ScaleBenchmark {

	private static final int TEMPLATE_ROUNDS = 3;

	private final ScaleOptions options;

	private final GeneratedSuite generated;

	private ScaleBenchmark(ScaleOptions options) {
		this.options = options;
		this.generated = GeneratedSuite.of(options.shape());
	}

	public static void main(String[] args) throws Exception {
		ScaleOptions options = ScaleOptions.parse(args);
		FileSystemUtils.deleteRecursively(options.directory());
		Files.createDirectories(options.directory());
		new ScaleBenchmark(options).run();
	}

	private void run() throws Exception {
		Path directory = this.options.directory();
		ScaleSuite suite = new ScaleSuite(this.generated, this.options.workers(), directory);
		System.out.println(describe() + "\nThe feature files are in " + suite.features());
		if (this.options.variants().isEmpty()) {
			return;
		}
		Coverage coverage = new Coverage(this.options.jacoco(), Files.createDirectory(directory.resolve("coverage")));
		ScaleTable table = new ScaleTable(this.generated);
		ScaleRuns runs = new ScaleRuns(suite, coverage, table, this.options.variants());
		Map<Boolean, Timings> templates = runs.templates(TEMPLATE_ROUNDS);
		runs.features(this.options.sample());
		// Too long to be done more than once, or for all scenarios.
		runs.suites(EnumSet.of(ScaleVariant.B), 1, this.options.cleaned());
		runs.suites(EnumSet.of(ScaleVariant.C, ScaleVariant.D, ScaleVariant.E, ScaleVariant.G), this.options.rounds(),
				suite.size());
		String text = String.join("\n", Machine.current().describe() + ".\n", describe() + "\n",
				table.totals(this.options.workers()).toString(), table.targets().toString(), table.parts().toString(),
				notes(templates, runs.reports()));
		System.out.println(text);
		new MarkedSection(this.options.document(), "scale").write(text);
	}

	private String describe() {
		SuiteShape shape = this.generated.shape();
		return String.format(Locale.ROOT,
				"%,d features, %,d scenarios, %,d steps, seed %d: %s scenarios a feature, %s steps a scenario, %s of the scenarios write; %d SQL statements and %d rounds of work a step.",
				shape.features(), this.generated.size(), this.generated.steps(), shape.seed(), shape.scenarios(),
				shape.steps(), Figures.share(shape.writers()), shape.weight().statements(), shape.weight().rounds());
	}

	private static String notes(Map<Boolean, Timings> templates, Map<ScaleVariant, Coverage.Report> reports) {
		StringBuilder notes = new StringBuilder(
				"The template is in the cache. One feature in a JVM with Pristine takes %s then, and %s if the template has to be built (medians of %d rounds)."
					.formatted(Figures.seconds(templates.get(false).median()),
							Figures.seconds(templates.get(true).median()), TEMPLATE_ROUNDS));
		reports.forEach((variant, report) -> notes.append(" (%s) covers %d of the application's %d lines."
			.formatted(variant.label(), report.covered(), report.lines())));
		return notes.toString();
	}

}
