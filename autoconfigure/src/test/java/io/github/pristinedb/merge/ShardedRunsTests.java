package io.github.pristinedb.merge;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.pristinedb.CommandRun;
import io.github.pristinedb.ForkedJvm;
import io.github.pristinedb.JvmCommand;
import io.github.pristinedb.Listing;
import io.github.pristinedb.report.Chromium;
import io.github.pristinedb.shard.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * A suite that several JVMs share, each as a machine of its own, and what the merge says
 * of it.
 */
class ShardedRunsTests {

	private static final int TESTS = 12;

	// What shards left that ran without any trouble, for all tests that need such ones.
	@TempDir
	private static Path recordings;

	private static final Map<String, List<String>> recorded = new HashMap<>();

	@TempDir
	private Path temporary;

	@Test
	void shardsRunEachTestOnceAndAreMergedIntoOneReport() throws Exception {
		List<String> passed = new ArrayList<>();
		int workers = 0;
		for (int number = 1; number <= 3; number++) {
			List<String> own = run(number + "/3");
			passed.addAll(own);
			// The tests' names may leave one of them without any.
			workers += own.isEmpty() ? 0 : 1;
		}
		assertThat(workers).isGreaterThan(1);
		assertThat(passed).hasSize(TESTS).doesNotHaveDuplicates();
		CommandRun merged = merge("--shards", "3");
		assertThat(merged.errors()).isEmpty();
		assertThat(merged.exitCode()).isZero();
		assertThat(merged.out()).startsWith("Pristine, 3 shards: 12 tests")
			.contains("results                    12 passed, 0 failed, 0 aborted, 0 skipped");
		assertThat(JsonParserFactory.getJsonParser()
			.parseMap(Files.readString(this.temporary.resolve("merged/report.json"))))
			.contains(entry("part", "3 shards"), entry("workers", workers),
					entry("results", Map.of("passed", TESTS, "failed", 0, "aborted", 0, "skipped", 0)));
		assertThat(Listing.of(this.temporary.resolve("merged"))).containsExactly("report.html", "report.json",
				"timings.tsv");
		// The two parameterized tests have one line each.
		assertThat(Timings.read(this.temporary.resolve("merged/timings.tsv")).micros()).hasSize(10)
			.containsKey(ShardFork.Suite.class.getName() + "#i(int)");
		// A second merge does not take its own output for input.
		assertThat(merge("--shards", "3").exitCode()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "class", "test" })
	void testsOfAParameterizedClassAreAllFoundAgain(String by) throws Exception {
		int total = 0;
		for (int number = 1; number <= 2; number++) {
			total += run(number + "/2", Map.of("pristine.shard-by", by, "tests", ShardFork.Numbers.class.getName()))
				.size();
		}
		assertThat(total).isEqualTo(8);
		CommandRun merged = merge("--shards", "2");
		assertThat(merged.errors()).isEmpty();
		assertThat(merged.out()).contains("results                     8 passed, 0 failed, 0 aborted, 0 skipped");
	}

	@Test
	void missingShardIsNamedWithItsTests() throws Exception {
		run("1/2");
		List<String> lost = recorded("2/2");
		CommandRun merged = merge("--shards", "2");
		assertThat(merged.exitCode()).isOne();
		assertThat(merged.errors()).hasSize(1);
		assertThat(merged.errors().get(0)).contains("Shard 2/2 is missing. ");
		assertThat(lost).isNotEmpty().allSatisfy((name) -> assertThat(merged.errors().get(0)).contains(unit(name)));
		assertThat(merge().exitCode()).as("also if nobody says how many there are").isOne();
	}

	@Test
	void killedShardIsNamedWithTheTestThatRanAndThoseThatNeverStarted() throws Exception {
		List<String> others = run("2/2");
		try (ForkedJvm jvm = ShardFork.start(this.temporary.resolve("shard-1"),
				Map.of("pristine.shard", "1/2", "happens", "wait", "happens.at", "3"))) {
			jvm.awaitLine("ready");
			jvm.kill();
		}
		assertLost(merge("--shards", "2"), others, 2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "halt", "exit" })
	void shardThatEndsItselfIsNamed(String how) throws Exception {
		List<String> others = run("2/2");
		ended(how, this.temporary.resolve("shard-1"));
		assertLost(merge("--shards", "2"), others, 1);
	}

