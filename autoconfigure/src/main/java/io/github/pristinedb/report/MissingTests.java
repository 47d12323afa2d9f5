package io.github.pristinedb.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is lost where JVMs did not do all that they were to do.
 *
 * @param torn whether one was torn out of its work, or is still at it
 * @param running the tests that have started and not ended, names with units by id
 * @param neverStarted the tests that were to be run and were not, names with units by id
 */
public record MissingTests(boolean torn, Map<String, String> running, Map<String, String> neverStarted) {

	/**
	 * Whether nothing is lost.
	 * @return whether all was done
	 */
	public boolean isNone() {
		return !this.torn && isNameless();
	}

	private boolean isNameless() {
		return this.running.isEmpty() && this.neverStarted.isEmpty();
	}

	/**
	 * What is still lost when some tests were run again. If a JVM died and no test can be
	 * named, all that is known of it has to be run again. If nothing is known, nobody can
	 * tell what would make up for it.
	 * @param known the ids of all that is known of the first run
	 * @param again the ids of all that was run again, to the end
	 * @return what is left
	 */
	public MissingTests without(Set<String> known, Set<String> again) {
		Map<String, String> running = without(this.running, known, again);
		Map<String, String> neverStarted = without(this.neverStarted, known, again);
		boolean madeUp = isNameless() ? !known.isEmpty() && again.containsAll(known)
				: running.isEmpty() && neverStarted.isEmpty();
		return new MissingTests(this.torn && !madeUp, running, neverStarted);
	}

	private static Map<String, String> without(Map<String, String> lost, Set<String> known, Set<String> again) {
		Map<String, String> left = new LinkedHashMap<>(lost);
		left.keySet()
			.removeIf((id) -> again.contains(id)
					&& known.stream().filter((other) -> TestStatistics.isWithin(id, other)).allMatch(again::contains));
		return left;
	}

	/**
	 * Both losses.
	 * @param other the other one
	 * @return both
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
	 * @param what what is the matter with them
	 * @return their number, that, and their names
	 */
	public static String list(Collection<String> tests, String what) {
		return tests.size() + " " + what + (tests.isEmpty() ? "" : ": " + String.join(", ", tests));
	}

}
