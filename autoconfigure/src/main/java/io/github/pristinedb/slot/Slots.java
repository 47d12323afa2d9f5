package io.github.pristinedb.slot;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.error.SaidOnce;
import io.github.pristinedb.event.PristineEvent.Refused;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.event.PristineEvents;
import io.github.pristinedb.scope.Refusals;
import io.github.pristinedb.scope.ScenarioException;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.slot.ReturnedSlot.State;
import io.github.pristinedb.tape.Secrets;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one database: as many as scopes have leased at the same time. A slot that
 * was given back is settled and restored when it is leased again, or before, on another
 * thread, if the engine {@linkplain EngineSession#restoresAhead() wants it so}. Safe for
 * use by several threads.
 */
final class Slots {

	private static final Log logger = LogFactory.getLog(Slots.class);

	private static final SaidOnce said = new SaidOnce(logger);

	private static final String UNRESTORED = "its database could not be restored in place";

	private static final String UNSETTLED = "a connection could not be settled";

	private static final String TOO_LONG = "it took too long to restore its database";

	// A server that is gone must not stop the tests for good.
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	// Idle slots beyond those that were ever leased at the same time, of baselines that
	// are not wanted now.
	private static final int SPARE = 4;

	// A short suite does not pay for another copy.
	private static final int MOST_WAITS = 3;

	private final ManagedDatabase model;

	private final EngineSession session;

	private final Duration patience;

	private final SlotBudget budget;

	private final BackgroundWork background = new BackgroundWork();

	private final SlotsAhead ahead = new SlotsAhead(this::makeAhead);

	// The last one that was given back comes first.
	private final Deque<ReturnedSlot> idle = new ArrayDeque<>();

	private final Set<Slot> leased = new HashSet<>();

	// Baselines that no scope will start from any more.
	private final Set<Image> forgotten = new HashSet<>();

	private int mostLeased;

	private int waits;

	private boolean closed;

	/**
	 * No slots as yet.
	 * @param model the application's own database, whose name and options the slots take
	 * over
	 * @param session the session that serves it
	 */
	Slots(ManagedDatabase model, EngineSession session) {
		this(model, session, PATIENCE, SlotBudget.of(session));
	}

	/**
	 * No slots as yet.
	 * @param model the application's own database
	 * @param session the session that serves it
	 * @param patience how long to wait for a slot that another thread brings back
	 * @param budget how many slots the server bears
	 */
	Slots(ManagedDatabase model, EngineSession session, Duration patience, SlotBudget budget) {
		this.model = model;
		this.session = session;
		this.patience = patience;
		this.budget = budget;
		budget.join(this);
	}

	/**
	 * Lease a slot whose database is at a baseline.
	 * @param wanted the baseline, {@code null} for a database without any content
	 * @return the slot, and whether it was at the baseline already
	 */
	Leased lease(@Nullable Image wanted) {
		while (true) {
			ReturnedSlot returned = take(wanted);
			if (wanted != null && this.ahead.isNeeded()) {
				makeAheadIfNoneIsLeft(wanted);
				if (returned == null && this.ahead.await(wanted, this.patience)) {
					continue;
				}
			}
			if (returned == null) {
				Slot created = create("worker", wanted, () -> hasIdle(wanted));
				if (created != null) {
					return new Leased(created, false);
				}
				continue;
			}
			Slot slot = returned.slot();
			if (!returned.isReady() && waitsTooOften()) {
				makeAheadLike(slot);
			}
			State state = await(returned);
			if (state == State.LOST) {
				continue;
			}
			try {
				if (slot.baseline() == wanted && (state != State.UNKNOWN || slot.isClean())) {
					return new Leased(slot, state != State.RESTORED);
				}
				if (slot.restore(wanted)) {
					return new Leased(slot, false);
				}
			}
			catch (RuntimeException ex) {
				discard(slot);
				throw ex;
			}
			retire(slot, unrestored(slot));
		}
	}

	/**
	 * The next slot that is lost has a successor then.
	 */
	private synchronized void makeAheadIfNoneIsLeft(Image wanted) {
		if (!this.closed && !this.forgotten.contains(wanted) && !hasIdle(wanted)) {
			this.ahead.make(wanted);
		}
	}

	/**
	 * With one slot more, a scope has a slot while that of the scope before is brought
	 * back.
	 */
	private synchronized boolean waitsTooOften() {
		this.waits++;
		return this.waits == MOST_WAITS;
	}

	/**
	 * A slot was lost or waited for, with connections that the next one will need.
	 */
	private void makeAheadLike(Slot slot) {
		Image baseline = slot.baseline();
		if (baseline != null && this.session.restoresAhead()) {
			this.ahead.need(baseline, slot.usedConnectors());
			makeAheadIfNoneIsLeft(baseline);
		}
	}

	/**
	 * Make a slot that no scope has asked for, as far as the server's connections allow.
	 */
	private boolean makeAhead(Image baseline, UsedConnectors used) {
		if (!used.connectAhead() || !this.budget.takeSpare(this.session.connectionBudget())) {
			return false;
		}
		Slot made = null;
		try {
			made = new Slot(this.session.create(this.model.database(), "worker", baseline), baseline);
			used.connect(made);
			if (keep(made)) {
				return true;
			}
		}
		catch (RuntimeException ex) {
			// Whoever needs one makes it, and is told if that is not possible.
			logger.debug("A slot cannot be made ahead", ex);
		}
		finally {
			this.budget.came();
		}
		if (made != null) {
			close(made);
			this.budget.freed();
		}
		return false;
	}

	/**
	 * Those that scopes have had are leased before.
	 */
	private synchronized boolean keep(Slot made) {
		if (this.closed || this.forgotten.contains(made.baseline())) {
			return false;
		}
		this.idle.addLast(ReturnedSlot.asItIs(made, State.RESTORED));
		return true;
	}

	private synchronized boolean hasIdle(@Nullable Image wanted) {
		return this.idle.stream().anyMatch((returned) -> returned.baseline() == wanted);
	}

	/**
	 * The slot that is nearest to a baseline. It is leased from now on.
	 */
	private synchronized @Nullable ReturnedSlot take(@Nullable Image wanted) {
		ReturnedSlot taken = this.session.isBoundToBaseline() ? null : this.idle.peek();
		for (ReturnedSlot returned : this.idle) {
			if (returned.baseline() == wanted) {
				// Else the one that was given back first, and is ready first.
				taken = returned;
				if (returned.isReady()) {
					break;
				}
			}
		}
		if (taken != null) {
			this.idle.remove(taken);
			addLeased(taken.slot());
		}
		return taken;
	}

	private void addLeased(Slot slot) {
		this.leased.add(slot);
		this.mostLeased = Math.max(this.mostLeased, this.leased.size());
	}

	/**
	 * Wait until a slot is brought back. If nobody has begun, this thread does it.
	 */
	private State await(ReturnedSlot returned) {
		bringBack(returned);
		State state = returned.await(this.patience);
		if (state == State.LOST) {
			// If it took too long, whoever brings it back has not done so yet.
			remove(returned);
		}
		return state;
	}

	/**
	 * Settle a slot and bring its database back to the baseline that it had, unless
	 * somebody has begun.
	 */
	private void bringBack(ReturnedSlot returned) {
		if (!returned.begin()) {
			return;
		}
		Slot slot = returned.slot();
		State state = State.LOST;
		String reason = UNRESTORED;
		try {
			if (!slot.settle()) {
				reason = UNSETTLED;
			}
			else {
				state = slot.bringBack();
				reason = unrestored(slot);
			}
		}
		catch (RuntimeException | Error ex) {
			warn(ex);
		}
		if (returned.complete(state) && state != State.LOST) {
			return;
		}
		remove(returned);
		makeAheadLike(slot);
		close(slot);
		this.budget.freed();
		tell(slot, (state == State.LOST) ? reason : TOO_LONG);
	}

	private static String unrestored(Slot slot) {
		String refusal = slot.database().refusal();
		return (refusal != null) ? UNRESTORED + ": " + Secrets.hide(refusal) : UNRESTORED;
	}

	private void warn(Throwable failure) {
		if (said.isNew(failure.toString())) {
			logger.warn("A scenario's database cannot be brought back, and another one takes its place", failure);
		}
	}

	private static void close(Slot slot) {
		try {
			slot.close();
		}
		catch (RuntimeException ex) {
			logger.debug("A slot cannot be closed", ex);
		}
	}

	private synchronized void remove(ReturnedSlot returned) {
		this.idle.remove(returned);
		this.leased.remove(returned.slot());
	}

	/**
	 * Create a slot, and lease it.
	 * @param purpose a word for the place or the name of its database
	 * @param baseline what its database is made from, {@code null} for a database without
	 * any content
	 * @return the slot
	 */
	Slot create(String purpose, @Nullable Image baseline) {
		return Objects.requireNonNull(create(purpose, baseline, () -> false));
	}

	private @Nullable Slot create(String purpose, @Nullable Image baseline, BooleanSupplier needless) {
		closeInBackground(takeSurplus(baseline, 1));
		if (!awaitPlace(needless)) {
			return null;
		}
		try {
			return lease(new Slot(this.session.create(this.model.database(), purpose, baseline), baseline));
		}
		finally {
			this.budget.came();
		}
	}

	private boolean awaitPlace(BooleanSupplier needless) {
		try {
			return this.budget.await(this, needless, this.session.connectionBudget());
		}
		catch (ScenarioException ex) {
			Refusals.tell(Refused.Kind.CONNECTION, ScopeBinding.current(), this.model.database().name(),
					ex.getDescription(), ex.getAction());
			throw ex;
		}
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
				addLeased(slot);
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
		return Stream.concat(this.leased.stream(), this.idle.stream().map(ReturnedSlot::slot))
			.anyMatch((slot) -> slot.database().database().equals(database));
	}

	/**
	 * Give a slot back for the next scope.
	 * @param slot the slot, no connection of which is in use
	 */
	void giveBack(Slot slot) {
		giveBack(slot, false);
	}

	/**
	 * Give a slot back that is at its baseline, although the engine may not be able to
	 * tell: a transaction was rolled back.
	 * @param slot the slot, no connection of which is in use
	 */
	void giveBackRestored(Slot slot) {
		slot.closeSpent();
		giveBack(slot, true);
	}

	private void giveBack(Slot slot, boolean restored) {
		boolean ahead = this.session.restoresAhead() && !restored;
		if (!ahead && !restored && !slot.settle()) {
			retire(slot, UNSETTLED);
			return;
		}
		ReturnedSlot returned = ahead ? new ReturnedSlot(slot)
				: ReturnedSlot.asItIs(slot, restored ? State.CLEAN : State.UNKNOWN);
		synchronized (this) {
			if (!this.leased.remove(slot)) {
				return;
			}
			if (this.closed || this.forgotten.contains(slot.baseline())) {
				returned = null;
			}
			else {
				this.idle.push(returned);
			}
		}
		if (returned == null) {
			slot.close();
			this.budget.freed();
			return;
		}
		this.budget.freed();
		if (ahead) {
			ReturnedSlot dirty = returned;
			this.background.execute(() -> bringBack(dirty));
		}
		closeInBackground(takeSurplus(slot.baseline(), 0));
	}

	/**
	 * No scope starts from a baseline any more. Slots that can be at no other one are
	 * closed.
	 * @param baseline the baseline
	 * @return whether no scope has such a slot, and none is being made; otherwise the
	 * slot is closed when it is given back
	 */
	boolean forget(Image baseline) {
		List<ReturnedSlot> useless;
		boolean inUse;
		synchronized (this) {
			useless = this.idle.stream().filter((returned) -> returned.baseline() == baseline).toList();
			this.idle.removeAll(useless);
			inUse = this.leased.stream().anyMatch((slot) -> slot.baseline() == baseline)
					|| this.ahead.isComing(baseline);
			this.forgotten.add(baseline);
			this.ahead.forget(baseline);
		}
		closeInBackground(useless);
		return !inUse;
	}

	/**
	 * Take idle slots of other baselines, where slots are bound to one: those that were
	 * given back first, so that a few are left.
	 */
	private synchronized List<ReturnedSlot> takeSurplus(@Nullable Image wanted, int further) {
		List<ReturnedSlot> surplus = new ArrayList<>();
		if (this.session.isBoundToBaseline()) {
			int number = this.leased.size() + this.idle.size() + further - this.mostLeased - SPARE;
			Iterator<ReturnedSlot> oldest = this.idle.descendingIterator();
			while (surplus.size() < number && oldest.hasNext()) {
				ReturnedSlot returned = oldest.next();
				if (returned.baseline() != wanted) {
					oldest.remove();
					surplus.add(returned);
				}
			}
		}
		return surplus;
	}

	/**
	 * How many slots there are.
	 * @return the number of all that were not closed
	 */
	synchronized int number() {
		return this.idle.size() + this.leased.size();
	}

	/**
	 * Take the slot that was given back first from those that can be leased.
	 * @return closes it, {@code null} if none is idle
	 */
	@Nullable Runnable closingOfOldest() {
		ReturnedSlot oldest;
		synchronized (this) {
			oldest = this.idle.pollLast();
		}
		return (oldest != null) ? () -> closeIdle(oldest) : null;
	}

	private void closeInBackground(List<ReturnedSlot> idle) {
		idle.forEach((returned) -> this.background.execute(() -> closeIdle(returned)));
	}

	/**
	 * Close a slot that nobody can lease any more, as soon as nobody brings it back.
	 */
	private void closeIdle(ReturnedSlot returned) {
		if (returned.begin()) {
			returned.complete(State.LOST);
		}
		else if (returned.await(this.patience) == State.LOST) {
			// Whoever brings it back closes it, or has done so.
			return;
		}
		close(returned.slot());
	}

	/**
	 * Give a slot up.
	 * @param slot the slot
	 * @param reason why, as the end of the sentence "A slot was retired because …"
	 */
	void retire(Slot slot, String reason) {
		if (discard(slot)) {
			makeAheadLike(slot);
			tell(slot, reason);
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
		makeAheadLike(slot);
		slot.abandon(inUse);
		this.budget.freed();
		tell(slot, reason);
	}

	private void tell(Slot slot, String reason) {
		PristineEvents.publish(new SlotRetired(slot.user(), this.model.database().name(), reason));
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
		this.budget.freed();
		return true;
	}

	/**
	 * Close all connections, and remove all slots but those that are leased: a scope may
	 * outlive its application context, and its database is to be kept if it fails.
	 */
	void close() {
		List<ReturnedSlot> idle;
		Set<Slot> inUse;
		synchronized (this) {
			this.closed = true;
			idle = List.copyOf(this.idle);
			inUse = new HashSet<>(this.leased);
			this.idle.clear();
		}
		idle.forEach(this::closeIdle);
		inUse.forEach(Slot::closeConnections);
		this.ahead.close(this.patience);
		this.background.close(this.patience);
		this.budget.leave(this);
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
