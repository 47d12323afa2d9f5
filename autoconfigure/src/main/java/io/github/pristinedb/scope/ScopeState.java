package io.github.pristinedb.scope;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.github.pristinedb.scope.Scope.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;

/**
 * The state of a scope at one moment. Each transition returns the next state.
 *
 * @param phase how far the scope is
 * @param kind the kind of the scope
 * @param isolation the isolation of the scope itself, {@code null} if its parent or its
 * context decides
 * @param worker the number of the worker that runs it, 0 before it starts
 * @param told whether a context was told that the scope starts
 * @param joined the application contexts that it has databases in
 * @param expected tells the context that it joins as soon as that is loaded, {@code null}
 * if it waits for none
 * @param attempted the context that was started last for it or a child of it
 * @param waitedNanos the time that it has waited for its context, in nanoseconds
 * @param leases what ends with the scope
 */
record ScopeState(Phase phase, Kind kind, @Nullable Isolation isolation, int worker, boolean told,
		List<ApplicationContext> joined, @Nullable Supplier<@Nullable ApplicationContext> expected,
		@Nullable ApplicationContext attempted, long waitedNanos, List<ScopeLease> leases) {

	static ScopeState of(ScopePlace place) {
		return new ScopeState(Phase.CREATED, place.kind(), place.isolation(), 0, false, List.of(), null, null, 0,
				List.of());
	}

	static ScopeState ofForgotten() {
		return new ScopeState(Phase.FORGOTTEN, Kind.SCENARIO, null, 0, false, List.of(), null, null, 0, List.of());
	}

	ScopeState start(int worker) {
		if (this.phase != Phase.CREATED) {
			throw new IllegalStateException("A scope starts once, and this one is " + this.phase);
		}
		return new ScopeState(Phase.RUNNING, this.kind, this.isolation, worker, this.told, this.joined, this.expected,
				this.attempted, this.waitedNanos, this.leases);
	}

	ScopeState promote() {
		return new ScopeState(this.phase, Kind.SCENARIO, this.isolation, this.worker, this.told, this.joined,
				this.expected, this.attempted, this.waitedNanos, this.leases);
	}

	ScopeState isolate(Isolation isolation) {
		return new ScopeState(this.phase, this.kind, isolation, this.worker, this.told, this.joined, this.expected,
				this.attempted, this.waitedNanos, this.leases);
	}

	ScopeState tell() {
		return new ScopeState(this.phase, this.kind, this.isolation, this.worker, true, this.joined, this.expected,
				this.attempted, this.waitedNanos, this.leases);
	}

	ScopeState join(ApplicationContext context) {
		List<ApplicationContext> joined = this.joined.contains(context) ? this.joined : with(this.joined, context);
		return in(joined, null, this.attempted);
	}

	ScopeState leave() {
		return in(List.of(), this.expected, this.attempted);
	}

	ScopeState expect(Supplier<@Nullable ApplicationContext> context) {
		return in(this.joined, context, this.attempted);
	}

	ScopeState attempt(ApplicationContext context) {
		return in(this.joined, this.expected, context);
	}

	private ScopeState in(List<ApplicationContext> joined, @Nullable Supplier<@Nullable ApplicationContext> expected,
			@Nullable ApplicationContext attempted) {
		return new ScopeState(this.phase, this.kind, this.isolation, this.worker, this.told, joined, expected,
				attempted, this.waitedNanos, this.leases);
	}

	ScopeState waited(long nanos) {
		return new ScopeState(this.phase, this.kind, this.isolation, this.worker, this.told, this.joined, this.expected,
				this.attempted, Math.max(this.waitedNanos, nanos), this.leases);
	}

	/**
	 * The same state with a lease more, unless the scope is over.
	 * @param lease the lease
	 * @return the next state
	 */
	ScopeState lease(ScopeLease lease) {
		return isOver() ? this : new ScopeState(this.phase, this.kind, this.isolation, this.worker, this.told,
				this.joined, this.expected, this.attempted, this.waitedNanos, with(this.leases, lease));
	}

	ScopeState end() {
		return isOver() ? this : new ScopeState(Phase.ENDED, this.kind, this.isolation, this.worker, this.told,
				this.joined, this.expected, this.attempted, this.waitedNanos, List.of());
	}

	private static <T> List<T> with(List<T> list, T another) {
		List<T> all = new ArrayList<>(list);
		all.add(another);
		return List.copyOf(all);
	}

	boolean isOver() {
		return this.phase == Phase.ENDED || this.phase == Phase.FORGOTTEN;
	}

	/**
	 * The expected context, if it is loaded by now.
	 * @return the context, {@code null} if there is none yet
	 */
	@Nullable ApplicationContext arrived() {
		return (this.expected != null) ? this.expected.get() : null;
	}

	/**
	 * Whether the scope has databases in a context, whose descendants it may have joined.
	 * @param context the context
	 * @return whether it has
	 */
	boolean isIn(ApplicationContext context) {
		for (ApplicationContext each : this.joined) {
			for (ApplicationContext around = each; around != null; around = around.getParent()) {
				if (around == context) {
					return true;
				}
			}
		}
		return this.phase == Phase.FORGOTTEN;
	}

	/**
	 * How far a scope is.
	 */
	enum Phase {

		/**
		 * Not started yet.
		 */
		CREATED,

		/**
		 * Between its start and its end.
		 */
		RUNNING,

		/**
		 * Ended. It gets no lease any more.
		 */
		ENDED,

		/**
		 * Ended long ago. Only its id is left, and nobody knows which contexts it was in.
		 */
		FORGOTTEN

	}

}
