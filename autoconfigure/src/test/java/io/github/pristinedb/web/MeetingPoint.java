package io.github.pristinedb.web;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/**
 * Lets work of all scenarios overlap.
 */
final class MeetingPoint {

	private final CyclicBarrier barrier = new CyclicBarrier(ScopesAtOnce.COUNT);

	/**
	 * Wait for the others.
	 * @return the scenario that the waiting thread works for
	 */
	String meet() throws Exception {
		this.barrier.await(30, TimeUnit.SECONDS);
		return ScopesAtOnce.current();
	}

}
