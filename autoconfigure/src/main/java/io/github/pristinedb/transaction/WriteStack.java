package io.github.pristinedb.transaction;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.transaction.WriteSegment.State;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the transactions of a scenario wrote, in the order in which they did, above what
 * is committed within the scenario for good. Only the end of it can be undone, which is
 * all that savepoints can do. So
 * <ul>
 * <li>there is a savepoint wherever another transaction goes on, and none before a
 * transaction writes: those that only read are in nobody's way;</li>
 * <li>a commit undoes nothing, so it is possible at any time. What it committed may stay
 * above writes that are still open; those can never be undone any more;</li>
 * <li>a rollback is carried out as soon as nothing of others lies above. Until then, or
 * for ever, the database holds what was rolled back, and nobody may look at it.</li>
 * </ul>
 * Not for use by several threads.
 */
final class WriteStack {

	private static final Log logger = LogFactory.getLog(WriteStack.class);

	private final Savepoints savepoints;

	// Whether a savepoint that is of no more use stays until the next one is set.
	private final boolean renews;

	private final List<WriteSegment> segments = new ArrayList<>();

	private @Nullable Savepoint left;

	private boolean settled = true;

	WriteStack(Savepoints savepoints, boolean renews) {
		this.savepoints = savepoints;
		this.renews = renews;
	}

	/**
	 * Whether nothing is open.
	 * @return whether all that was written is committed
	 */
	boolean isEmpty() {
		return this.segments.isEmpty();
	}

	/**
	 * How many savepoints the open writes need.
	 * @return the number
	 */
	int depth() {
		return this.segments.size();
	}

	/**
	 * Whether nothing of another transaction is open.
	 * @param transaction the transaction
	 * @return whether it is so
	 */
	boolean holdsOnly(LogicalTransaction transaction) {
		return this.segments.stream().allMatch((segment) -> segment.isOpenOf(transaction));
	}

	/**
	 * Whether what was rolled back is gone.
	 * @return whether the database is in the state that it should be in
	 */
	boolean isSettled() {
		return this.settled;
	}

	/**
	 * A transaction is about to write.
	 * @param writer the transaction
	 * @throws SQLException if no savepoint can be set
	 */
	void write(LogicalTransaction writer) throws SQLException {
		WriteSegment top = top();
		boolean undoable = !writer.isPinned() || writer.hasNewSavepoint();
		if (!writer.hasNewSavepoint() && top != null
				&& (top.isOpenOf(writer) || (!undoable && top.is(State.COMMITTED)))) {
			return;
		}
		WriteSegment segment = new WriteSegment(savepoint(), writer);
		this.segments.add(segment);
		writer.write(segment);
		if (!undoable) {
			segment.become(State.COMMITTED);
			pin();
		}
	}

	private Savepoint savepoint() throws SQLException {
		Savepoint left = this.left;
		this.left = null;
		if (left != null && this.savepoints.stands(left)) {
			this.savepoints.renew(left);
			return left;
		}
		return this.savepoints.set("pristine_" + this.segments.size());
	}

	/**
	 * Whether the last writes are those of an open transaction.
	 * @param transaction the transaction
	 * @return whether they are, and can be undone
	 */
	boolean endsWith(LogicalTransaction transaction) {
		WriteSegment top = top();
		return top != null && top.isOpenOf(transaction);
	}

	/**
	 * Undo the last writes on the physical connection, whose transaction is still open.
	 */
	void undoLast() throws SQLException {
		rollBackTo(this.segments.get(this.segments.size() - 1));
	}

	private void rollBackTo(WriteSegment segment) throws SQLException {
		this.savepoints.rollBackTo(segment.savepoint());
	}

	private @Nullable WriteSegment top() {
		return this.segments.isEmpty() ? null : this.segments.get(this.segments.size() - 1);
	}

	/**
	 * A transaction is committed.
	 * @param writer the transaction
	 */
	void commit(LogicalTransaction writer) throws SQLException {
		change(writer, 0, State.COMMITTED);
		pin();
		settle();
	}

	/**
	 * A transaction is rolled back.
	 * @param writer the transaction
	 */
	void rollBack(LogicalTransaction writer) throws SQLException {
		change(writer, 0, State.ROLLED_BACK);
		settle();
	}

	/**
	 * A transaction is rolled back to a savepoint, which stays.
	 * @param writer the transaction
	 * @param savepoint its savepoint
	 */
	void rollBackTo(LogicalTransaction writer, LogicalSavepoint savepoint) throws SQLException {
		WriteSegment first = savepoint.segment();
		int start = (first != null) ? this.segments.indexOf(first) : -1;
		if (first != null && start != -1) {
			change(writer, start, State.ROLLED_BACK);
			writer.undo(first);
			settle();
		}
	}

