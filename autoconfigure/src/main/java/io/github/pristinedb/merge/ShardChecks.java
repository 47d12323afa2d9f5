package io.github.pristinedb.merge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.pristinedb.event.PristineEvent.ShardChosen;
import io.github.pristinedb.event.PristineEvent.TestAssigned;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.launch.RunId;
import io.github.pristinedb.report.JvmHistory;
import io.github.pristinedb.report.MissingTests;
import io.github.pristinedb.report.TestResult;
import io.github.pristinedb.report.TestStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Checks that shards are a whole suite: each shard reached its end, and each test ran in
 * exactly one of them.
 */
final class ShardChecks {

	private static final String UNKNOWN = "unknown";

	// A number that somebody has made up must not fill the memory.
	private static final int MOST_NAMED = 1000;

	private static final long LONG_MILLIS = Duration.ofHours(6).toMillis();

	private final Collection<ShardRun> shards;

	private final int total;

	private final String runId;

	private final List<String> problems = new ArrayList<>();

	// By the number of the shard that they are left to.
	private final Map<Integer, List<Left>> left = new HashMap<>();

	private ShardChecks(Collection<ShardRun> shards, int total, String runId) {
		this.shards = shards;
		this.total = total;
		this.runId = runId;
		for (ShardRun shard : shards) {
			for (JvmHistory journal : shard.journals()) {
				for (TestAssigned test : journal.assigned()) {
					this.left.computeIfAbsent(test.shard(), (number) -> new ArrayList<>())
						.add(new Left(shard.number(), test));
				}
			}
		}
	}

	/**
	 * Find the problems of shards.
	 * @param shards the shards
	 * @param total the required number
	 * @param runId the required run, {@link RunId#UNKNOWN} if any run will do
	 * @return sentences with the names of tests, none if there is no problem
	 */
	static List<String> problems(Collection<ShardRun> shards, int total, String runId) {
		ShardChecks checks = new ShardChecks(shards, total, runId);
		checks.ofOtherRuns();
		checks.otherwiseCut();
		if (!shards.isEmpty()) {
			checks.missing();
		}
		checks.lost();
		checks.twice();
		checks.failed();
		return checks.problems;
	}

	private void ofOtherRuns() {
		SortedMap<String, Set<Integer>> byRun = byRun(this.shards);
		if (byRun.size() > 1) {
			this.problems.add("The journals are of different runs (ids and shards: " + byRun
					+ "). Delete the files of earlier runs. If all journals are of one run, set PRISTINE_RUN_ID to its id"
					+ " on all machines.");
		}
		else if (byRun.size() == 1 && isKnown(this.runId) && isKnown(byRun.firstKey())
				&& !byRun.firstKey().equals(this.runId)) {
			this.problems.add("The journals are of the run " + byRun.firstKey() + ", and this is the run " + this.runId
					+ ". Delete the files of earlier runs. If this is the merge of that run, set PRISTINE_RUN_ID to its"
					+ " id.");
		}
	}

	private static SortedMap<String, Set<Integer>> byRun(Collection<ShardRun> shards) {
		SortedMap<String, Set<Integer>> byRun = new TreeMap<>();
		for (ShardRun shard : shards) {
			for (JvmHistory journal : shard.journals()) {
				String runId = journal.header().runId();
				byRun.computeIfAbsent(isKnown(runId) ? runId : UNKNOWN, (id) -> new TreeSet<>()).add(shard.number());
			}
		}
		return byRun;
	}

	private static boolean isKnown(String runId) {
		return !runId.equals(RunId.UNKNOWN) && !runId.equals(UNKNOWN);
	}

	/**
	 * Whether shards of unknown runs may belong to several runs.
	 * @param shards the shards that there are
	 * @return a sentence, {@code null} if there is no doubt
	 */
	static @Nullable String doubt(Collection<ShardRun> shards) {
		LongSummaryStatistics starts = shards.stream()
			.mapToLong((shard) -> shard.journals()
				.stream()
				.mapToLong((journal) -> journal.header().startMillis())
				.max()
				.orElseThrow())
			.summaryStatistics();
		if (shards.size() < 2 || !byRun(shards).containsKey(UNKNOWN)
				|| starts.getMax() - starts.getMin() < LONG_MILLIS) {
			return null;
		}
		return "The shards began between " + Instant.ofEpochMilli(starts.getMin()) + " and "
				+ Instant.ofEpochMilli(starts.getMax())
				+ ", and their run is unknown. Set PRISTINE_RUN_ID on all machines, so that the merge refuses"
				+ " journals of earlier runs.";
	}

