package io.github.pristinedb.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tests that JVMs should have run but did not.
 *
 * @param torn whether a JVM died, or still runs
 * @param running the tests that started and did not end: names with units, by id
 * @param neverStarted the tests that never started: names with units, by id
 */
public record MissingTests(boolean torn, Map<String, String> running, Map<String, String> neverStarted) {

	/**
	 * Whether no test is missing.
	 * @return whether all tests ran
	 */
	public boolean isNone() {
		return !this.torn && isNameless();
	}

	private boolean isNameless() {
		return this.running.isEmpty() && this.neverStarted.isEmpty();
	}

	/**
	 * The tests that are still missing after others ran again. If a JVM died between
	 * tests, all its known tests have to run again. If no test is known, nothing makes up
	 * for its death.
	 * @param known the ids of all known tests of the first run
	 * @param again the ids of all tests that ran again, to the end
	 * @return the tests that are still missing
	 */
	public MissingTests without(Set<String> known, Set<String> again) {
		NavigableSet<String> inOrder = new TreeSet<>(known);
		Map<String, String> running = without(this.running, inOrder, again);
		Map<String, String> neverStarted = without(this.neverStarted, inOrder, again);
		boolean madeUp = isNameless() ? !known.isEmpty() && again.containsAll(known)
				: running.isEmpty() && neverStarted.isEmpty();
		return new MissingTests(this.torn && !madeUp, running, neverStarted);
	}

	private static Map<String, String> without(Map<String, String> lost, NavigableSet<String> known,
			Set<String> again) {
		Map<String, String> left = new LinkedHashMap<>(lost);
		left.keySet().removeIf((id) -> again.contains(id) && again.containsAll(TestStatistics.within(id, known)));
		return left;
	}

	/**
	 * Join the missing tests of two sources.
	 * @param other the other missing tests
	 * @return all of them
	 */
	public MissingTests and(MissingTests other) {
		Map<String, String> running = new LinkedHashMap<>(this.running);
		running.putAll(other.running);
		Map<String, String> neverStarted = new LinkedHashMap<>(this.neverStarted);
		neverStarted.putAll(other.neverStarted);
		return new MissingTests(this.torn || other.torn, running, neverStarted);
	}

	/**
	 * The tests, for a message.
	 * @return a sentence without its full stop
	 */
	public String describe() {
		return list(this.running.values(), "running") + "; " + list(this.neverStarted.values(), "never started");
	}

	/**
	 * Some tests, for a message.
	 * @param tests their names
	 * @param what their state, such as {@code failed}
	 * @return their number, state and names
	 */
	public static String list(Collection<String> tests, String what) {
		return tests.size() + " " + what + (tests.isEmpty() ? "" : ": " + String.join(", ", tests));
	}

}
