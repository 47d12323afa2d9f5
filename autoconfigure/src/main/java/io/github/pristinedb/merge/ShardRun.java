package io.github.pristinedb.merge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.pristinedb.report.FinishedTests;
import io.github.pristinedb.report.JvmHistory;
import io.github.pristinedb.report.MissingTests;

/**
 * One shard. A later attempt at it makes up for the missing tests of an earlier one, as
 * far as it ran them again.
 *
 * @param number the number of the shard
 * @param journals the journals of its JVMs
 * @param tests the tests that count
 * @param missing the missing tests that no attempt makes up for
 */
record ShardRun(int number, List<JvmHistory> journals, FinishedTests tests, MissingTests missing) {

	static ShardRun of(int number, List<JvmHistory> journals) {
		List<FinishedTests> counted = new ArrayList<>();
		MissingTests missing = new MissingTests(false, Map.of(), Map.of());
		Set<String> again = new HashSet<>();
		for (BuildAttempt attempt : latestFirst(number, journals)) {
			FinishedTests finished = attempt.finished();
			MissingTests lost = attempt.missing();
			if (lost.isNone()) {
				// All tests run twice are run twice on purpose.
				counted.add(finished);
			}
			else {
				counted.add(finished.without(again));
				missing = missing.and(lost.without(attempt.known(), again));
			}
			again.addAll(finished.ids());
		}
		return new ShardRun(number, journals, FinishedTests.of(counted), missing);
	}

	private static List<BuildAttempt> latestFirst(int number, List<JvmHistory> journals) {
		Map<List<String>, List<JvmHistory>> byRun = journals.stream()
			.collect(Collectors.groupingBy((journal) -> List.of(journal.header().run(), journal.header().runId())));
		return byRun.values()
			.stream()
			.map((ofOne) -> new BuildAttempt(number, ofOne))
			.sorted(Comparator.comparingLong(BuildAttempt::start).reversed())
			.toList();
	}

	/**
	 * Whether any test ran.
	 * @return whether one ran, or was about to
	 */
	boolean ranAny() {
		return this.journals.stream().anyMatch(JvmHistory::ran);
	}

}
