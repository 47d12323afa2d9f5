package io.github.pristinedb.transaction;

import java.sql.Savepoint;

/**
 * What one transaction wrote without another one in between. A savepoint on the physical
 * connection stands before it.
 */
final class WriteSegment {

	private final Savepoint savepoint;

	private final LogicalTransaction writer;

	private State state = State.OPEN;

	WriteSegment(Savepoint savepoint, LogicalTransaction writer) {
		this.savepoint = savepoint;
		this.writer = writer;
	}

	Savepoint savepoint() {
		return this.savepoint;
	}

	LogicalTransaction writer() {
		return this.writer;
	}

	boolean is(State state) {
		return this.state == state;
	}

	boolean isOpenOf(LogicalTransaction transaction) {
		return this.state == State.OPEN && this.writer == transaction;
	}

	void become(State state) {
		this.state = state;
	}

	/**
	 * What becomes of the writes.
	 */
	enum State {

		/**
		 * Their transaction has not ended.
		 */
		OPEN,

		/**
		 * They stay.
		 */
		COMMITTED,

		/**
		 * They are to be undone, as soon as nothing lies above them.
		 */
		ROLLED_BACK

	}

}
