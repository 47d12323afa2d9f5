package io.github.pristinedb.scope;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets the tasks of a scope finish that use its databases at its very end: listeners of
 * events, answers to requests that nobody waits for. They would fail otherwise, and log
 * it, although no test depends on them. A thread that goes on for longer is waited for
 * once.
 */
final class LastTasks {

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final Set<Thread> lasting = Collections
		.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

	private LastTasks() {
	}

	/**
	 * Wait until no task works for a scope, if one of them uses what ends with the scope.
	 * @param scope the scope, whose tasks still get what they ask for
	 * @param leases what ends with it
	 */
	static void await(Scope scope, List<ScopeLease> leases) {
		List<Thread> tasks = of(scope);
		if (tasks.isEmpty() || !isAnyUsedBy(tasks, leases)) {
			return;
		}
		long end = System.nanoTime() + PATIENCE_NANOS;
		while (!tasks.isEmpty() && System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
			LockSupport.parkNanos(POLL_NANOS);
			tasks = of(scope);
		}
		lasting.addAll(tasks);
	}

	private static boolean isAnyUsedBy(List<Thread> tasks, List<ScopeLease> leases) {
		return leases.stream().anyMatch((lease) -> lease.isUsedBy(tasks));
	}

	private static List<Thread> of(Scope scope) {
		return scope.tasks().stream().filter((thread) -> !lasting.contains(thread)).toList();
	}

}
