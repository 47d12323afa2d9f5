package io.github.pristinedb.test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ManagedBlocker;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Lets those wait whose use of an application context conflicts with one that goes on.
 * Several may share a context while another one waits to have it alone: a suite has an
 * end, and a barrier would only hold up the others.
 * <p>
 * Nobody waits for what cannot end meanwhile. JUnit's fork-join executor can start a test
 * on a thread that waits inside another one, so a thread may wait for a use below it on
 * its own stack, or two threads for each other's. Such a use goes on at once. What
 * threads wait for in JUnit's own locks is not known here: a use is given up on if all
 * that it is about waits inside JUnit for {@link #patience} looks in a row.
 */
final class ContextGates {

	private static final String JUNIT_SCHEDULING = "org.junit.platform.engine.support.hierarchical.";

	private static final List<String> JAVA = List.of("java.", "jdk.", "sun.");

	private final long lookMillis;

	private final int patience;

	// Both guarded by this.
	private final List<ContextUse> current = new ArrayList<>();

	// With the threads that wait, which may be others than those that run to the end.
	// Several threads may wait for the same thing.
	private final Map<ContextUse, Thread> waiting = new IdentityHashMap<>();

	/**
	 * All contexts are free.
	 * @param lookMillis how long to wait before a look whether anything goes on, in
	 * milliseconds
	 * @param patience how many looks in a row have to find that nothing does
	 */
	ContextGates(long lookMillis, int patience) {
		this.lookMillis = lookMillis;
		this.patience = patience;
	}

	/**
	 * Begin a use of contexts as soon as it conflicts with no other.
	 * @param use the use
	 * @param waits told if it has to wait, before it does
	 * @return how it began
	 * @throws InterruptedException if the thread is interrupted while it waits; the use
	 * has not begun then
	 */
	Entry enter(ContextUse use, Consumer<ContextUse> waits) throws InterruptedException {
		ContextUse other;
		synchronized (this) {
			other = conflictOf(use);
			if (other == null) {
				this.current.add(use);
				return Entry.AT_ONCE;
			}
			this.waiting.put(use, Thread.currentThread());
			if (waitsForItself(use, use, new HashSet<>())) {
				begin(use);
				return Entry.CIRCULAR;
			}
		}
		Wait wait = new Wait(use);
		boolean begun = false;
		try {
			waits.accept(other);
			block(wait);
			begun = true;
		}
		finally {
			if (!begun) {
				synchronized (this) {
					this.waiting.remove(use);
				}
			}
		}
		return wait.stuck ? Entry.STUCK : Entry.AFTER_OTHERS;
	}

	/**
	 * A fork-join pool, such as JUnit's, starts another thread for the one that waits.
	 */
	private static void block(Wait wait) throws InterruptedException {
		try {
			ForkJoinPool.managedBlock(wait);
		}
		catch (RejectedExecutionException ex) {
			// The pool has no more threads, and is configured to say so.
			wait.block();
		}
	}

	/**
	 * End a use. Does nothing if it has not begun.
	 * @param use the use
	 */
	synchronized void leave(ContextUse use) {
		if (this.current.remove(use)) {
			notifyAll();
		}
	}

	/**
	 * How many are waiting.
	 * @return the number at this moment
	 */
	synchronized int waiting() {
		return this.waiting.size();
	}

	/**
	 * How many uses there are.
	 * @return the number at this moment
	 */
	synchronized int uses() {
		return this.current.size();
	}

	private void begin(ContextUse use) {
		this.waiting.remove(use);
		this.current.add(use);
	}

	private @Nullable ContextUse conflictOf(ContextUse use) {
		return conflicts(use).findFirst().orElse(null);
	}

	private Stream<ContextUse> conflicts(ContextUse use) {
		return this.current.stream().filter((other) -> use.conflictWith(other) != null);
	}

	/**
	 * Whether a use can begin only after another one has.
	 */
	private boolean waitsForItself(ContextUse use, ContextUse itself, Set<ContextUse> seen) {
		return conflicts(use).flatMap(this::heldUpBy)
			.anyMatch((blocked) -> blocked == itself || (seen.add(blocked) && waitsForItself(blocked, itself, seen)));
	}

	/**
	 * What has to begin before a use can end: whatever waits within it, or on a thread
	 * that it needs.
	 */
	private Stream<ContextUse> heldUpBy(ContextUse use) {
		List<Thread> threads = this.current.stream()
			.filter((each) -> each.isWithin(use))
			.map(ContextUse::thread)
			.toList();
		return this.waiting.entrySet()
			.stream()
			.filter((each) -> each.getKey().isWithin(use) || threads.contains(each.getValue()))
			.map(Map.Entry::getKey);
	}

	/**
	 * Whether all threads of a use, and of what runs within it, wait inside JUnit: for a
	 * lock perhaps that somebody has who waits here, or for a run that a test started.
	 */
	synchronized boolean standsStill(ContextUse use) {
		return this.waiting.keySet().stream().noneMatch((each) -> each.isWithin(use)) && this.current.stream()
			.filter((each) -> each.isWithin(use))
			.flatMap((each) -> Stream.concat(Stream.of(each.thread()), each.scope().threads().stream()))
			.allMatch(ContextGates::waitsInsideJUnit);
	}

	private static boolean waitsInsideJUnit(Thread thread) {
		for (StackTraceElement frame : thread.getStackTrace()) {
			if (JAVA.stream().noneMatch(frame.getClassName()::startsWith)) {
				return frame.getClassName().startsWith(JUNIT_SCHEDULING);
			}
		}
		return true;
	}

	/**
	 * How a use began.
	 */
	enum Entry {

		/**
		 * Nobody was in its way.
		 */
		AT_ONCE,

		/**
		 * After those that were in its way.
		 */
		AFTER_OTHERS,

		/**
		 * Beside those that were in its way, which would have waited for it in turn.
		 */
		CIRCULAR,

		/**
		 * Beside those that were in its way, which stood still for too long.
		 */
		STUCK

	}

	/**
	 * A thread that waits.
	 */
	private final class Wait implements ManagedBlocker {

		private final ContextUse use;

		private int looks;

		private boolean stuck;

		private boolean begun;

		private Wait(ContextUse use) {
			this.use = use;
		}

		@Override
		public boolean isReleasable() {
			synchronized (ContextGates.this) {
				if (!this.begun && (this.stuck || conflictOf(this.use) == null)) {
					begin(this.use);
					this.begun = true;
				}
				return this.begun;
			}
		}

		@Override
		public boolean block() throws InterruptedException {
			synchronized (ContextGates.this) {
				while (!isReleasable()) {
					long started = System.nanoTime();
					ContextGates.this.wait(ContextGates.this.lookMillis);
					if ((System.nanoTime() - started) / 1_000_000 >= ContextGates.this.lookMillis) {
						look();
					}
				}
				return true;
			}
		}

		private void look() {
			this.looks = conflicts(this.use).anyMatch(ContextGates.this::standsStill) ? this.looks + 1 : 0;
			this.stuck = this.looks >= ContextGates.this.patience;
		}

	}

}
