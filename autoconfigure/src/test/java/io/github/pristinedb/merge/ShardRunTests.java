package io.github.pristinedb.merge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.RunFinished;
import io.github.pristinedb.event.PristineEvent.ShardChosen;
import io.github.pristinedb.event.PristineEvent.TestAssigned;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.journal.Journal;
import io.github.pristinedb.journal.JournalFile;
import io.github.pristinedb.journal.JournalHeader;
import io.github.pristinedb.launch.RunId;
import io.github.pristinedb.report.JvmHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.UniqueId;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShardRun} and {@link ShardChecks}: what several journals of one shard
 * come to.
 */
class ShardRunTests {

	private static final RunFinished END = new RunFinished();

	@TempDir
	private Path temporary;

	private int journals;

	@Test
	void buildsOwnJvmMayLeaveTestsToItsForks() throws IOException {
		JvmHistory maven = journal("build", 0, found("a"), found("b"), END);
		ShardRun shard = shard(maven, journal("build", 1, ran("a"), END), journal("build", 2, ran("b"), END));
		assertThat(shard.missing().isNone()).isTrue();
		assertThat(shard.tests().results()).hasSize(2);
		assertThat(shard.ranAny()).isTrue();
	}

	@Test
	void testThatNoForkWasGivenIsLost() throws IOException {
		JvmHistory maven = journal("build", 0, found("a"), found("b"), END);
		ShardRun shard = shard(maven, journal("build", 1, found("a"), ran("a"), END));
		assertThat(shard.missing().neverStarted()).containsOnlyKeys("b");
		assertThat(problems(shard)).containsExactly(
				"Shard 1/1 has not run all of its tests. 0 running; 1 never" + " started: name of b (unit of b).");
	}

	@Test
	void testsThatAreLeftToALargeShardAreFoundByThemselvesOrWithinTheirClass() throws IOException {
		// A look at all tests of the class for each of them would take minutes.
		int many = 30_000;
		PristineEvent[] left = new PristineEvent[many];
		PristineEvent[] found = new PristineEvent[many];
		for (int i = 0; i < many; i++) {
			left[i] = new TestAssigned("e/c/" + i + "/m", "c", "name " + i, 2);
			found[i] = new TestAssigned((i % 2 == 0) ? "e/c/" + i : "e/c/" + i + "/m", "c", "name " + i, 2);
		}
		found[7] = END;
		ShardRun one = ShardRun.of(1, List.of(journal("build", 0, (Object[]) left)));
		ShardRun two = ShardRun.of(2, List.of(journal("build", 0, (Object[]) found)));
		assertThat(ShardChecks.problems(List.of(one, two), 2, RunId.UNKNOWN))
			.filteredOn((problem) -> problem.contains("never started: "))
			.anySatisfy((problem) -> assertThat(problem).contains("1 never started: name 7 (c)"));
	}

	@Test
	void testThatSomethingElseLeavesOutIsNotLost() throws IOException {
		JvmHistory maven = journal("build", 0, new TestAssigned("a", "a", "a", TestAssigned.NONE), END);
		ShardRun shard = shard(maven);
		assertThat(shard.missing().isNone()).isTrue();
		assertThat(shard.ranAny()).isFalse();
	}

	@Test
	void testOfTwoExecutionsIsLostIfOnlyOneRanIt() throws IOException {
		JvmHistory first = journal("build", 0, found("a"), END);
		JvmHistory fork = journal("build", 1, ran("a"), END);
		JvmHistory second = journal("build", 2, found("a"), END);
		assertThat(shard(first, fork, second).missing().neverStarted()).containsOnlyKeys("a");
		JvmHistory another = journal("build", 3, ran("a"), END);
		assertThat(shard(first, fork, second, another).missing().isNone()).isTrue();
		assertThat(shard(first, journal("build", 4, found("a"), END), fork, another).missing().neverStarted())
			.as("later")
			.containsOnlyKeys("a");
	}

	@Test
	void resultsOfTwoExecutionsAreBothThere() throws IOException {
		ShardRun shard = shard(journal("build", 0, failed("a"), END), journal("build", 1, ran("a"), END));
		assertThat(shard.tests().results()).hasSize(2);
		assertThat(problems(shard)).containsExactly("1 failed: name of a (unit of a).");
	}