	@Test
	void exitOfAJvmIsNotTheEndOfItsTests() throws Exception {
		try (ForkedJvm jvm = ShardFork.start(this.temporary.resolve("shard-1"),
				Map.of("pristine.shard", "1/1", "happens", "exit after the tests"))) {
			assertThat(catchFailure(jvm)).contains("ended with 3");
		}
		CommandRun merged = merge();
		assertThat(merged.out()).contains("12 passed, 0 failed");
		assertThat(merged.errors()).as("nobody knows what else was to be run")
			.containsExactly("pristine: Shard 1/1 died, or has not ended. 0 running; 0 never started.");
	}

	@Test
	void shardThatIsRunAgainMakesUpForOneThatDied() throws Exception {
		run("2/2");
		ended("halt", this.temporary.resolve("shard-1"));
		assertThat(merge().exitCode()).isOne();
		ShardFork.run(this.temporary.resolve("shard-1"), Map.of("pristine.shard", "1/2"));
		assertThat(merge().errors()).as("no JVM makes up for another one of its build")
			.singleElement()
			.asString()
			.contains("Shard 1/2 died");
		// As if the first one had been another build.
		for (Path journal : Listing.of(this.temporary.resolve("shard-1/target/pristine/journal"), ".journal")) {
			String text = Files.readString(journal);
			if (!text.contains("\tRunFinished")) {
				Files.writeString(journal, text.replaceFirst("\t", "\t0"));
			}
		}
		CommandRun merged = merge();
		assertThat(merged.errors()).isEmpty();
		assertThat(merged.out()).contains("12 passed, 0 failed");
	}

	@Test
	void nextRunNamesWhatWasLost() throws Exception {
		Path directory = this.temporary.resolve("shard-1");
		try (ForkedJvm jvm = ShardFork.start(directory, Map.of("happens", "halt", "happens.at", "3"))) {
			catchFailure(jvm);
		}
		try (ForkedJvm jvm = ShardFork.start(directory, Map.of())) {
			assertThat(jvm.finish()).contains(" died: 1 running: Suite.c")
				.contains("never started: Suite.d")
				.contains("Suite.j");
		}
		try (ForkedJvm jvm = ShardFork.start(directory, Map.of())) {
			assertThat(jvm.finish()).doesNotContain(" died: ");
		}
	}

	@Test
	void errorInATestFailsThatTestAlone() throws Exception {
		assertThat(run("1/1", Map.of("happens", "fail overflow death", "happens.at", "2"))).hasSize(TESTS - 3);
		CommandRun merged = merge();
		assertThat(merged.exitCode()).isOne();
		assertThat(merged.errors()).singleElement()
			.asString()
			.contains("3 failed: Suite.b (", "Suite.c (", "Suite.d (")
			.doesNotContain("Suite.a (", "Suite.e (");
	}

	@Test
	void runThatJUnitBreaksOffForWantOfMemoryIsNotTakenForWhole() throws Exception {
		try (ForkedJvm jvm = ShardFork.start(this.temporary.resolve("shard-1"),
				Map.of("pristine.shard", "1/1", "happens", "memory", "happens.at", "2"))) {
			assertThat(catchFailure(jvm)).contains("OutOfMemoryError");
		}
		CommandRun merged = merge();
		assertThat(merged.exitCode()).isOne();
		assertThat(merged.errors()).singleElement().asString().contains("1 running: Suite.b (").contains("Suite.c (");
	}

	@Test
	void emptyShardPassesAndSaysSo() throws Exception {
		StringBuilder timings = new StringBuilder();
		for (String unit : List.of("a()", "b()", "c()", "d()", "e()", "f()", "g()", "h()", "i(int)", "j(int)")) {
			timings.append("1.000\t").append(ShardFork.Suite.class.getName()).append('#').append(unit).append('\n');
		}
		Path file = Files.writeString(this.temporary.resolve("timings.tsv"), timings);
		try (ForkedJvm jvm = ShardFork.start(this.temporary.resolve("shard-11"),
				Map.of("pristine.shard", "11/11", "pristine.timings", file.toString()))) {
			String output = jvm.finish();
			assertThat(ShardFork.passed(output)).isEmpty();
			assertThat(output).contains("cut by the timings in " + file)
				.contains("No tests run here: shard 11/11 has none of the tests that were found.")
				.contains("pristine.shard=off");
		}
		assertThat(merge("--shards", "11").errors()).hasSize(10)
			.allSatisfy((error) -> assertThat(error).matches(".* is missing\\. 1 never started: Suite\\..*"));
	}

	@Test
	void systemPropertyThatIsMeantForAContextEndsNoRun() throws Exception {
		assertThat(ShardFork.run(this.temporary.resolve("shard-1"),
				Map.of("pristine.shard", "1/1", "pristine.isolation", "none")))
			.isNotEmpty();
	}

