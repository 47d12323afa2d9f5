package io.github.pristinedb.scope;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The leases of one owner, at most one for each scope. A lease ends with its scope. Safe
 * for use by several threads.
 *
 * @param <L> the type of the leases
 */
public final class ScopeLeases<L extends ScopeLease> {

	private final Map<Scope, Place> places = new ConcurrentHashMap<>();

	/**
	 * The lease of a scope.
	 * @param scope the scope
	 * @param opener opens the lease if the scope has none yet
	 * @return the lease
	 * @throws ScenarioException if the scope has ended
	 */
	public L lease(Scope scope, Function<Scope, L> opener) {
		L lease = find(scope);
		return (lease != null) ? lease : this.places.computeIfAbsent(scope, Place::new).open(opener);
	}

	/**
	 * The lease that a scope has already.
	 * @param scope the scope
	 * @return the lease, {@code null} if the scope has none
	 */
	public @Nullable L find(Scope scope) {
		Place place = this.places.get(scope);
		return (place != null) ? place.lease : null;
	}

	/**
	 * The place of one scope's lease. Opening a lease takes time and calls others, so it
	 * holds up only those who want the same lease.
	 */
	private final class Place implements ScopeLease {

		private final Scope scope;

		private volatile @Nullable L lease;

		private boolean ends;

		private boolean ended;

		Place(Scope scope) {
			this.scope = scope;
		}

		synchronized L open(Function<Scope, L> opener) {
			if (this.ended) {
				throw Refusals.ended(this.scope);
			}
			if (!this.ends) {
				endWithTheScope();
			}
			L lease = this.lease;
			if (lease == null) {
				lease = opener.apply(this.scope);
				this.lease = lease;
			}
			return lease;
		}

		private void endWithTheScope() {
			try {
				this.scope.lease(this);
				this.ends = true;
			}
			catch (ScenarioException ex) {
				ScopeLeases.this.places.remove(this.scope, this);
				throw ex;
			}
		}

		@Override
		public boolean isUsedBy(List<Thread> threads) {
			L lease = this.lease;
			return lease != null && lease.isUsedBy(threads);
		}

		@Override
		public void end(Scope scope, boolean failed) {
			ScopeLeases.this.places.remove(scope, this);
			L lease;
			synchronized (this) {
				this.ended = true;
				lease = this.lease;
			}
			if (lease != null) {
				lease.end(scope, failed);
			}
		}

	}

}