	@Test
	void forkThatDiesIsNotMadeUpForByAnotherOneOfItsBuild() throws IOException {
		JvmHistory died = journal("build", 0, started("c"), ran("c/a"));
		assertThat(shard(died, journal("build", 1, ran("b"), END)).missing().running()).containsOnlyKeys("c");
		ShardRun shard = shard(died, journal("build", 1, started("c"), ran("c/a"), passed("c"), END));
		assertThat(problems(shard))
			.containsExactly("Shard 1/1 died, or has not ended. 1 running: name of c (unit of c); 0 never started.");
	}

	@Test
	void allThatIsLostIsNamedOnce() throws IOException {
		JvmHistory maven = journal("build", 0, found("a"), found("b"), found("c"), found("d"), END);
		JvmHistory died = journal("build", 1, found("a"), found("b"), planned("a"), planned("b"), started("a"));
		JvmHistory other = journal("build", 2, found("c"), started("c"));
		assertThat(problems(shard(maven, died, other))).containsExactly(
				"Shard 1/1 died, or has not ended. 2 running: name of a (unit of a), name of c (unit of c);"
						+ " 2 never started: name of b (unit of b), name of d (unit of d).");
	}

	@Test
	void runThatJUnitBreaksOffIsNotWhole() throws IOException {
		ShardRun shard = shard(journal("build", 0, started("e"), started("e/a"), passed("e/a"), END));
		assertThat(shard.missing().torn()).isTrue();
		assertThat(shard.missing().running()).containsOnlyKeys("e");
	}

	@Test
	void laterBuildMakesUpForWhatItHasRunAgain() throws IOException {
		JvmHistory died = journal("first", 0, found("a"), found("b"), found("c"), planned("b"), failed("a"),
				started("b"));
		ShardRun partly = shard(died, journal("second", 1, ran("a"), ran("b"), END));
		assertThat(partly.missing().torn()).isTrue();
		assertThat(partly.missing().running()).isEmpty();
		assertThat(partly.missing().neverStarted()).containsOnlyKeys("c");
		ShardRun all = shard(died, journal("second", 1, ran("a"), ran("b"), END), journal("second", 2, ran("c"), END));
		assertThat(problems(all)).isEmpty();
		assertThat(all.tests().results()).as("what died does not count twice").hasSize(3);
	}

	@Test
	void earlierBuildMakesUpForNothing() throws IOException {
		ShardRun shard = shard(journal("first", 0, ran("a"), END), journal("second", 1, started("a")));
		assertThat(shard.missing().running()).containsOnlyKeys("a");
	}

	@Test
	void deathAroundTestsIsMadeUpForIfAllOfThemAreRunAgain() throws IOException {
		JvmHistory died = journal("first", 0, started("c"), ran("c/a"), ran("c/b"));
		assertThat(shard(died, journal("second", 1, started("c"), ran("c/a"), passed("c"), END)).missing().running())
			.containsOnlyKeys("c");
		assertThat(shard(died, journal("second", 1, started("c"), ran("c/a"), ran("c/b"), passed("c"), END)).missing()
			.isNone()).isTrue();
	}

	@Test
	void deathBetweenTestsIsMadeUpForIfAllThatIsKnownIsRunAgain() throws IOException {
		JvmHistory died = journal("first", 0, ran("a"), ran("b"));
		assertThat(shard(died).missing().torn()).isTrue();
		assertThat(shard(died, journal("second", 1, ran("a"), END)).missing().torn()).isTrue();
		assertThat(shard(died, journal("second", 1, ran("a"), ran("b"), END)).missing().isNone()).isTrue();
	}

	@Test
	void deathBeforeAnythingIsKnownIsNotMadeUpFor() throws IOException {
		JvmHistory died = journal("first", 0, new ShardChosen(1, 1, "none"));
		assertThat(problems(shard(died, journal("second", 1, found("a"), ran("a"), END))))
			.containsExactly("Shard 1/1 died, or has not ended. 0 running; 0 never started.");
	}

	@Test
	void buildThatEndedCountsBesideALaterOne() throws IOException {
		ShardRun shard = shard(journal("first", 0, failed("a"), END), journal("second", 1, ran("a"), END));
		assertThat(problems(shard)).as("who knows what the second one was for")
			.containsExactly("1 failed: name of a (unit of a).");
	}

