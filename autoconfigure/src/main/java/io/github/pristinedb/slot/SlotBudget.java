package io.github.pristinedb.slot;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.scope.ScenarioException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the slots of all contexts within the connections that a server allows. Each slot
 * needs two connections for tests, besides those that the engine holds. Who needs another
 * slot gets the place of an idle one, or waits until a scope gives one back. Safe for use
 * by several threads.
 */
final class SlotBudget {

	// A session is the JVM's, whatever contexts it has, and so is its budget.
	private static final Map<EngineSession, SlotBudget> budgets = new WeakHashMap<>();

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	// A context, a class and a scenario may each have one at the same time.
	private static final int LEAST = 4;

	private static final Runnable NEEDLESS = () -> {
	};

	private final int each;

	private final Duration patience;

	private final Set<Slots> members = new LinkedHashSet<>();

	private int coming;

	/**
	 * No slots as yet.
	 * @param each how many each slot needs
	 * @param patience how long to wait for a slot that is given back
	 */
	SlotBudget(int each, Duration patience) {
		this.each = each;
		this.patience = patience;
	}

	/**
	 * The budget of a session.
	 * @param session the session
	 * @return its budget, always the same one
	 */
	static SlotBudget of(EngineSession session) {
		synchronized (budgets) {
			return budgets.computeIfAbsent(session, (key) -> new SlotBudget(2 + key.connectionsOfDatabase(), PATIENCE));
		}
	}

	synchronized void join(Slots slots) {
		this.members.add(slots);
	}

	/**
	 * Slots are closed, and may be few by now.
	 * @param slots the slots
	 */
	synchronized void leave(Slots slots) {
		this.members.remove(slots);
		notifyAll();
	}

	/**
	 * A slot is idle, or gone.
	 */
	synchronized void freed() {
		notifyAll();
	}

	/**
	 * Wait until there is a place for another slot. The caller {@linkplain #came tells}
	 * when the slot is there.
	 * @param asking who will create it
	 * @param needless whether none has to be created any more
	 * @param connections how many connections there are, {@link Integer#MAX_VALUE} for
	 * any number
	 * @return whether there is a place, {@code false} if none is needed any more
	 * @throws ScenarioException if there is none for long
	 */
	boolean await(Slots asking, BooleanSupplier needless, int connections) {
		int most = most(connections);
		long deadline = System.nanoTime() + this.patience.toNanos();
		Runnable closing;
		while ((closing = takePlace(asking, needless, most, connections, deadline)) != null) {
			if (closing == NEEDLESS) {
				return false;
			}
			closing.run();
		}
		return true;
	}

	/**
	 * Take a place for a slot that nobody waits for. No idle slot makes place for it. The
	 * caller {@linkplain #came tells} when the slot is there.
	 * @param connections how many connections there are, {@link Integer#MAX_VALUE} for
	 * any number
	 * @return whether there is a place
	 */
	synchronized boolean takeSpare(int connections) {
		boolean free = present() + this.coming < most(connections);
		if (free) {
			this.coming++;
		}
		return free;
	}

	private int most(int connections) {
		return (connections != Integer.MAX_VALUE) ? Math.max(LEAST, connections / this.each) : connections;
	}

	/**
	 * Take a place.
	 * @return {@code null} if it was taken, else what has to be done first
	 */
	private synchronized @Nullable Runnable takePlace(Slots asking, BooleanSupplier needless, int most, int connections,
			long deadline) {
		boolean interrupted = false;
		try {
			while (present() + this.coming >= most) {
				if (needless.getAsBoolean()) {
					return NEEDLESS;
				}
				Runnable closing = closingOfIdle(asking);
				if (closing != null) {
					return closing;
				}
				long left = deadline - System.nanoTime();
				if (left <= 0) {
					throw shortage(most, connections);
				}
				try {
					TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			this.coming++;
			return null;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private int present() {
		return this.members.stream().mapToInt(Slots::number).sum();
	}

	/**
	 * Those of other contexts first, which may never be used again.
	 */
	private @Nullable Runnable closingOfIdle(Slots asking) {
		for (Slots member : this.members) {
			Runnable closing = (member != asking) ? member.closingOfOldest() : null;
			if (closing != null) {
				return closing;
			}
		}
		return asking.closingOfOldest();
	}

	private ScenarioException shortage(int most, int connections) {
		return new ScenarioException(
				"No connection to the server is left for another scenario's database. The tests may open " + connections
						+ ", which is enough for " + most + " databases, and all of them are in use.",
				"Run fewer tests in parallel, let fewer application contexts be open at the same time"
						+ " (spring.test.context.cache.maxSize), or let the server accept more connections.");
	}

	/**
	 * The slot is there, or could not be created.
	 */
	synchronized void came() {
		this.coming--;
		notifyAll();
	}

}
