package io.github.pristinedb.scope;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.scope.Scope.Lease;
import io.github.pristinedb.scope.Scope.LeaseOpener;
import org.jspecify.annotations.Nullable;

/**
 * What a scope has of each data source, until it ends. Safe for use by several threads.
 */
final class ScopeLeases {

	private final Scope scope;

	private final Map<Object, Place> places = new IdentityHashMap<>();

	private boolean ended;

	/**
	 * No leases as yet.
	 * @param scope whose they are
	 * @param ended whether there will never be any
	 */
	ScopeLeases(Scope scope, boolean ended) {
		this.scope = scope;
		this.ended = ended;
	}

	Lease lease(Object source, LeaseOpener opener) {
		return place(source).lease(this.scope, opener);
	}

	private synchronized Place place(Object source) {
		if (this.ended) {
			throw Refusals.ended(this.scope);
		}
		return this.places.computeIfAbsent(source, (key) -> new Place());
	}

	@Nullable Lease leaseOf(Object source) {
		Place place;
		synchronized (this) {
			place = this.places.get(source);
		}
		return (place != null) ? place.lease : null;
	}

	/**
	 * Give everything back, also if something cannot be. Does nothing the second time.
	 * @param failed whether the scope failed
	 */
	void end(boolean failed) {
		List<Place> left;
		synchronized (this) {
			this.ended = true;
			left = new ArrayList<>(this.places.values());
			this.places.clear();
		}
		RuntimeException first = null;
		for (Place place : left) {
			Lease lease = place.close();
			try {
				if (lease != null) {
					lease.end(this.scope, failed);
				}
			}
			catch (RuntimeException ex) {
				if (first != null) {
					first.addSuppressed(ex);
				}
				else {
					first = ex;
				}
			}
		}
		if (first != null) {
			throw first;
		}
	}

	/**
	 * Where the lease of one data source is. Opening it takes its time and calls others,
	 * so that it holds up nobody but those who want the same.
	 */
	private static final class Place {

		private volatile @Nullable Lease lease;

		private boolean closed;

		synchronized Lease lease(Scope scope, LeaseOpener opener) {
			if (this.closed) {
				throw Refusals.ended(scope);
			}
			Lease lease = this.lease;
			if (lease == null) {
				lease = opener.open(scope);
				this.lease = lease;
			}
			return lease;
		}

		synchronized @Nullable Lease close() {
			this.closed = true;
			return this.lease;
		}

	}

}
