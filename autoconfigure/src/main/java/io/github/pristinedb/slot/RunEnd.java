package io.github.pristinedb.slot;

import java.time.Duration;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Ends a run when its JVM ends, after the contexts that use its databases are closed:
 * their beans may still write. Spring Boot closes its contexts in one shutdown hook and
 * calls handlers after that; every other context has a hook of its own, or none. All
 * hooks of a JVM run side by side, so a hook of ours alone would come too early. Safe for
 * use by several threads.
 */
final class RunEnd {

	private static final Log logger = LogFactory.getLog(RunEnd.class);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Runnable removal;

	private final Runnable removalAtExit;

	// By what uses a database in them.
	private final Map<Object, ApplicationContext> open = new IdentityHashMap<>();

	private final Set<ApplicationContext> withoutHook = new HashSet<>();

	private boolean removed;

	/**
	 * End a run when the JVM ends.
	 * @param removal removes the run's directory
	 * @param removalAtExit lets the JVM remove what is in the directory now, when all its
	 * hooks are over
	 */
	RunEnd(Runnable removal, Runnable removalAtExit) {
		this.removal = removal;
		this.removalAtExit = removalAtExit;
		try {
			SpringApplication.getShutdownHandlers().add(this::afterSpringBoot);
			Runtime.getRuntime().addShutdownHook(new Thread(this::beside, "pristine-workspace"));
		}
		catch (IllegalStateException ex) {
			// The JVM is about to end already. The next run sweeps the directory.
			logger.debug("The end of the run cannot be awaited", ex);
		}
	}

	/**
	 * A context has a database of the run.
	 * @param user what uses the database
	 * @param context the context
	 */
	synchronized void opened(Object user, ApplicationContext context) {
		this.open.put(user, context);
	}

	/**
	 * A context has closed a database of the run.
	 * @param user what used the database
	 */
	synchronized void closed(Object user) {
		this.open.remove(user);
		notifyAll();
	}

	/**
	 * Beside the hooks of contexts, and of Spring Boot if there is one.
	 */
	private synchronized void beside() {
		awaitHooks();
		if (this.open.isEmpty()) {
			remove();
		}
		else {
			// Spring Boot closes them, or nobody does.
			this.removalAtExit.run();
		}
	}

	private synchronized void afterSpringBoot() {
		awaitHooks();
		remove();
	}

	private void remove() {
		if (!this.removed) {
			this.removed = true;
			this.removal.run();
		}
	}

	private synchronized void awaitHooks() {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (this.open.values().stream().anyMatch(this::hasHook)) {
			long millis = (deadline - System.nanoTime()) / 1_000_000;
			if (millis <= 0) {
				logger.debug("A context is still not closed: " + this.open.values());
				return;
			}
			try {
				wait(millis);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	/**
	 * Whether a context has a shutdown hook of its own. It registers one unless it has
	 * one, and then the JVM refuses, since it is about to end.
	 */
	private boolean hasHook(ApplicationContext context) {
		if (this.withoutHook.contains(context) || !(context instanceof ConfigurableApplicationContext configurable)) {
			return false;
		}
		try {
			configurable.registerShutdownHook();
			return true;
		}
		catch (IllegalStateException ex) {
			this.withoutHook.add(context);
			return false;
		}
	}

}
