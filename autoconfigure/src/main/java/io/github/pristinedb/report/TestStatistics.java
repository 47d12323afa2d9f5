package io.github.pristinedb.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.ClassPrepared;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;

/**
 * What became of the tests of one JVM. One that is run again counts as it ended last.
 * Safe for use by several threads.
 */
public final class TestStatistics {

	private final Map<String, TestPlanned> planned = new LinkedHashMap<>();

	private final Map<String, Started> running = new LinkedHashMap<>();

	private final Map<String, TestResult> results = new LinkedHashMap<>();

	private final Map<String, Long> preparation = new HashMap<>();

	/**
	 * Something happened.
	 * @param event what happened
	 * @param at when, in nanoseconds of an arbitrary clock
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
		else if (event instanceof ClassPrepared prepared) {
			this.preparation.merge(prepared.unit(), prepared.nanos(), Long::sum);
		}
		else {
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
	 * Whether all of a group was run again. An engine, for one, is started for one class
	 * and then for another.
	 */
	private boolean isRunAgain(Started again) {
		return this.results.values()
			.stream()
			.noneMatch((result) -> isWithin(again.test().id(), result.id()) && result.start() < again.at());
	}

	/**
	 * The tests that have ended.
	 * @return the tests
	 */
	public synchronized FinishedTests finished() {
		return new FinishedTests(new ArrayList<>(this.results.values()), this.preparation);
	}

	/**
	 * The tests that have started and not ended. Of a group, what runs within says it
	 * better.
	 * @return names with units, by id
	 */
	public synchronized Map<String, String> running() {
		Map<String, String> names = new LinkedHashMap<>();
		this.running.forEach((id, started) -> {
			if (!started.test().group() || this.running.keySet().stream().noneMatch((other) -> isWithin(id, other))) {
				names.put(id, describe(started.test().name(), started.test().unit()));
			}
		});
		return names;
	}

	/**
	 * The tests that were to be run and have not started.
	 * @return names with units, by id
	 */
	public synchronized Map<String, String> waiting() {
		Map<String, String> names = new LinkedHashMap<>();
		this.planned.forEach((id, test) -> names.put(id, describe(test.name(), test.unit())));
		return names;
	}

	/**
	 * The ids of the tests that have started, or will not be run.
	 * @return the ids
	 */
	public synchronized Set<String> started() {
		Set<String> ids = new HashSet<>(this.results.keySet());
		ids.addAll(this.running.keySet());
		return ids;
	}

	/**
	 * Whether something is within a group.
	 * @param group the id of the group
	 * @param id the id of the other one
	 * @return whether it is
	 */
	public static boolean isWithin(String group, String id) {
		return id.startsWith(group) && id.startsWith("/", group.length());
	}

	/**
	 * A test, for a message.
	 * @param name its readable name
	 * @param unit its unit
	 * @return both
	 */
	public static String describe(String name, String unit) {
		return name.equals(unit) ? name : name + " (" + unit + ")";
	}

	/**
	 * A test that runs.
	 *
	 * @param test the test
	 * @param at when it started
	 */
	private record Started(TestStarted test, long at) {

	}

}
