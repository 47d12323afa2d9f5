package io.github.pristinedb.benchmarks.mocks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.benchmarks.Figures;
import io.github.pristinedb.benchmarks.JvmCommand;
import io.github.pristinedb.benchmarks.Machine;
import io.github.pristinedb.benchmarks.MarkdownTable;
import io.github.pristinedb.benchmarks.MarkedSection;
import io.github.pristinedb.benchmarks.PairedRun;
import io.github.pristinedb.benchmarks.Timings;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Prints what waiting for application contexts costs, and writes it into the document;
 * fails if a test does that has to pass. Arguments: a directory to work in, the document,
 * and the rounds.
 */
final class MocksBenchmark {

	private final Path directory;

	private final int rounds;

	private final Map<MocksVariant, Results> results = new LinkedHashMap<>();

	private MocksBenchmark(Path directory, int rounds) {
		this.directory = directory;
		this.rounds = rounds;
		MocksVariant.ALL.forEach((variant) -> this.results.put(variant, new Results()));
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		int rounds = Integer.parseInt(args[2]);
		MocksBenchmark benchmark = new MocksBenchmark(directory, rounds);
		new PairedRun(1, rounds).inTurn(MocksVariant.ALL, benchmark::run);
		String text = "%s. Each run in a new JVM, the template in the cache. %d rounds.\n\n%s"
			.formatted(Machine.current().describe(), rounds, benchmark.table());
		System.out.println(text);
		new MarkedSection(Path.of(args[1]), "mocks").write(text);
	}

	/**
	 * Where nobody waits, a few rounds are enough: they show what waiting is for.
	 */
	private void run(MocksVariant variant, boolean counts) throws IOException, InterruptedException {
		Results results = this.results.computeIfAbsent(variant, (added) -> new Results());
		if (!variant.exclusive() && results.wall.rounds() >= Math.max(1, this.rounds / 4)) {
			return;
		}
		Path working = Files.createTempDirectory(this.directory, "run-");
		Files.createDirectory(working.resolve("target"));
		Path result = working.resolve("result.txt");
		Path log = this.directory.resolve("suite.log");
		// As in the demo application's own build: short runs gain nothing by the second
		// compiler.
		List<String> options = List.of("-XX:TieredStopAtLevel=1", "-XX:+EnableDynamicAgentLoading", "-Xshare:off",
				"-Dlogging.config=classpath:logback-benchmark.xml",
				"-Dpristine.template.cache-dir=" + this.directory.resolve("templates"),
				"-Dpristine.exclusive-contexts=" + variant.exclusive());
		int exitCode = new ProcessBuilder(JvmCommand.of(options, MocksRun.class, variant.workers(), result))
			.directory(working.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start()
			.waitFor();
		if (exitCode != 0) {
			throw new IllegalStateException("The suite (%s) ended with %d. See %s".formatted(variant, exitCode, log));
		}
		String[] fields = Files.readString(result).split(" ");
		int passed = Integer.parseInt(fields[0]);
		int failed = Integer.parseInt(fields[1]);
		if (variant.mustPass() && (failed > 0 || passed != MocksSuite.size())) {
			throw new IllegalStateException(
					"%d tests passed and %d failed (%s). See %s".formatted(passed, failed, variant, log));
		}
		if (counts) {
			Map<String, Object> report = JsonParserFactory.getJsonParser()
				.parseMap(Files.readString(working.resolve("target/pristine/report.json")));
			results.add(failed, Long.parseLong(fields[2]), report);
		}
		FileSystemUtils.deleteRecursively(working);
	}

	private MarkdownTable table() {
		MarkdownTable table = MarkdownTable.of(
				MocksSuite.size() + " tests in " + MocksSuite.classes().size() + " classes", "red runs",
				"failures in them", "median", "longest", "waits, median", "waiting of all threads, median");
		this.results.forEach((variant, results) -> table.add(variant.title(),
				results.red + " of " + results.wall.rounds(), String.valueOf(results.failures),
				Figures.seconds(results.wall.median()), Figures.seconds(results.wall.most()),
				String.valueOf(Math.round(results.waits.median() * 1e6)), Figures.seconds(results.waiting.median())));
		return table;
	}

	/**
	 * What came of the runs of a variant.
	 */
	private static final class Results {

		private final Timings wall = new Timings();

		private final Timings waits = new Timings();

		private final Timings waiting = new Timings();

		private int red;

		private int failures;

		void add(int failed, long nanos, Map<String, Object> report) {
			this.red += (failed > 0) ? 1 : 0;
			this.failures += failed;
			this.wall.add(nanos);
			this.waits.add(((Number) report.get("contextWaits")).doubleValue());
			this.waiting.add(((Number) report.get("contextWaitMillis")).doubleValue() * 1e6);
		}

	}

}
