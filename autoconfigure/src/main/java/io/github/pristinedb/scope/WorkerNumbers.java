package io.github.pristinedb.scope;

import java.util.BitSet;

/**
 * Numbers from 1 on, each in one hand at a time. Safe for use by several threads.
 */
final class WorkerNumbers {

	private final BitSet taken = new BitSet();

	/**
	 * Take the lowest number that is free.
	 * @return the number
	 */
	synchronized int take() {
		int number = this.taken.nextClearBit(1);
		this.taken.set(number);
		return number;
	}

	synchronized void giveBack(int number) {
		this.taken.clear(number);
	}

}
