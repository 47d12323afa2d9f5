package io.github.pristinedb.slot;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.engine.Image;

/**
 * Makes slots ahead, with open connections. A baseline gets such a slot once it has lost
 * one, or once scopes have waited for their slots: most baselines never need one. Safe
 * for use by several threads.
 */
final class SlotsAhead {

	private final Maker maker;

	private final BackgroundWork background = new BackgroundWork();

	private final Map<Image, UsedConnectors> needy = new HashMap<>();

	private final Map<Image, Coming> coming = new HashMap<>();

	// Each lease asks.
	private volatile boolean needed;

	/**
	 * Nothing is made as yet.
	 * @param maker makes a slot
	 */
	SlotsAhead(Maker maker) {
		this.maker = maker;
	}

	/**
	 * A baseline needs a slot ahead from now on.
	 * @param baseline the baseline
	 * @param used the connectors that its scopes have used
	 */
	synchronized void need(Image baseline, UsedConnectors used) {
		if (!used.connectors().isEmpty()) {
			this.needy.put(baseline, used);
			this.needed = true;
		}
	}

	/**
	 * Whether any baseline needs a slot ahead.
	 * @return whether one does
	 */
	boolean isNeeded() {
		return this.needed;
	}

	/**
	 * Make a slot on another thread, if the baseline needs one and none is coming.
	 * @param baseline the baseline
	 */
	synchronized void make(Image baseline) {
		UsedConnectors used = this.needy.get(baseline);
		if (used != null && !this.coming.containsKey(baseline)) {
			Coming coming = new Coming();
			this.coming.put(baseline, coming);
			this.background.execute(() -> make(baseline, used, coming));
		}
	}

	private void make(Image baseline, UsedConnectors used, Coming coming) {
		boolean made = false;
		try {
			made = this.maker.make(baseline, used);
		}
		finally {
			synchronized (this) {
				this.coming.remove(baseline);
			}
			coming.over(made);
		}
	}

	/**
	 * Wait for the slot that is coming. One thread waits for each slot.
	 * @param baseline the baseline
	 * @param patience for how long
	 * @return whether a slot is there now
	 */
	boolean await(Image baseline, Duration patience) {
		Coming coming;
		synchronized (this) {
			coming = this.coming.get(baseline);
		}
		return coming != null && coming.claim() && coming.await(patience);
	}

	/**
	 * Whether a slot of a baseline is being made.
	 * @param baseline the baseline
	 * @return whether it is
	 */
	synchronized boolean isComing(Image baseline) {
		return this.coming.containsKey(baseline);
	}

	/**
	 * Make none for a baseline any more.
	 * @param baseline the baseline
	 */
	synchronized void forget(Image baseline) {
		this.needy.remove(baseline);
	}

	/**
	 * Make none any more.
	 * @param patience how long to wait for those that are coming
	 */
	void close(Duration patience) {
		synchronized (this) {
			this.needy.clear();
		}
		this.background.close(patience);
	}

	/**
	 * Makes a slot.
	 */
	@FunctionalInterface
	interface Maker {

		/**
		 * Make a slot that can be leased.
		 * @param baseline the baseline
		 * @param used the connectors to open a connection of
		 * @return whether it was made
		 */
		boolean make(Image baseline, UsedConnectors used);

	}

	/**
	 * A slot that is being made.
	 */
	private static final class Coming {

		private final CountDownLatch over = new CountDownLatch(1);

		private boolean claimed;

		private volatile boolean made;

		synchronized boolean claim() {
			boolean free = !this.claimed;
			this.claimed = true;
			return free;
		}

		void over(boolean made) {
			this.made = made;
			this.over.countDown();
		}

		/**
		 * An interruption ends no wait, since it would cost a database.
		 */
		boolean await(Duration patience) {
			long deadline = System.nanoTime() + patience.toNanos();
			boolean interrupted = false;
			try {
				while (true) {
					try {
						return this.over.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS) && this.made;
					}
					catch (InterruptedException ex) {
						interrupted = true;
					}
				}
			}
			finally {
				if (interrupted) {
					Thread.currentThread().interrupt();
				}
			}
		}

	}

}
