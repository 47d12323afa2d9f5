package io.github.pristinedb.test;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.github.pristinedb.error.SaidOnce;
import io.github.pristinedb.event.PristineEvent.ContextAwaited;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.scope.ScenarioException;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeLease;
import io.github.pristinedb.scope.ScopeLeases;
import io.github.pristinedb.test.ContextClaim.Access;
import io.github.pristinedb.test.ContextClaim.Level;
import io.github.pristinedb.test.ContextGates.Entry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The hold that a scope has on its application context, until the scope ends: whatever
 * comes of it, and after all listeners of Spring's.
 */
final class ContextHold implements ScopeLease {

	private static final Log logger = LogFactory.getLog(ContextHold.class);

	private static final ScopeLeases<ContextHold> holds = new ScopeLeases<>();

	// Of the JVM, as the contexts are.
	static final ContextGates gates = new ContextGates(1000, 10);

	private static final SaidOnce said = new SaidOnce(logger);

	private final Scope scope;

	private final ContextDemands demands;

	// The one that runs the scope to its end.
	private final Thread thread = Thread.currentThread();

	// Read by each test of a class, written once or twice.
	private volatile @Nullable ContextUse use;

	/**
	 * A hold that ends with no scope.
	 * @param scope whose it is
	 * @param demands what the class of the scope demands of its context
	 */
	ContextHold(Scope scope, ContextDemands demands) {
		this.scope = scope;
		this.demands = demands;
	}

	/**
	 * The hold of a scope.
	 * @param scope the scope
	 * @param demands what the class of the scope demands of its context
	 * @return the hold, which holds nothing at first
	 */
	static ContextHold of(Scope scope, ContextDemands demands) {
		return holds.lease(scope, (holder) -> new ContextHold(holder, demands));
	}

	/**
	 * The hold of a scope, if it has one.
	 * @param scope the scope
	 * @return the hold, {@code null} if the scope has none
	 */
	static @Nullable ContextHold find(@Nullable Scope scope) {
		return (scope != null) ? holds.find(scope) : null;
	}

	ContextDemands demands() {
		return this.demands;
	}

	boolean holds(List<ContextClaim> claims) {
		ContextUse use = this.use;
		return use != null && use.claims().equals(claims);
	}

	/**
	 * Whether this is the hold of a test.
	 */
	boolean isOfATest() {
		ContextUse use = this.use;
		return use != null && use.claims().stream().anyMatch((claim) -> claim.level() == Level.TEST);
	}

	/**
	 * Have claims met, and wait for it if need be. Nothing is held meanwhile. Several
	 * threads may do it for one class. Each waits at the gates, where a circle is seen,
	 * and none for another one here.
	 * @param claims the claims
	 * @throws ScenarioException if the thread is interrupted while it waits
	 */
	void claim(List<ContextClaim> claims) {
		if (holds(claims)) {
			return;
		}
		release();
		ContextUse wanted = new ContextUse(this.scope, this.thread, claims);
		long started = System.nanoTime();
		boolean waited = true;
		try {
			AtomicReference<String> awaited = new AtomicReference<>("another test");
			Entry entry = gates.enter(wanted, (other) -> {
				awaited.set("'" + other.scope().name() + "'");
				explain(wanted, other);
			});
			keep(wanted);
			waited = entry == Entry.AFTER_OTHERS || entry == Entry.STUCK;
			if (entry == Entry.CIRCULAR) {
				warn("a test that would wait for it runs around it or holds what it needs");
			}
			else if (entry == Entry.STUCK) {
				warn(awaited.get() + " waits for something else itself, such as a @ResourceLock");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ScenarioException(
					"The thread '" + Thread.currentThread().getName() + "' was interrupted while '" + this.scope.name()
							+ "' waited for its application context.",
					"Look for what interrupts it, such as a time limit or the end of the run.");
		}
		finally {
			if (waited) {
				long ended = System.nanoTime();
				this.scope.contextReadyAt(ended);
				PristineEvents.publish(
						new ContextAwaited(this.scope.id(), this.scope.name(), this.scope.worker(), ended - started));
			}
		}
	}

	private synchronized void keep(ContextUse begun) {
		ContextUse another = this.use;
		this.use = begun;
		if (another != null) {
			gates.leave(another);
		}
	}

	/**
	 * Hold nothing any more.
	 */
	synchronized void release() {
		ContextUse use = this.use;
		if (use != null) {
			this.use = null;
			gates.leave(use);
		}
	}

	@Override
	public void end(Scope scope, boolean failed) {
		release();
	}

	private void explain(ContextUse wanted, ContextUse other) {
		ContextClaim conflict = wanted.conflictWith(other);
		if (conflict == null || !said.isNew(conflict.context())) {
			return;
		}
		String reason = (conflict.access() == Access.CLOSES)
				? "a class with @DirtiesContext has its application context to itself"
				: "their application context has mocks (@MockitoBean or the like), and serves one test at a time";
		logger.info("'" + this.scope.name() + "' waits for '" + other.scope().name() + "': " + reason
				+ ". With pristine.context=per-worker each worker has contexts of its own, and with"
				+ " pristine.exclusive-contexts=false nobody waits. Pristine says this once for each context; the"
				+ " summary adds up all waiting.");
	}

	private void warn(String reason) {
		logger.warn("'" + this.scope.name() + "' runs beside tests that cannot share its application context, since "
				+ reason + ". Put @Execution(SAME_THREAD) on " + this.demands.testClass().getName()
				+ ", or give it a @ResourceLock that the others have too.");
	}

}
