package io.github.pristinedb.engine.postgresql.embedded;

import java.time.Duration;

/**
 * A moment until which something has to be done.
 *
 * @param nanos the moment, as {@link System#nanoTime()} tells it
 */
record TimeLimit(long nanos) {

	/**
	 * A moment in the future.
	 * @param duration how far away it is
	 * @return the moment
	 */
	static TimeLimit in(Duration duration) {
		return new TimeLimit(System.nanoTime() + duration.toNanos());
	}

	/**
	 * How much time is left.
	 * @return the time, zero if it is over
	 */
	Duration left() {
		return Duration.ofNanos(Math.max(0, this.nanos - System.nanoTime()));
	}

	boolean isOver() {
		return left().isZero();
	}

}
