package io.github.pristinedb.demo.sharded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.pristinedb.demo.features.ForkedRun;
import io.github.pristinedb.demo.sharded.WorkSteps.SlowBean;
import io.github.pristinedb.merge.MergeCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.console.ConsoleLauncher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Suites of Cucumber scenarios in JVMs of their own: cut into shards, and with scenarios
 * that break.
 */
class ShardedSuiteTests {

	private static final int SCENARIOS = 40;

	private static final int SHARDS = 3;

	@TempDir
	private Path temporary;

	@Test
	void scenariosOfASuiteAreCutByTheTimingsOfOneRun() throws Exception {
		Path timings = run(HeavyTail.class).module().resolve("target/pristine/timings.tsv");
		Map<String, Double> recorded = read(timings);
		assertThat(recorded).hasSize(SCENARIOS).containsKey("sharded/heavy_tail.feature:8");
		List<String> arguments = new ArrayList<>(
				List.of("--shards", "" + SHARDS, "--output", this.temporary.resolve("merged").toString()));
		List<String> ran = new ArrayList<>();
		double slowest = 0;
		for (int shard = 1; shard <= SHARDS; shard++) {
			ForkedRun run = run(HeavyTail.class, "-Dpristine.shard=" + shard + "/" + SHARDS,
					"-Dpristine.timings=" + timings);
			assertThat(run.exitCode()).as(run.output()).isZero();
			Map<String, Double> own = read(run.module().resolve("target/pristine/timings.tsv"));
			slowest = Math.max(slowest, own.keySet().stream().mapToDouble(recorded::get).sum());
			ran.addAll(own.keySet());
			arguments.add(run.module().toString());
		}
		assertThat(ran).containsExactlyInAnyOrderElementsOf(recorded.keySet());
		// One scenario cannot be cut: the first one of a run starts Cucumber, too.
		double average = recorded.values().stream().mapToDouble(Double::doubleValue).sum() / SHARDS;
		double longest = recorded.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
		assertThat(slowest).isLessThanOrEqualTo(Math.max(1.15 * average, longest));
		ForkedRun merge = ForkedRun.of(this.temporary, List.of(), MergeCommand.class, arguments.toArray(String[]::new));
		assertThat(merge.exitCode()).as(merge.output()).isZero();
		assertThat(merge.output()).containsPattern("features +1\n").containsPattern("results +40 passed, 0 failed");
	}

	@Test
	void suiteOfWhichNothingIsLeftPasses() throws Exception {
		Path timings = this.temporary.resolve("timings.tsv");
		StringBuilder lines = new StringBuilder();
		for (int line = 8; line < 8 + SCENARIOS; line++) {
			lines.append("1.000\tsharded/heavy_tail.feature:").append(line).append('\n');
		}
		Files.writeString(timings, lines);
		ForkedRun run = run(HeavyTail.class, "-Dpristine.shard=41/41", "-Dpristine.timings=" + timings);
		assertThat(run.exitCode()).as(run.output()).isZero();
		assertThat(run.output()).contains("No tests run here: shard 41/41 has none of the tests that were found.")
			.containsPattern("0 tests found");
	}

	@Test
	void badShardEndsTheRun() throws Exception {
		ForkedRun run = run(HeavyTail.class, "-Dpristine.shard=0/5");
		assertThat(run.exitCode()).isNotZero();
		assertThat(run.output()).contains("There is no such shard: the value '0/5' of pristine.shard.");
	}

	@Test
	void errorInAStepFailsThatScenarioAlone() throws Exception {
		ForkedRun run = run(Errors.class, "-Dcucumber.filter.tags=not @memory");
		assertThat(contextNanos(run.module())).first()
			.as("the scenario that starts the context is told how long that took")
			.satisfies((nanos) -> assertThat(nanos).isGreaterThanOrEqualTo(SlowBean.MILLIS * 1_000_000L));
		assertThat(contextNanos(run.module()).stream().skip(1)).isNotEmpty().containsOnly(0L);
		// Of tests without a database there is a report, but no word in the log.
		assertThat(run.module().resolve("target/pristine/report.json")).content()
			.contains("\"features\":1", "\"passed\":3", "\"failed\":2", "\"aborted\":0", "\"skipped\":1");
	}

	@Test
	void runThatCucumberBreaksOffForWantOfMemoryIsNotTakenForWhole() throws Exception {
		ForkedRun run = run(Errors.class);
		assertThat(run.exitCode()).as(run.output()).isNotZero();
		ForkedRun merge = ForkedRun.of(this.temporary, List.of(), MergeCommand.class, run.module().toString());
		assertThat(merge.exitCode()).isOne();
		assertThat(merge.output()).contains("Memory (sharded/errors.feature:16)")
			.contains("1 never started: ")
			.contains("After (sharded/errors.feature:19)");
	}

	private static List<Long> contextNanos(Path module) throws IOException {
		try (Stream<Path> journals = Files.list(module.resolve("target/pristine/journal"))) {
			return Files.readAllLines(journals.findFirst().orElseThrow())
				.stream()
				.filter((line) -> line.matches("\\d+\tTestFinished\t.*/\\[scenario:\\d+]\t(?!SKIPPED).*"))
				.map((line) -> Long.valueOf(line.substring(line.lastIndexOf('\t') + 1)))
				.toList();
		}
	}

	private ForkedRun run(Class<?> suite, String... options) throws Exception {
		return ForkedRun.of(this.temporary, List.of(options), ConsoleLauncher.class, "execute", "--disable-banner",
				"--disable-ansi-colors", "--details=summary", "--select-class=" + suite.getName());
	}

	private static Map<String, Double> read(Path timings) throws IOException {
		Pattern line = Pattern.compile("([\\d.]+)\t(.+)");
		Map<String, Double> millis = new HashMap<>();
		try (Stream<String> lines = Files.lines(timings)) {
			lines.forEach((text) -> {
				Matcher matcher = line.matcher(text);
				assertThat(matcher.matches()).as(text).isTrue();
				millis.put(matcher.group(2), Double.valueOf(matcher.group(1)));
			});
		}
		return millis;
	}

}
