package io.github.pristinedb.report;

import io.github.pristinedb.event.PristineEvent.TestFinished.Outcome;

/**
 * The result of a test.
 *
 * @param id identifies it among all tests of its JVM
 * @param unit the unit that it is assigned and timed with
 * @param name its readable name
 * @param group whether it is a group of tests, without a duration of its own
 * @param outcome its outcome
 * @param start its start, in nanoseconds of an arbitrary clock
 * @param end its end, on the same clock
 * @param contextNanos the part of the time in which it waited for its application context
 * to start
 * @param scenario the id of its scope; of a test that could not start, the id of the
 * scope around it
 */
public record TestResult(String id, String unit, String name, boolean group, Outcome outcome, long start, long end,
		long contextNanos, String scenario) {

	long nanos() {
		return this.end - this.start;
	}

	/**
	 * The time of the test itself, without the wait for its application context.
	 */
	long ownNanos() {
		return Math.max(0, nanos() - this.contextNanos);
	}

	/**
	 * Whether it counts as a test. A group counts if it failed by itself.
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