	private void otherwiseCut() {
		SortedMap<String, Set<Integer>> byTimings = new TreeMap<>();
		for (ShardRun shard : this.shards) {
			for (JvmHistory journal : shard.journals()) {
				ShardChosen chosen = journal.shard();
				if (((chosen != null) ? chosen.total() : 1) != this.total) {
					this.problems.add(journal.file() + " is of "
							+ ((chosen != null) ? "shard " + chosen.number() + "/" + chosen.total()
									: "a run that was not cut")
							+ ", but there are " + this.total + " shards. Run all shards with the same total.");
				}
				if (chosen != null) {
					byTimings.computeIfAbsent(chosen.timings(), (timings) -> new TreeSet<>()).add(chosen.number());
				}
			}
		}
		if (byTimings.size() > 1) {
			this.problems.add("The shards were cut by different timings (checksums and shards: " + byTimings
					+ "), so tests may have run twice or not at all. Give all shards the same file.");
		}
	}

	private void missing() {
		Set<Integer> there = new HashSet<>();
		this.shards.forEach((shard) -> there.add(shard.number()));
		int named = Math.min(this.total, MOST_NAMED);
		for (int number = 1; number <= named; number++) {
			if (!there.contains(number)) {
				this.problems.add(name(number) + " is missing. "
						+ MissingTests.list(leftTo(number, List.of()).values(), "never started") + ".");
			}
		}
		long others = (long) this.total - named
				- there.stream().filter((number) -> number > named && number <= this.total).count();
		if (others > 0) {
			this.problems.add(others + " more of " + this.total + " shards are missing.");
		}
	}

	/**
	 * Adds the missing tests of each shard. Adds tests that another shard left to it and
	 * that it did not find. It may have died before, have another version of the suite,
	 * or run a part of it.
	 */
	private void lost() {
		for (ShardRun shard : this.shards) {
			MissingTests notFound = new MissingTests(false, Map.of(), leftTo(shard.number(), shard.journals()));
			MissingTests missing = shard.missing();
			if (missing.torn()) {
				this.problems
					.add(name(shard.number()) + " died, or has not ended. " + missing.and(notFound).describe() + ".");
				continue;
			}
			if (!missing.isNone()) {
				this.problems.add(name(shard.number()) + " has not run all of its tests. " + missing.describe() + ".");
			}
			if (!notFound.isNone()) {
				this.problems.add(name(shard.number()) + " has not found tests that others have left to it. "
						+ MissingTests.list(notFound.neverStarted().values(), "never started")
						+ ". Run the same tests of the same commit on all shards.");
			}
		}
	}

	/**
	 * The tests that other shards left to a shard and that it did not find. Two shards
	 * may have found the same test.
	 */
	private Map<String, String> leftTo(int number, Collection<JvmHistory> journals) {
		FoundTests found = FoundTests.of(journals);
		Map<String, String> names = new LinkedHashMap<>();
		for (Left left : this.left.getOrDefault(number, List.of())) {
			TestAssigned test = left.test();
			if (left.by() != number && !found.contains(test)) {
				names.put(FoundTests.key(test), TestStatistics.describe(test.name(), test.unit()));
			}
		}
		return names;
	}

	private void twice() {
		Map<String, Set<Integer>> ran = new TreeMap<>();
		for (ShardRun shard : this.shards) {
			for (TestResult result : shard.tests().results()) {
				if (result.ran()) {
					ran.computeIfAbsent(result.unit(), (unit) -> new TreeSet<>()).add(shard.number());
				}
			}
		}
		ran.forEach((unit, numbers) -> {
			if (numbers.size() > 1) {
				this.problems.add(unit + " ran in several shards: " + numbers + ".");
			}
		});
	}

	private void failed() {
		List<String> names = new ArrayList<>();
		for (ShardRun shard : this.shards) {
			for (TestResult result : shard.tests().results()) {
				if (result.outcome() == Outcome.FAILED) {
					names.add(TestStatistics.describe(result.name(), result.unit()));
				}
			}
		}
		if (!names.isEmpty()) {
			this.problems.add(MissingTests.list(names, "failed") + ".");
		}
	}

	private String name(int number) {
		return "Shard " + number + "/" + this.total;
	}

	/**
	 * A test that a shard has found.
	 *
	 * @param by the number of the shard that has found it
	 * @param test the test, with the number of the shard that it is left to
	 */
	private record Left(int by, TestAssigned test) {

	}

}
