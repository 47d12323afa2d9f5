package io.github.pristinedb.merge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.pristinedb.event.PristineEvent.TestAssigned;
import io.github.pristinedb.report.FinishedTests;
import io.github.pristinedb.report.JvmHistory;
import io.github.pristinedb.report.MissingTests;

/**
 * One build's attempt at a shard, in all JVMs that it forked for one or several
 * executions of its test plugin. No JVM makes up for another: a test that two of them ran
 * was run twice on purpose. A JVM that ran nothing is usually the build's own, which only
 * looked for tests.
 *
 * @param shard the number of the shard
 * @param journals the journals of the JVMs, the earliest first
 */
record BuildAttempt(int shard, List<JvmHistory> journals) {

	BuildAttempt {
		journals = journals.stream().sorted(Comparator.comparingLong(BuildAttempt::start)).toList();
	}

	private static long start(JvmHistory journal) {
		return journal.header().startMillis();
	}

	/**
	 * When the attempt began.
	 * @return milliseconds since 1970
	 */
	long start() {
		return start(this.journals.get(0));
	}

	/**
	 * The tests that have ended.
	 * @return the tests
	 */
	FinishedTests finished() {
		return FinishedTests.of(this.journals.stream().map((journal) -> journal.tests().finished()).toList());
	}

	/**
	 * The missing tests: those that were running, those that a JVM was about to run, and
	 * those that a JVM found and left undone. A JVM that ran none leaves its tests to
	 * later JVMs.
	 * @return the missing tests
	 */
	MissingTests missing() {
		boolean torn = false;
		Map<String, String> running = new LinkedHashMap<>();
		Map<String, String> neverStarted = new LinkedHashMap<>();
		for (JvmHistory journal : this.journals) {
			torn |= !journal.ended() || !journal.tests().running().isEmpty();
			running.putAll(journal.tests().running());
			neverStarted.putAll(journal.tests().waiting());
		}
		neverStarted.putAll(foundAndNotRun());
		neverStarted.putAll(leftAndNotRun());
		neverStarted.keySet().removeAll(running.keySet());
		return new MissingTests(torn, running, neverStarted);
	}

	/**
	 * The tests that JVMs with tests of their own found, and that no JVM ran.
	 */
	private Map<String, String> foundAndNotRun() {
		Map<String, String> names = new LinkedHashMap<>();
		this.journals.stream().filter(JvmHistory::ran).forEach((journal) -> names.putAll(journal.assigned(this.shard)));
		this.journals.forEach((journal) -> names.keySet().removeAll(journal.tests().started()));
		return names;
	}

	/**
	 * The tests that JVMs without tests of their own left to later JVMs, and that those
	 * ran less often than that.
	 */
	private Map<String, String> leftAndNotRun() {
		Map<String, String> names = new LinkedHashMap<>();
		Map<String, Integer> unclaimed = new HashMap<>();
		List<JvmHistory> latestFirst = new ArrayList<>(this.journals);
		Collections.reverse(latestFirst);
		for (JvmHistory journal : latestFirst) {
			journal.tests().started().forEach((id) -> unclaimed.merge(id, 1, Integer::sum));
			if (!journal.ran()) {
				journal.assigned(this.shard).forEach((id, name) -> {
					if (unclaimed.getOrDefault(id, 0) > 0) {
						unclaimed.merge(id, -1, Integer::sum);
					}
					else {
						names.put(id, name);
					}
				});
			}
		}
		return names;
	}

	/**
	 * The tests that ran, or had to run, as far as known.
	 * @return ids
	 */
	Set<String> known() {
		Set<String> ids = new HashSet<>();
		for (JvmHistory journal : this.journals) {
			ids.addAll(journal.tests().started());
			ids.addAll(journal.tests().waiting().keySet());
			ids.addAll(journal.assigned(this.shard).keySet());
		}
		return ids;
	}

}
