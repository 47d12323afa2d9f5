package io.github.pristinedb.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;

import io.github.pristinedb.benchmarks.Machine;
import io.github.pristinedb.benchmarks.MarkdownTable;
import io.github.pristinedb.benchmarks.MarkedSection;
import io.github.pristinedb.benchmarks.SuiteJvm;
import io.github.pristinedb.benchmarks.generator.Between;
import io.github.pristinedb.benchmarks.generator.GeneratedSuite;
import io.github.pristinedb.benchmarks.generator.StepWeight;
import io.github.pristinedb.benchmarks.generator.SuiteShape;

import org.springframework.util.FileSystemUtils;

/**
 * Cuts a suite with a heavy tail into four shards, by names alone and by the timings of
 * one run, and writes how even they are into the document. Arguments: a directory to work
 * in, and the document.
 */
final class ShardBenchmark {

	private static final int SHARDS = 4;

	private static final double LIMIT = 1.15;

	// The heavy ones have three quarters of the work.
	private static final SuiteShape SHAPE = new SuiteShape(40, new Between(3, 5), new Between(5, 8), 0.6,
			new StepWeight(2, 600), 10, 50, 1);

	private final ScaleSuite suite;

	private final int scenarios;

	private final Path directory;

	private ShardBenchmark(Path directory) throws IOException {
		GeneratedSuite generated = GeneratedSuite.of(SHAPE);
		this.scenarios = generated.size();
		this.suite = new ScaleSuite(generated, 1, directory);
		this.directory = directory;
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		String text = new ShardBenchmark(directory).run();
		System.out.println(text);
		new MarkedSection(Path.of(args[1]), "shards").write(text);
	}

	private String run() throws Exception {
		Path nothing = this.directory.resolve("nothing.tsv");
		Path recorded = this.directory.resolve("recorded.tsv");
		SuiteJvm.Run whole = this.suite.run("off", nothing, recorded);
		double[] names = shards(nothing);
		double[] timings = shards(recorded);
		MarkdownTable table = new MarkdownTable(
				List.of("cut by", "shard 1", "shard 2", "shard 3", "shard 4", "slowest against the average"));
		table.add(row("names, no run recorded", names));
		table.add(row("the timings of one run", timings));
		MarkdownTable targets = new MarkdownTable(List.of("target", "measured"));
		double ratio = slowest(timings);
		targets.add(List.of("by timings: slowest ≤ %.2f × the average".formatted(LIMIT),
				"%.2f×%s".formatted(ratio, (ratio <= LIMIT) ? "" : " **missed**")));
		return """
				%s. %d scenarios, %d of them 50 times as much work as the others; one worker, %.1f s in one JVM. Seconds from the first scenario's start to the last one's end, the context's start included.

				%s
				%s"""
			.formatted(Machine.current().describe(), this.scenarios, SHAPE.heavy(), whole.suiteNanos() / 1e9, table,
					targets);
	}

	private double[] shards(Path timings) throws Exception {
		double[] seconds = new double[SHARDS];
		int ran = 0;
		for (int shard = 1; shard <= SHARDS; shard++) {
			SuiteJvm.Run run = this.suite.run(shard + "/" + SHARDS, timings, this.directory.resolve("shard.tsv"));
			seconds[shard - 1] = run.suiteNanos() / 1e9;
			ran += run.scenarios();
		}
		if (ran != this.scenarios) {
			throw new IllegalStateException("The shards ran %d scenarios of %d".formatted(ran, this.scenarios));
		}
		return seconds;
	}

	private static List<String> row(String cut, double[] seconds) {
		return List.of(cut, "%.1f s".formatted(seconds[0]), "%.1f s".formatted(seconds[1]),
				"%.1f s".formatted(seconds[2]), "%.1f s".formatted(seconds[3]), "%.2f×".formatted(slowest(seconds)));
	}

	private static double slowest(double[] seconds) {
		return DoubleStream.of(seconds).max().orElseThrow() / DoubleStream.of(seconds).average().orElseThrow();
	}

}
