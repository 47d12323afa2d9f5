package io.github.pristinedb.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.event.PristineEvent.ClassPrepared;
import io.github.pristinedb.event.PristineEvent.TestFinished;
import io.github.pristinedb.event.PristineEvent.TestPlanned;
import io.github.pristinedb.event.PristineEvent.TestStarted;
import io.github.pristinedb.shard.Timings;

/**
 * What became of the tests of a run: of one JVM's, or of several that share a machine. A
 * test that is run again counts as it ended last. Safe for use by several threads.
 */
final class TestStatistics {

	private final Map<String, TestPlanned> planned = new LinkedHashMap<>();

	private final Map<String, Started> running = new LinkedHashMap<>();

	private final Map<String, TestResult> results = new LinkedHashMap<>();

	private final Map<String, Long> preparation = new HashMap<>();

	/**
	 * Something happened.
	 * @param event what happened
	 * @param at when, in nanoseconds of an arbitrary clock
	 */
	synchronized void add(PristineEvent event, long at) {
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
	}

	private void finish(TestFinished test, long at) {
		Started started = this.running.remove(test.id());
		TestPlanned waiting = this.planned.remove(test.id());
		if (started != null) {
			this.results.put(test.id(), new TestResult(started.test().unit(), started.test().name(),
					started.test().group(), test.outcome(), started.at(), at, test.contextNanos()));
		}
		else if (waiting != null) {
			this.results.put(test.id(),
					new TestResult(waiting.unit(), waiting.name(), false, test.outcome(), at, at, 0));
		}
	}

	/**
	 * Take in what another JVM on the same machine did.
	 * @param other its statistics, with times of the same clock
	 */
	synchronized void include(TestStatistics other) {
		synchronized (other) {
			this.planned.putAll(other.planned);
			this.running.putAll(other.running);
			other.results.forEach((id, result) -> this.results.merge(id, result,
					(one, another) -> (another.end() >= one.end()) ? another : one));
			other.preparation.forEach((unit, nanos) -> this.preparation.merge(unit, nanos, Long::sum));
			// What one left undone, another may have done.
			this.planned.keySet().removeAll(this.results.keySet());
			this.running.keySet().removeAll(this.results.keySet());
			this.planned.keySet().removeAll(this.running.keySet());
		}
	}

	/**
	 * The ids of the tests that have started or ended.
	 * @return the ids
	 */
	synchronized Set<String> ids() {
		Set<String> ids = new HashSet<>(this.results.keySet());
		ids.addAll(this.running.keySet());
		return ids;
	}

	/**
	 * The results so far.
	 * @return the results, in no order
	 */
	synchronized List<TestResult> results() {
		return List.copyOf(this.results.values());
	}

	/**
	 * The tests that have started and not ended.
	 * @return names with units
	 */
	synchronized List<String> running() {
		List<String> names = new ArrayList<>();
		for (Started started : this.running.values()) {
			// Of a group, what runs within says it better.
			if (!started.test().group() || isAlone(started.test())) {
				names.add(describe(started.test().name(), started.test().unit()));
			}
		}
		return names;
	}

	private boolean isAlone(TestStarted group) {
		return this.running.values().stream().noneMatch((other) -> other.test().id().startsWith(group.id() + "/"));
	}

	/**
	 * The tests that were to be run and have not started.
	 * @return names with units, by id
	 */
	synchronized Map<String, String> waiting() {
		Map<String, String> names = new LinkedHashMap<>();
		this.planned.forEach((id, test) -> names.put(id, describe(test.name(), test.unit())));
		return names;
	}

	/**
	 * A test, for a message.
	 * @param name its readable name
	 * @param unit its unit
	 * @return both
	 */
	static String describe(String name, String unit) {
		return name.equals(unit) ? name : name + " (" + unit + ")";
	}

	/**
	 * How long the units of all these took: their tests, and what was done once for a
	 * class that is a unit.
	 * @param all the statistics
	 * @return the timings
	 */
	static Timings timings(Collection<TestStatistics> all) {
		Map<String, Long> nanos = new HashMap<>();
		for (TestStatistics each : all) {
			for (TestResult result : each.results()) {
				if (result.ran()) {
					nanos.merge(result.unit(), result.ownNanos(), Long::sum);
				}
			}
		}
		for (TestStatistics each : all) {
			synchronized (each) {
				each.preparation.forEach((unit, time) -> nanos.computeIfPresent(unit, (key, sum) -> sum + time));
			}
		}
		Map<String, Long> micros = new HashMap<>();
		nanos.forEach((unit, time) -> micros.put(unit, time / 1000));
		return Timings.of(micros);
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
