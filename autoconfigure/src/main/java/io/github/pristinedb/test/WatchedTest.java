package io.github.pristinedb.test;

import java.util.concurrent.Future;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A scenario, or a container of some, while it runs. The time in which something runs
 * within it is that one's; all other time is its own, in one piece or in several, and
 * none of them may be too long. Safe for use by several threads.
 */
final class WatchedTest {

	private final Runnable alarm;

	private final Function<Runnable, Future<?>> clock;

	private int runningWithin;

	private boolean ended;

	private @Nullable Future<?> due;

	/**
	 * Something that starts now.
	 * @param alarm tells that it is late
	 * @param clock lets an alarm go off later, unless it is cancelled
	 */
	WatchedTest(Runnable alarm, Function<Runnable, Future<?>> clock) {
		this.alarm = alarm;
		this.clock = clock;
		this.due = clock.apply(alarm);
	}

	/**
	 * Something within starts.
	 */
	synchronized void startedWithin() {
		this.runningWithin++;
		cancel();
	}

	/**
	 * Something within has ended.
	 */
	synchronized void endedWithin() {
		this.runningWithin--;
		if (this.runningWithin == 0 && !this.ended) {
			this.due = this.clock.apply(this.alarm);
		}
	}

	/**
	 * It ends.
	 */
	synchronized void end() {
		this.ended = true;
		cancel();
	}

	private void cancel() {
		if (this.due != null) {
			this.due.cancel(false);
			this.due = null;
		}
	}

}
