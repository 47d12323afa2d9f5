package io.github.pristinedb.slot;

import java.sql.Connection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.event.PristineEvents;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one database: as many as scopes have leased at the same time. Safe for use
 * by several threads.
 */
final class Slots {

	private final ManagedDatabase model;

	private final EngineSession session;

	private final Deque<Slot> free = new ArrayDeque<>();

	private final Set<Slot> leased = new HashSet<>();

	private boolean closed;

	/**
	 * No slots as yet.
	 * @param model the application's own database, whose name and options the slots take
	 * over
	 * @param session the session that serves it
	 */
	Slots(ManagedDatabase model, EngineSession session) {
		this.model = model;
		this.session = session;
	}

	/**
	 * Lease a slot whose database is at a baseline.
	 * @param wanted the baseline, {@code null} for a database without any content
	 * @return the slot, and whether it was at the baseline already
	 */
	Leased lease(@Nullable Image wanted) {
		Slot slot;
		while ((slot = take(wanted)) != null) {
			try {
				if (slot.baseline() == wanted && slot.isClean()) {
					return new Leased(slot, true);
				}
				if (slot.restore(wanted)) {
					return new Leased(slot, false);
				}
			}
			catch (RuntimeException ex) {
				discard(slot);
				throw ex;
			}
			retire(slot, "its database could not be restored in place");
		}
		return new Leased(create("worker", wanted), false);
	}

	private synchronized @Nullable Slot take(@Nullable Image wanted) {
		Iterator<Slot> slots = this.free.iterator();
		Slot taken = this.free.peek();
		while (slots.hasNext()) {
			Slot slot = slots.next();
			if (slot.baseline() == wanted) {
				taken = slot;
				break;
			}
		}
		if (taken != null) {
			this.free.remove(taken);
			this.leased.add(taken);
		}
		return taken;
	}

	/**
	 * Create a slot, and lease it.
	 * @param purpose a word for the place or the name of its database
	 * @param baseline what its database is made from, {@code null} for a database without
	 * any content
	 * @return the slot
	 */
	Slot create(String purpose, @Nullable Image baseline) {
		return lease(new Slot(this.session.create(this.model.database(), purpose, baseline), baseline));
	}

	/**
	 * Remove a slot that no scope had, and create another one in its place, where whoever
	 * was told of it finds that one.
	 * @param slot the slot that is removed
	 * @param baseline what the other one's database is made from
	 * @return the other slot, which is leased
	 */
	Slot recreate(Slot slot, Image baseline) {
		synchronized (this) {
			this.leased.remove(slot);
		}
		return lease(slot.recreate(baseline));
	}

	private Slot lease(Slot slot) {
		synchronized (this) {
			if (!this.closed) {
				this.leased.add(slot);
				return slot;
			}
		}
		slot.close();
		throw new IllegalStateException("The data source of " + this.model.database() + " is closed");
	}

	/**
	 * Whether a database is that of a slot.
	 * @param database the database
	 * @return whether it is
	 */
	synchronized boolean contain(Database database) {
		return Stream.concat(this.leased.stream(), this.free.stream())
			.anyMatch((slot) -> slot.database().database().equals(database));
	}

	/**
	 * Give a slot back for the next scope.
	 * @param slot the slot, no connection of which is in use
	 */
	void giveBack(Slot slot) {
		if (!slot.settle()) {
			retire(slot, "a connection could not be settled");
			return;
		}
		synchronized (this) {
			if (!this.leased.remove(slot)) {
				return;
			}
			if (!this.closed) {
				this.free.push(slot);
				return;
			}
		}
		slot.close();
	}

	/**
	 * Give a slot up.
	 * @param slot the slot
	 * @param reason why, as the end of the sentence "A slot was retired because …"
	 */
	void retire(Slot slot, String reason) {
		if (discard(slot)) {
			PristineEvents.publish(new SlotRetired(reason));
		}
	}

	/**
	 * Give a slot up that is still in use. No other one takes its place: whoever uses it
	 * may yet write a journal there, or remove one.
	 * @param slot the slot
	 * @param inUse the connections that are in use
	 * @param reason why, as the end of the sentence "A slot was retired because …"
	 */
	void abandon(Slot slot, List<Connection> inUse, String reason) {
		synchronized (this) {
			if (!this.leased.remove(slot)) {
				return;
			}
		}
		slot.abandon(inUse);
		PristineEvents.publish(new SlotRetired(reason));
	}

	/**
	 * Remove a slot that no scope had.
	 * @param slot the slot
	 * @return whether it was leased
	 */
	boolean discard(Slot slot) {
		synchronized (this) {
			if (!this.leased.remove(slot)) {
				return false;
			}
		}
		slot.close();
		return true;
	}

	/**
	 * Close all connections, and remove all slots but those that are leased: a scope may
	 * outlive its application context, and its database is to be kept if it fails.
	 */
	void close() {
		Set<Slot> idle;
		Set<Slot> inUse;
		synchronized (this) {
			this.closed = true;
			idle = new HashSet<>(this.free);
			inUse = new HashSet<>(this.leased);
			this.free.clear();
		}
		idle.forEach(Slot::close);
		inUse.forEach(Slot::closeConnections);
	}

	/**
	 * A slot that was leased.
	 *
	 * @param slot the slot
	 * @param clean whether it was at the baseline already
	 */
	record Leased(Slot slot, boolean clean) {

	}

}
