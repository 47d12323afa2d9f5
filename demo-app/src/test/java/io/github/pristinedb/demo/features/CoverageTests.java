package io.github.pristinedb.demo.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import io.github.pristinedb.demo.DemoApplication;
import io.github.pristinedb.merge.MergeCommand;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IClassCoverage;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.console.ConsoleLauncher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The lines of the application that some scenarios reach. They are the same, however JVMs
 * and workers share the scenarios, and whatever starts them. Each shard has one worker. A
 * single JVM with one worker runs in a soak too, {@code mvn -Psoak verify}.
 */
class CoverageTests {

	private static final int SHARDS = 2;

	private static final boolean SOAK = Boolean.getBoolean("build.soak");

	@TempDir
	private Path temporary;

	@Test
	void sameLinesAreCoveredBySeveralWorkersAndByMergedShardsOfOneWorkerEach() throws Exception {
		CommandLineRun run = CommandLineRun.get();
		assertThat(run.run().exitCode()).as(run.run().output()).isZero();
		SortedSet<String> several = coveredLines(run.coverage());
		assertThat(several).hasSizeGreaterThan(200);
		assertThat(coveredLines(shards())).isEqualTo(several);
		if (SOAK) {
			assertThat(coveredLines(run("one"))).isEqualTo(several);
		}
	}

	private Path shards() throws Exception {
		List<String> arguments = new ArrayList<>(
				List.of("--shards", String.valueOf(SHARDS), "--output", this.temporary.resolve("merged").toString()));
		for (int shard = 1; shard <= SHARDS; shard++) {
			Path coverage = run("shard-" + shard, "-Dpristine.shard=" + shard + "/" + SHARDS);
			arguments.add(coverage.getParent().toString());
		}
		ForkedRun merge = ForkedRun.of(this.temporary, List.of(), MergeCommand.class, arguments.toArray(String[]::new));
		assertThat(merge.exitCode()).as(merge.output()).isZero();
		return this.temporary.resolve("merged/jacoco.exec");
	}

	/**
	 * The other run has left its template, so that this one takes no migration.
	 */
	private Path run(String name, String... options) throws Exception {
		Path directory = Files.createDirectory(this.temporary.resolve(name));
		Path coverage = directory.resolve("jacoco.exec");
		List<String> all = new ArrayList<>(
				List.of(CommandLineRun.agent(coverage), CommandLineRun.counter(directory.resolve("migrations"))));
		all.addAll(List.of(options));
		List<String> arguments = new ArrayList<>(
				List.of("execute", "--disable-banner", "--disable-ansi-colors", "--details=summary",
						"--include-engine=cucumber", "--config=cucumber.execution.parallel.config.strategy=fixed",
						"--config=cucumber.execution.parallel.config.fixed.parallelism=1",
						"--config=cucumber.execution.parallel.config.fixed.max-pool-size=1"));
		CommandLineRun.resources("?line=").forEach((resource) -> arguments.add("--select-resource=" + resource));
		ForkedRun run = ForkedRun.in(directory, CommandLineRun.get().directory(), all, ConsoleLauncher.class,
				arguments.toArray(String[]::new));
		assertThat(run.exitCode()).as(run.output()).isZero();
		assertThat(CommandLineRun.migrations(run)).as(run.output()).isZero();
		return coverage;
	}

	private static SortedSet<String> coveredLines(Path coverage) throws IOException {
		ExecFileLoader loader = new ExecFileLoader();
		loader.load(coverage.toFile());
		CoverageBuilder builder = new CoverageBuilder();
		new Analyzer(loader.getExecutionDataStore(), builder)
			.analyzeAll(CommandLineRun.location(DemoApplication.class).resolve("io").toFile());
		SortedSet<String> lines = new TreeSet<>();
		for (IClassCoverage type : builder.getClasses()) {
			for (int line = type.getFirstLine(); line <= type.getLastLine(); line++) {
				int status = type.getLine(line).getStatus();
				if (status == ICounter.FULLY_COVERED || status == ICounter.PARTLY_COVERED) {
					lines.add(type.getName() + ":" + line);
				}
			}
		}
		return lines;
	}

}
