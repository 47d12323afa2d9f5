package io.github.pristinedb.slot;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.pristinedb.engine.Image;
import org.jspecify.annotations.Nullable;

/**
 * A slot between two scopes. Its database is brought back by one thread, while others may
 * wait for it. Safe for use by several threads.
 */
final class ReturnedSlot {

	private final Slot slot;

	private final @Nullable Image baseline;

	private final AtomicBoolean begun = new AtomicBoolean();

	private final CompletableFuture<State> state = new CompletableFuture<>();

	/**
	 * A slot that is yet to be brought back.
	 * @param slot the slot
	 */
	ReturnedSlot(Slot slot) {
		this.slot = slot;
		this.baseline = slot.baseline();
	}

	/**
	 * A slot that stays as it is until somebody wants it.
	 * @param slot the slot
	 * @param state the state that it is in
	 * @return the returned slot
	 */
	static ReturnedSlot asItIs(Slot slot, State state) {
		ReturnedSlot returned = new ReturnedSlot(slot);
		returned.begin();
		returned.complete(state);
		return returned;
	}

	Slot slot() {
		return this.slot;
	}

	/**
	 * The baseline that the slot is at, or is brought back to.
	 * @return the image, {@code null} for a database without any content
	 */
	@Nullable Image baseline() {
		return this.baseline;
	}

	/**
	 * Begin to bring the slot back.
	 * @return whether it is for the caller to do so, {@code false} if somebody else has
	 * begun
	 */
	boolean begin() {
		return this.begun.compareAndSet(false, true);
	}

	/**
	 * Tell those who wait what came of it.
	 * @param state the state
	 * @return whether the state counts, {@code false} if the slot was given up meanwhile
	 */
	boolean complete(State state) {
		return this.state.complete(state);
	}

	/**
	 * Whether nobody has to wait for it.
	 * @return whether it is so
	 */
	boolean isReady() {
		return this.state.isDone();
	}

	/**
	 * Wait until somebody has brought it back. An interruption ends no wait, since it
	 * would cost a database.
	 * @param patience for how long; then the slot is lost
	 * @return the state
	 */
	State await(Duration patience) {
		long deadline = System.nanoTime() + patience.toNanos();
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return this.state.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
				catch (TimeoutException ex) {
					complete(State.LOST);
				}
				catch (ExecutionException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * What came of a slot.
	 */
	enum State {

		/**
		 * Nobody has looked at it yet.
		 */
		UNKNOWN,

		/**
		 * It is at its baseline. The last scope wrote nothing.
		 */
		CLEAN,

		/**
		 * It is at its baseline again.
		 */
		RESTORED,

		/**
		 * It is of no more use.
		 */
		LOST

	}

}
