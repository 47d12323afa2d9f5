package io.github.pristinedb.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.pristinedb.event.PristineEvent.TestAssigned;

/**
 * One shard, with the journals of its JVMs: forks side by side, or one that died and one
 * that ran its tests again.
 *
 * @param number the number of the shard
 * @param journals the journals
 * @param tests what became of its tests
 */
record ShardRun(int number, List<Journal> journals, TestStatistics tests) {

	static ShardRun of(int number, List<Journal> journals) {
		TestStatistics tests = new TestStatistics();
		journals.forEach((journal) -> tests.include(journal.statistics().tests()));
		return new ShardRun(number, journals, tests);
	}

	/**
	 * The tests that were found, by unit and name.
	 * @return the tests
	 */
	List<TestAssigned> assigned() {
		return this.journals.stream().flatMap((journal) -> journal.assigned().stream()).toList();
	}

	/**
	 * Whether no JVM of the shard was torn out of its work, unless a later one made up
	 * for it.
	 * @return whether nothing is lost
	 */
	boolean isWhole() {
		return this.tests.running().isEmpty() && neverStarted().isEmpty() && cameToAnEnd();
	}

	private boolean cameToAnEnd() {
		long lastDeath = this.journals.stream()
			.filter((journal) -> !journal.ended())
			.mapToLong((journal) -> journal.header().startMillis())
			.max()
			.orElse(Long.MIN_VALUE);
		return lastDeath == Long.MIN_VALUE || this.journals.stream()
			.anyMatch((journal) -> journal.ended() && journal.header().startMillis() > lastDeath);
	}

	/**
	 * The tests that were to be run and were not. Of a JVM that died before it had its
	 * plan, these are the tests that it found.
	 * @return names with units
	 */
	List<String> neverStarted() {
		Map<String, String> names = new LinkedHashMap<>(this.tests.waiting());
		Set<String> known = new HashSet<>(this.tests.ids());
		for (Journal journal : this.journals) {
			if (!journal.ended()) {
				for (TestAssigned test : journal.assigned()) {
					if (test.shard() == this.number && !known.contains(test.id())) {
						names.put(test.id(), TestStatistics.describe(test.name(), test.unit()));
					}
				}
			}
		}
		return new ArrayList<>(names.values());
	}

}
