package io.github.pristinedb.report;

import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;

/**
 * How a test ended.
 *
 * @param id what tells it from all others that its JVM has run
 * @param unit what it is assigned and timed with
 * @param name its readable name
 * @param group whether it was several tests, and has no duration of its own
 * @param outcome how it ended
 * @param start when it started, in nanoseconds of an arbitrary clock
 * @param end when it ended, on the same clock
 * @param contextNanos how much of that it waited for its application context to start
 * @param scenario the id of the scenario that it is, if it has become one; of a test that
 * could not start, the id of what is around it
 */
public record TestResult(String id, String unit, String name, boolean group, Outcome outcome, long start, long end,
		long contextNanos, String scenario) {

	long nanos() {
		return this.end - this.start;
	}

	/**
	 * How long the test itself took, whatever was running when it started.
	 */
	long ownNanos() {
		return Math.max(0, nanos() - this.contextNanos);
	}

	/**
	 * Whether it counts as a test. A group does if it failed by itself.
	 */
	boolean counts() {
		return !this.group || this.outcome != Outcome.PASSED;
	}

	/**
	 * Whether it ran.
	 * @return whether it did
	 */
	public boolean ran() {
		return !this.group && nanos() > 0;
	}

}
