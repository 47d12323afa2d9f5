package io.github.pristinedb.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.ClassPrepared;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;

/**
 * The results of the tests of one JVM. The last result of a repeated test counts. Safe
 * for use by several threads.
 */
public final class TestStatistics {

	private final Map<String, TestPlanned> planned = new LinkedHashMap<>();

	private final Map<String, Started> running = new LinkedHashMap<>();

	// In the order of ids, so that those within a group are side by side.
	private final NavigableMap<String, TestResult> results = new TreeMap<>();

	private final Map<String, Long> preparation = new HashMap<>();

	/**
	 * Add an event.
	 * @param event what happened
	 * @param at the time of the event, in nanoseconds of an arbitrary clock
	 * @return whether the event is about a test
	 */
	synchronized boolean add(PristineEvent event, long at) {
		if (event instanceof TestPlanned test) {
			this.planned.put(test.id(), test);
		}
		else if (event instanceof TestStarted test) {
			this.planned.remove(test.id());
			this.running.put(test.id(), new Started(test, at));
		}
		else if (event instanceof TestFinished test) {
			finish(test, at);
		}
		else {
			if (event instanceof ClassPrepared prepared) {
				this.preparation.merge(prepared.unit(), prepared.nanos(), Long::sum);
			}
			return false;
		}
		return true;
	}

	private void finish(TestFinished test, long at) {
		Started started = this.running.remove(test.id());
		TestPlanned waiting = this.planned.remove(test.id());
		if (started != null) {
			TestStarted start = started.test();
			TestResult earlier = this.results.get(test.id());
			if (earlier == null || earlier.outcome() == Outcome.PASSED || isRunAgain(started)) {
				this.results.put(test.id(), new TestResult(test.id(), start.unit(), start.name(), start.group(),
						test.outcome(), started.at(), at, test.contextNanos(), start.scenario()));
			}
		}
		else if (waiting != null) {
			this.results.put(test.id(), new TestResult(test.id(), waiting.unit(), waiting.name(), false, test.outcome(),
					at, at, 0, around(test.id())));
		}
	}

	/**
	 * The scope of the class that kept a test from starting.
	 */
	private String around(String id) {
		return this.running.values()
			.stream()
			.map(Started::test)
			.filter((group) -> isWithin(group.id(), id))
			.max(Comparator.comparingInt((group) -> group.id().length()))
			.map(TestStarted::scenario)
			.orElse("");
	}

	/**
	 * Whether a whole group ran again. An engine may start for one class and then for
	 * another one.
	 */
	private boolean isRunAgain(Started again) {
		return within(again.test().id(), this.results.navigableKeySet()).stream()
			.noneMatch((id) -> Objects.requireNonNull(this.results.get(id)).start() < again.at());
	}

	/**
	 * The tests that ended.
	 * @return the tests, in the order of their ends
	 */
	public synchronized FinishedTests finished() {
		List<TestResult> results = new ArrayList<>(this.results.values());
		results.sort(Comparator.comparingLong(TestResult::end));
		return new FinishedTests(results, this.preparation);
	}

	/**
	 * The tests that started and did not end. Tests that run within a group stand for the
	 * group.
	 * @return names with units, by id
	 */
	public synchronized Map<String, String> running() {
		Map<String, String> names = new LinkedHashMap<>();
		NavigableSet<String> ids = new TreeSet<>(this.running.keySet());
		this.running.forEach((id, started) -> {
			if (!started.test().group() || within(id, ids).isEmpty()) {
				names.put(id, describe(started.test().name(), started.test().unit()));
			}
		});
		return names;
	}

	/**
	 * The planned tests that did not start.
	 * @return names with units, by id
	 */
	public synchronized Map<String, String> waiting() {
		Map<String, String> names = new LinkedHashMap<>();
		this.planned.forEach((id, test) -> names.put(id, describe(test.name(), test.unit())));
		return names;
	}

	/**
	 * The ids of the tests that started, or will not run.
	 * @return the ids
	 */
	public synchronized Set<String> started() {
		Set<String> ids = new HashSet<>(this.results.keySet());
		ids.addAll(this.running.keySet());
		return ids;
	}

	/**
	 * Whether a test or group is within another group.
	 * @param group the id of the group
	 * @param id the id of the test or group
	 * @return whether it is
	 */
	public static boolean isWithin(String group, String id) {
		return id.startsWith(group) && id.startsWith("/", group.length());
	}

	/**
	 * The tests and groups within a group, without a look at all others.
	 * @param group the id of the group
	 * @param ids ids in their natural order
	 * @return the ids of those within the group
	 */
	static NavigableSet<String> within(String group, NavigableSet<String> ids) {
		// The character after the slash.
		return ids.subSet(group + "/", true, group + "0", false);
	}

	/**
	 * Describe a test in a message.
	 * @param name its readable name
	 * @param unit its unit
	 * @return the name and the unit
	 */
	public static String describe(String name, String unit) {
		return name.equals(unit) ? name : name + " (" + unit + ")";
	}

	/**
	 * A test that runs.
	 *
	 * @param test the test
	 * @param at its start
	 */
	private record Started(TestStarted test, long at) {

	}

}
