package io.github.pristinedb.slot;

import java.util.function.BooleanSupplier;

import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.Turn;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.StartUp;
import org.jspecify.annotations.Nullable;

/**
 * The database that an application context has to itself. Start-up writes to it, and
 * scopes start from its baseline. It is created when somebody first asks. Safe for use by
 * several threads.
 */
final class ContextDatabase {

	private final SlotSupply supply;

	private final String context;

	private final BooleanSupplier migrated;

	private @Nullable DatabaseLease lease;

	private @Nullable Turn startUp;

	/**
	 * No database as yet.
	 * @param supply the supply that its slot is from
	 * @param context the readable name of the context
	 * @param migrated whether a tool of the context's makes the content, asked when the
	 * database is created
	 */
	ContextDatabase(SlotSupply supply, String context, BooleanSupplier migrated) {
		this.supply = supply;
		this.context = context;
		this.migrated = migrated;
	}

	/**
	 * The lease of the database, which is created now if it is missing. A tool that
	 * migrates makes the content anew. Without one, the content is that of the
	 * application's own database. A start-up has a database that nobody may copy to
	 * itself.
	 * @return the lease
	 */
	synchronized DatabaseLease lease() {
		if (this.startUp == null && StartUp.isUnderWay()) {
			Scope scope = ScopeBinding.current();
			this.startUp = this.supply.session()
				.turn(this.supply.model().database(), (scope != null) ? scope : this.context);
		}
		if (this.lease == null) {
			boolean anew = this.supply.session().lackOfCopies() != null
					|| (!isGenerated() && this.migrated.getAsBoolean());
			Image content = anew ? null : this.supply.baselines().copy();
			this.lease = lease(this.supply.slots().create("context", content));
		}
		return this.lease;
	}

	/**
	 * Whatever is in a database with a generated name was put there by this very context,
	 * and a tool that migrates finds it.
	 */
	private boolean isGenerated() {
		return this.supply.model().database().isGenerated();
	}

	private DatabaseLease lease(Slot slot) {
		return DatabaseLease.ofContext(this.supply, slot, this.context);
	}

	/**
	 * The lease of the database, if it exists.
	 * @return the lease, {@code null} if nobody has asked for the database
	 */
	synchronized @Nullable DatabaseLease find() {
		return this.lease;
	}

	synchronized boolean hasContent() {
		if (this.lease == null) {
			return isGenerated()
					&& this.supply.session().state(this.supply.model().database()) == DatabaseState.PRESENT;
		}
		return this.lease.slot().baseline() != null || !this.lease.slot().isUnwritten();
	}

	/**
	 * Make the database a copy of an image, if it has no content yet.
	 * @param image the image
	 * @return whether it was made
	 */
	synchronized boolean createFrom(Image image) {
		if (hasContent()) {
			return false;
		}
		// Somebody has only looked at it, and may keep a connection to an empty file, or
		// its URL.
		Slot empty = (this.lease != null) ? this.lease.slot() : null;
		this.lease = null;
		Slots slots = this.supply.slots();
		this.lease = lease((empty != null) ? slots.recreate(empty, image) : slots.create("context", image));
		return true;
	}

	/**
	 * Let scopes start from the present content from now on.
	 */
	void refreshBaseline() {
		DatabaseLease lease = find();
		if (lease != null) {
			lease.refreshBaseline();
		}
		endStartUp();
	}

	private synchronized void endStartUp() {
		if (this.startUp != null) {
			this.startUp.close();
			this.startUp = null;
		}
	}

	synchronized void close() {
		endStartUp();
		if (this.lease != null) {
			this.supply.slots().discard(this.lease.slot());
		}
	}

}