	@Test
	void missingShardIsToldWithEachOfItsTests() throws IOException {
		JvmHistory journal = journal("build", 0, new ShardChosen(1, 2, "none"),
				new TestAssigned("x/1", "a.feature:3", "same name", 2),
				new TestAssigned("x/2", "a.feature:3", "same name", 2), END);
		assertThat(ShardChecks.problems(List.of(ShardRun.of(1, List.of(journal))), 2, RunId.UNKNOWN)).containsExactly(
				"Shard 2/2 is missing. 2 never started: same name (a.feature:3), same name (a.feature:3).");
	}

	@Test
	void shardThatDiedBeforeItFoundItsTestsIsToldWithThoseThatOthersLeftToIt() throws IOException {
		JvmHistory one = journal("one", 0, new ShardChosen(1, 2, "none"), new TestAssigned("a", "a", "a", 2), END);
		JvmHistory two = journal("two", 0, new ShardChosen(2, 2, "none"));
		assertThat(ShardChecks.problems(List.of(ShardRun.of(1, List.of(one)), ShardRun.of(2, List.of(two))), 2,
				RunId.UNKNOWN))
			.containsExactly("Shard 2/2 died, or has not ended. 0 running; 1 never started: a.");
	}

	@Test
	void testThatAShardDoesNotFindIsMissedAlsoIfItFoundAnotherOneOfItsClass() throws IOException {
		JvmHistory one = journal("one", 0, new ShardChosen(1, 2, "none"), new TestAssigned("c/a", "c", "a", 2),
				new TestAssigned("c/b", "c", "b", 2), END);
		assertThat(problems(one,
				journal("two", 0, new ShardChosen(2, 2, "none"), new TestAssigned("c/a", "c", "a", 2), ran("c/a"),
						END)))
			.containsExactly("Shard 2/2 has not found tests that others have left to it. 1 never started: b (c)."
					+ " Run the same tests of the same commit on all shards.");
		assertThat(problems(one,
				journal("two", 0, new ShardChosen(2, 2, "none"), new TestAssigned("c/a", "c", "a", 2),
						new TestAssigned("c/b", "c", "b", TestAssigned.NONE), ran("c/a"), END)))
			.as("a filter of the launcher leaves it out")
			.isEmpty();
	}

	@Test
	void testOfAParameterizedClassIsFoundWithItsClass() throws IOException {
		JvmHistory two = journal("two", 0, new ShardChosen(2, 2, "none"), new TestAssigned("c", "c#a", "c", 2),
				ran("c"), END);
		assertThat(problems(
				journal("one", 0, new ShardChosen(1, 2, "none"), new TestAssigned("c/a", "c#a", "a", 2), END), two))
			.isEmpty();
		assertThat(problems(
				journal("one", 0, new ShardChosen(1, 2, "none"), new TestAssigned("c/b", "c#b", "b", 2), END), two))
			.as("of another unit")
			.singleElement()
			.asString()
			.contains("1 never started: b (c#b)");
	}

	@Test
	void scenarioIsTheSameWhereverTheCheckoutIs() throws IOException {
		JvmHistory one = journal("one", 0, new ShardChosen(1, 3, "none"), scenario("/home/one"), END);
		JvmHistory two = journal("two", 0, new ShardChosen(2, 3, "none"), scenario("/work/two"), END);
		JvmHistory three = journal("three", 0, new ShardChosen(3, 3, "none"), scenario("C:/three"),
				ran(scenario("C:/three").id()), END);
		assertThat(ShardChecks.problems(
				List.of(ShardRun.of(1, List.of(one)), ShardRun.of(2, List.of(two)), ShardRun.of(3, List.of(three))), 3,
				RunId.UNKNOWN))
			.isEmpty();
		assertThat(ShardChecks.problems(List.of(ShardRun.of(1, List.of(one)), ShardRun.of(2, List.of(two))), 3,
				RunId.UNKNOWN))
			.containsExactly("Shard 3/3 is missing. 1 never started: Stay on (a.feature:3).");
	}

	private static TestAssigned scenario(String checkout) {
		UniqueId id = UniqueId.forEngine("cucumber")
			.append("feature", Path.of(checkout, "a.feature").toUri().toString())
			.append("scenario", "3");
		return new TestAssigned(id.toString(), "a.feature:3", "Stay on", 3);
	}