	@Test
	void badShardEndsTheRun() throws Exception {
		try (ForkedJvm jvm = ShardFork.start(this.temporary.resolve("shard-1"), Map.of("pristine.shard", "6/5"))) {
			assertThat(catchFailure(jvm)).contains("There is no such shard: the value '6/5' of pristine.shard.");
		}
	}

	@Test
	void shardsThatAreCutInDifferentWaysAreRefused() throws Exception {
		Path timings = Files.writeString(this.temporary.resolve("timings.tsv"),
				"1.000\t" + ShardFork.Suite.class.getName() + "#a()\n");
		run("1/2");
		run("2/3", Map.of("pristine.timings", timings.toString()));
		CommandRun merged = merge("--shards", "2");
		assertThat(merged.exitCode()).isOne();
		assertThat(merged.err()).contains("is of shard 2/3, but there are 2 shards")
			.contains("cut by different timings");
	}

	@Test
	void testThatRanInTwoShardsIsNamed() throws Exception {
		run("1/2");
		List<String> second = run("2/2");
		// As if another checkout had been cut in another way.
		Path journal = Listing.of(this.temporary.resolve("shard-1/target/pristine/journal"), ".journal").get(0);
		Path copied = Files.createDirectories(this.temporary.resolve("shard-3")).resolve("copied.journal");
		Files.writeString(copied, Files.readString(journal).replace("\tShardChosen\t1\t", "\tShardChosen\t2\t"));
		CommandRun merged = merge("--shards", "2");
		assertThat(merged.errors()).isNotEmpty()
			.anySatisfy((error) -> assertThat(error).contains("ran in several shards: [1, 2]"))
			.noneSatisfy((error) -> assertThat(error).contains(unit(second.get(0)) + " ran"));
	}

	@Test
	void mergeOfNothingFails() throws Exception {
		CommandRun merged = merge();
		assertThat(merged.exitCode()).isOne();
		assertThat(merged.errors()).singleElement().asString().contains("There are no journals below");
	}

	@Test
	void mergeWithoutCoverageFailsIfThereHasToBeSome() throws Exception {
		run("1/2");
		run("2/2");
		assertThat(merge().exitCode()).isZero();
		// What an earlier merge has made is no coverage of this run.
		Path coverage = Files.createFile(this.temporary.resolve("jacoco.exec"));
		CommandRun merged = merge("--coverage", coverage.toString());
		assertThat(merged.exitCode()).isOne();
		assertThat(merged.errors()).singleElement().asString().startsWith("pristine: There is no coverage below ");
	}

	@Test
	void commandIsAMainClass() throws Exception {
		run("1/2");
		try (ForkedJvm jvm = JvmCommand.of(MergeCommand.class).in(this.temporary).start("--shards", "2", ".")) {
			assertThat(catchFailure(jvm)).contains("ended with 1").contains("pristine: Shard 2/2 is missing.");
		}
		assertThat(this.temporary.resolve("target/pristine/merged/report.json")).exists();
	}

	@Test
	void pageOfTheMergeHasEachJvmEachAttemptAndWhatIsLost() throws Exception {
		Path died = this.temporary.resolve("died");
		ended("halt", died);
		// As if it had been another build.
		Path attempt = Listing.of(died.resolve("target/pristine/journal"), ".journal").get(0);
		Files.writeString(attempt, Files.readString(attempt).replaceFirst("\t", "\t0").replaceFirst("(\\d+)\n", "1\n"));
		int tests = run("1/2").size();
		// Another execution of the test plugin, in a JVM of its own.
		Path journal = Listing.of(this.temporary.resolve("shard-1/target/pristine/journal"), ".journal").get(0);
		String text = Files.readString(journal);
		String process = text.split("\t", 5)[3];
		Files.writeString(journal.resolveSibling("second.journal"), text.replaceFirst(process, process + "1"));
		List<String> lost = recorded("2/2");
		CommandRun merged = merge("--shards", "2");
		assertThat(merged.errors()).singleElement().asString().contains("Shard 2/2 is missing. ");
		Path page = this.temporary.resolve("merged/report.html");
		try (Chromium browser = Chromium.start()) {
			browser.open(page.toUri().toString());
			browser.evaluate("""
					new Promise((resolve) => {
						const root = document.documentElement;
						const look = () => root.dataset.ready && resolve(true);
						new MutationObserver(look).observe(root, { attributes: true });
						look();
					})""");
			assertThat(text(browser, "h1")).isEqualTo(2 * tests + " tests passed, but the run is not whole");
			assertThat(text(browser, "#overview .notice")).startsWith("Shard 2/2 is missing. ");
			assertThat(text(browser, "#shards .notice")).contains(unit(lost.get(0)));
			assertThat(browser.evaluate(
					"[...document.querySelectorAll('#shards tbody tr')].map((row) => row.children[0].textContent + ': ' + row.children[1].textContent)"))
				.isEqualTo(List.of("shard 1, JVM 1: 0", "shard 1, JVM 2: " + tests, "shard 1, JVM 3: " + tests,
						"shard 2 missing: –"));
			assertThat(text(browser, "#timeline table")).contains("shard 1, JVM 2 #1", "shard 1, JVM 3 #1");
			assertThat(browser.evaluate("[...document.querySelectorAll('#filter-jvm option')].length")).isEqualTo(4);
			browser.evaluate("document.querySelector('#tests [data-index=\"0\"]').click()");
			assertThat(browser
				.evaluate(
						"""
								new Promise((resolve) => {
									const look = () => document.querySelector("#detail .facts") ? resolve(document.querySelector("#detail .facts").textContent) : setTimeout(look, 10);
									look();
								})""")
				.toString()).contains("Whereshard 1, JVM ");
			assertThat(browser.events("Runtime.exceptionThrown")).isEmpty();
		}
	}