	private void change(LogicalTransaction writer, int start, State state) {
		for (WriteSegment segment : this.segments.subList(start, this.segments.size())) {
			if (segment.isOpenOf(writer)) {
				segment.become(state);
			}
		}
	}

	private void pin() {
		boolean buried = false;
		for (int i = this.segments.size() - 1; i >= 0; i--) {
			WriteSegment segment = this.segments.get(i);
			buried |= segment.is(State.COMMITTED);
			if (buried && segment.is(State.OPEN)) {
				segment.writer().pin();
			}
		}
	}

	/**
	 * Undo what can be undone, and join what need not be told apart.
	 */
	void settle() throws SQLException {
		if (isTopForGood()) {
			this.segments.get(this.segments.size() - 1).become(State.COMMITTED);
			pin();
		}
		int start = startOf(State.ROLLED_BACK);
		if (start < this.segments.size()) {
			rollBackTo(this.segments.get(start));
			// What was joined to the present state of these savepoints is below them.
			this.segments.subList(start + 1, this.segments.size()).clear();
			this.segments.get(start).become(State.COMMITTED);
			if (release(start)) {
				settle();
				return;
			}
		}
		start = startOf(State.COMMITTED);
		if (start < this.segments.size() && (start == 0 || this.segments.size() - start > 1)) {
			release((start == 0) ? 0 : start + 1);
		}
		else if (isTopJoinable()) {
			if (release(this.segments.size() - 1)) {
				settle();
				return;
			}
		}
		this.settled = this.segments.stream().noneMatch((segment) -> segment.is(State.ROLLED_BACK));
	}

	/**
	 * Whether the last segment is open, but can be undone neither with its transaction
	 * nor with a savepoint of it.
	 */
	private boolean isTopForGood() {
		WriteSegment top = top();
		return top != null && top.is(State.OPEN) && top.writer().isPinned() && !top.writer().hasSavepointWithin();
	}

	/**
	 * Where the segments start that are in the same state as the last one.
	 * @param state the state
	 * @return the index of the first one, the number of all if the last one is in another
	 * state
	 */
	private int startOf(State state) {
		int start = this.segments.size();
		while (start > 0 && this.segments.get(start - 1).is(state)) {
			start--;
		}
		return start;
	}

	private boolean isTopJoinable() {
		int last = this.segments.size() - 1;
		if (last < 1 || !this.segments.get(last).is(State.OPEN)) {
			return false;
		}
		WriteSegment top = this.segments.get(last);
		return this.segments.get(last - 1).isOpenOf(top.writer()) && !top.writer().hasSavepointAt(top);
	}

	/**
	 * Join segments to the one below.
	 * @param start the index of the first of them
	 * @return whether they are
	 */
	private boolean release(int start) {
		try {
			Savepoint first = this.segments.get(start).savepoint();
			if (start == 0 && this.renews) {
				this.left = first;
			}
			else {
				this.savepoints.release(first);
			}
			this.segments.subList(start, this.segments.size()).clear();
			return true;
		}
		catch (SQLException ex) {
			// A statement that writes and returns rows is not through yet. Nothing but
			// memory is lost.
			logger.debug("A savepoint stays longer than it had to", ex);
			return false;
		}
	}

	/**
	 * The transaction is gone, with all savepoints.
	 */
	void clear() {
		this.segments.clear();
		this.savepoints.clear();
		this.settled = true;
	}

	/**
	 * Why the database is not in the state that it should be in.
	 * @param scenario the scenario's name
	 * @return the description
	 */
	String conflict(String scenario) {
		for (int i = 0; i < this.segments.size(); i++) {
			WriteSegment segment = this.segments.get(i);
			if (segment.is(State.ROLLED_BACK)) {
				for (WriteSegment above : this.segments.subList(i, this.segments.size())) {
					if (!above.is(State.ROLLED_BACK)) {
						return "In the scenario '" + scenario + "', " + segment.writer()
								+ " was rolled back, but its writes cannot be undone: " + above.writer()
								+ " wrote after it, and " + (above.is(State.COMMITTED) ? "was committed." : "is open.")
								+ " Both share the one transaction of the scenario, and only its last writes can be"
								+ " undone. The database still holds what was rolled back.";
					}
				}
			}
		}
		throw new IllegalStateException("There is no conflict");
	}

}