	@Test
	void journalsOfDifferentRunsAreNotMerged() throws IOException {
		List<ShardRun> shards = ofRuns("17", "17");
		assertThat(ShardChecks.problems(shards, 2, "17")).isEmpty();
		assertThat(ShardChecks.problems(shards, 2, RunId.UNKNOWN)).isEmpty();
		assertThat(ShardChecks.problems(shards, 2, "18")).singleElement()
			.asString()
			.startsWith("The journals are of the run 17, and this is the run 18.");
		assertThat(ShardChecks.problems(ofRuns("17", "18"), 2, "18")).singleElement()
			.asString()
			.startsWith("The journals are of different runs (ids and shards: {17=[1], 18=[2]})");
		assertThat(ShardChecks.problems(ofRuns("", "18"), 2, "18")).singleElement()
			.asString()
			.contains("{18=[2], unknown=[1]}");
		assertThat(ShardChecks.problems(ofRuns("", ""), 2, "18")).as("in a container, say").isEmpty();
	}

	@Test
	void shardsThatMayBeOfDifferentDaysAreToldApartFromThoseThatAreKnownToBeOfOneRun() throws IOException {
		long day = 24 * 60 * 60 * 1000;
		JvmHistory today = journal("one", day, ran("a"), END);
		JvmHistory yesterday = journal("two", 1, ran("b"), END);
		assertThat(ShardChecks.doubt(List.of(ShardRun.of(1, List.of(today)), ShardRun.of(2, List.of(yesterday)))))
			.startsWith("The shards began between 1970-01-01T00:00:00.001Z and 1970-01-02T00:00:00Z");
		assertThat(ShardChecks.doubt(List.of(ShardRun.of(1, List.of(today)),
				ShardRun.of(2, List.of(yesterday, journal("two", day + 1, ran("b"), END))))))
			.isNull();
		assertThat(ShardChecks.doubt(ofRuns("17", "17"))).isNull();
		assertThat(ShardChecks.doubt(List.of(ShardRun.of(1, List.of(yesterday))))).isNull();
		assertThat(ShardChecks.doubt(List.of())).isNull();
	}

	private List<ShardRun> ofRuns(String... runIds) throws IOException {
		List<ShardRun> shards = new ArrayList<>();
		for (String runId : runIds) {
			Path file = this.temporary.resolve("shard-" + this.journals++ + Journal.ENDING);
			JournalFile.write(file, new JournalHeader("run", runId, "process", shards.size() * 1_000_000_000L),
					new ShardChosen(shards.size() + 1, runIds.length, "none"), END);
			shards.add(ShardRun.of(shards.size() + 1, List.of(JvmHistory.of(Journal.read(file)))));
		}
		return shards;
	}

	private static List<String> problems(JvmHistory one, JvmHistory two) {
		return ShardChecks.problems(List.of(ShardRun.of(1, List.of(one)), ShardRun.of(2, List.of(two))), 2,
				RunId.UNKNOWN);
	}

	private static List<String> problems(ShardRun shard) {
		return ShardChecks.problems(List.of(shard), 1, RunId.UNKNOWN);
	}

	private static ShardRun shard(JvmHistory... journals) {
		return ShardRun.of(1, List.of(journals));
	}

	/**
	 * A journal.
	 * @param run the build
	 * @param start when it was begun, in milliseconds
	 * @param events events, and lists of them
	 */
	private JvmHistory journal(String run, long start, Object... events) throws IOException {
		PristineEvent[] all = Stream.of(events)
			.flatMap((event) -> (event instanceof List<?> several) ? several.stream() : Stream.of(event))
			.toArray(PristineEvent[]::new);
		return JvmHistory.of(Journal.read(JournalFile.write(this.temporary.resolve(this.journals++ + Journal.ENDING),
				new JournalHeader(run, "", "process", start), all)));
	}

	private static TestAssigned found(String id) {
		return new TestAssigned(id, "unit of " + id, "name of " + id, 1);
	}

	private static TestPlanned planned(String id) {
		return new TestPlanned(id, "unit of " + id, "name of " + id);
	}

	private static TestStarted started(String id) {
		return new TestStarted(id, "unit of " + id, "name of " + id, false, "");
	}

	private static TestFinished passed(String id) {
		return new TestFinished(id, Outcome.PASSED, 1, 0);
	}

	private static List<PristineEvent> failed(String id) {
		return List.of(started(id), new TestFinished(id, Outcome.FAILED, 1, 0));
	}

	private static List<PristineEvent> ran(String id) {
		return List.of(started(id), passed(id));
	}

}