	private static String text(Chromium browser, String selector) throws Exception {
		return (String) browser.evaluate("document.querySelector('" + selector + "').textContent");
	}

	private void assertLost(CommandRun merged, List<String> others, int finished) {
		assertThat(merged.exitCode()).isOne();
		assertThat(merged.errors()).singleElement().asString().satisfies((error) -> {
			List<String> own = Stream
				.concat("abcdefgh".chars().mapToObj((name) -> (char) name + "()"),
						IntStream.of(1, 2).boxed().flatMap((i) -> Stream.of("i(int)", "j(int)")))
				.distinct()
				.filter((name) -> others.stream().noneMatch((other) -> other.startsWith(name)))
				.sorted()
				.toList();
			assertThat(error)
				.contains("Shard 1/2 died, or has not ended. 1 running: Suite." + own.get(finished).charAt(0))
				.contains((own.size() - finished - 1) + " never started");
			assertThat(own.subList(finished, own.size())).allSatisfy((name) -> assertThat(error).contains(unit(name)));
			assertThat(own.subList(0, finished)).noneSatisfy((name) -> assertThat(error).contains(unit(name)));
		});
	}

	private static String unit(String name) {
		return ShardFork.Suite.class.getName() + "#" + name.replaceFirst("\\[\\d+\\].*", "");
	}

	/**
	 * Run a shard, or copy what is left of it from an earlier test.
	 */
	private List<String> run(String shard) throws Exception {
		List<String> passed = recorded(shard);
		FileSystemUtils.copyRecursively(recording(shard), this.temporary.resolve("shard-" + shard.charAt(0)));
		return passed;
	}

	private static List<String> recorded(String shard) throws Exception {
		if (!recorded.containsKey(shard)) {
			recorded.put(shard, ShardFork.run(recording(shard), Map.of("pristine.shard", shard)));
		}
		return recorded.get(shard);
	}

	/**
	 * Leave what is left of the first of two shards that ends itself in its second test.
	 */
	private static void ended(String how, Path directory) throws Exception {
		Path recording = recording(how);
		if (!Files.exists(recording)) {
			try (ForkedJvm jvm = ShardFork.start(recording,
					Map.of("pristine.shard", "1/2", "happens", how, "happens.at", "2"))) {
				assertThat(catchFailure(jvm)).contains("ended with 3");
			}
		}
		FileSystemUtils.copyRecursively(recording, directory);
	}

	private static Path recording(String shard) {
		return recordings.resolve(shard.replace('/', '-'));
	}

	private List<String> run(String shard, Map<String, String> properties) throws Exception {
		Map<String, String> all = new HashMap<>(properties);
		all.put("pristine.shard", shard);
		return ShardFork.run(this.temporary.resolve("shard-" + shard.charAt(0)), all);
	}

	private CommandRun merge(String... options) {
		List<String> arguments = new ArrayList<>(List.of(options));
		arguments.addAll(List.of("--output", this.temporary.resolve("merged").toString(), this.temporary.toString()));
		return CommandRun.of((out, err) -> MergeCommand.run(out, err, arguments.toArray(String[]::new)));
	}

	private static String catchFailure(ForkedJvm jvm) {
		return catchThrowableOfType(AssertionError.class, jvm::finish).getMessage();
	}

}
