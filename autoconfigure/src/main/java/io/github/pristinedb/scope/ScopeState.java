package io.github.pristinedb.scope;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.pristinedb.scope.Scope.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The state of a scope at one moment. Each transition returns the next state.
 *
 * @param phase how far the scope is
 * @param kind the kind of the scope
 * @param isolation the isolation of the scope itself, {@code null} if its parent or its
 * context decides
 * @param worker the number of the worker that runs it, 0 before it starts
 * @param told whether a context was told that the scope starts
 * @param contexts its application contexts
 * @param leases what ends with the scope
 */
record ScopeState(Phase phase, Kind kind, @Nullable Isolation isolation, int worker, boolean told,
		ScopeContexts contexts, List<ScopeLease> leases) {

	static ScopeState of(ScopePlace place) {
		return new ScopeState(Phase.CREATED, place.kind(), place.isolation(), 0, false, ScopeContexts.NONE, List.of());
	}

	static ScopeState ofForgotten() {
		return new ScopeState(Phase.FORGOTTEN, Kind.SCENARIO, null, 0, false, ScopeContexts.NONE, List.of());
	}

	ScopeState start(int worker) {
		if (this.phase != Phase.CREATED) {
			throw new IllegalStateException("A scope starts once, and this one is " + this.phase);
		}
		return new ScopeState(Phase.RUNNING, this.kind, this.isolation, worker, this.told, this.contexts, this.leases);
	}

	ScopeState promote() {
		return new ScopeState(this.phase, Kind.SCENARIO, this.isolation, this.worker, this.told, this.contexts,
				this.leases);
	}

	ScopeState isolate(Isolation isolation) {
		return new ScopeState(this.phase, this.kind, isolation, this.worker, this.told, this.contexts, this.leases);
	}

	ScopeState tell() {
		return new ScopeState(this.phase, this.kind, this.isolation, this.worker, true, this.contexts, this.leases);
	}

	ScopeState with(UnaryOperator<ScopeContexts> transition) {
		return new ScopeState(this.phase, this.kind, this.isolation, this.worker, this.told,
				transition.apply(this.contexts), this.leases);
	}

	/**
	 * The same state with a lease more, unless the scope is over.
	 * @param lease the lease
	 * @return the next state
	 */
	ScopeState lease(ScopeLease lease) {
		return isOver() ? this : new ScopeState(this.phase, this.kind, this.isolation, this.worker, this.told,
				this.contexts, Stream.concat(this.leases.stream(), Stream.of(lease)).toList());
	}

	ScopeState end() {
		return isOver() ? this : new ScopeState(Phase.ENDED, this.kind, this.isolation, this.worker, this.told,
				this.contexts, List.of());
	}

	boolean isOver() {
		return this.phase == Phase.ENDED || this.phase == Phase.FORGOTTEN;
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
