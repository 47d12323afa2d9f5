package io.github.pristinedb.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.pristinedb.event.PristineEvent.ShardChosen;
import io.github.pristinedb.event.PristineEvent.TestAssigned;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Whether shards are a whole suite: all there, to the end, none of their tests in two of
 * them or in none.
 */
final class ShardChecks {

	private ShardChecks() {
	}

	/**
	 * Look for what is missing or wrong.
	 * @param shards the shards that there are
	 * @param total how many there must be
	 * @return sentences with the names of tests; none if all is well
	 */
	static List<String> problems(Collection<ShardRun> shards, int total) {
		List<String> problems = new ArrayList<>();
		otherwiseCut(shards, total, problems);
		missing(shards, total, problems);
		died(shards, total, problems);
		notFound(shards, total, problems);
		twice(shards, problems);
		failed(shards, problems);
		return problems;
	}

	private static void otherwiseCut(Collection<ShardRun> shards, int total, List<String> problems) {
		SortedMap<String, Set<Integer>> byTimings = new TreeMap<>();
		for (ShardRun shard : shards) {
			for (Journal journal : shard.journals()) {
				ShardChosen chosen = journal.shard();
				if (((chosen != null) ? chosen.total() : 1) != total) {
					problems.add(journal.file() + " is of "
							+ ((chosen != null) ? "shard " + chosen.number() + "/" + chosen.total()
									: "a run that was not cut")
							+ ", but there are " + total + " shards. Run all shards with the same total.");
				}
				if (chosen != null) {
					byTimings.computeIfAbsent(chosen.timings(), (timings) -> new TreeSet<>()).add(chosen.number());
				}
			}
		}
		if (byTimings.size() > 1) {
			problems.add("The shards were cut by different timings (checksums and shards: " + byTimings
					+ "), so tests can have run twice or not at all. Give all shards the same file.");
		}
	}

	private static void missing(Collection<ShardRun> shards, int total, List<String> problems) {
		for (int number = 1; number <= total; number++) {
			if (shard(shards, number) == null && !shards.isEmpty()) {
				Set<String> tests = new LinkedHashSet<>();
				for (ShardRun other : shards) {
					for (TestAssigned test : other.assigned()) {
						if (test.shard() == number) {
							tests.add(TestStatistics.describe(test.name(), test.unit()));
						}
					}
				}
				problems.add("Shard " + number + "/" + total + " is missing. " + list(tests, "never started") + ".");
			}
		}
	}

	private static void died(Collection<ShardRun> shards, int total, List<String> problems) {
		for (ShardRun shard : shards) {
			if (!shard.isWhole()) {
				problems.add("Shard " + shard.number() + "/" + total + " died, or has not ended. "
						+ list(shard.tests().running(), "running") + "; " + list(shard.neverStarted(), "never started")
						+ ".");
			}
		}
	}

	/**
	 * Tests that one shard has found and left to another, which has not found them: it
	 * has another version of the suite, or was told to run a part of it.
	 */
	private static void notFound(Collection<ShardRun> shards, int total, List<String> problems) {
		for (ShardRun shard : shards) {
			Set<String> found = new HashSet<>();
			shard.assigned().forEach((test) -> found.add(test.unit()));
			Set<String> lost = new LinkedHashSet<>();
			for (ShardRun other : shards) {
				for (TestAssigned test : other.assigned()) {
					if (test.shard() == shard.number() && !found.contains(test.unit())) {
						lost.add(TestStatistics.describe(test.name(), test.unit()));
					}
				}
			}
			if (!lost.isEmpty() && shard.isWhole()) {
				problems
					.add("Shard " + shard.number() + "/" + total + " has not found tests that others have left to it. "
							+ list(lost, "never started") + ". Run the same tests of the same commit on all shards.");
			}
		}
	}

	private static void twice(Collection<ShardRun> shards, List<String> problems) {
		Map<String, Set<Integer>> ran = new TreeMap<>();
		for (ShardRun shard : shards) {
			for (TestResult result : shard.tests().results()) {
				if (result.ran()) {
					ran.computeIfAbsent(result.unit(), (unit) -> new TreeSet<>()).add(shard.number());
				}
			}
		}
		ran.forEach((unit, numbers) -> {
			if (numbers.size() > 1) {
				problems.add(unit + " ran in several shards: " + numbers + ".");
			}
		});
	}

	private static void failed(Collection<ShardRun> shards, List<String> problems) {
		List<String> names = new ArrayList<>();
		for (ShardRun shard : shards) {
			for (TestResult result : shard.tests().results()) {
				if (result.outcome() == Outcome.FAILED) {
					names.add(TestStatistics.describe(result.name(), result.unit()));
				}
			}
		}
		if (!names.isEmpty()) {
			problems.add(list(names, "failed") + ".");
		}
	}

	private static @Nullable ShardRun shard(Collection<ShardRun> shards, int number) {
		return shards.stream().filter((shard) -> shard.number() == number).findFirst().orElse(null);
	}

	private static String list(Collection<String> tests, String what) {
		return tests.size() + " " + what + (tests.isEmpty() ? "" : ": " + String.join(", ", tests));
	}

}
