package io.github.pristinedb.transaction;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A transaction as the application sees it, or a statement in auto-commit mode.
 */
final class LogicalTransaction {

	private final String description;

	private final List<LogicalSavepoint> savepoints = new ArrayList<>();

	private boolean pinned;

	private boolean awaitsCommit;

	/**
	 * A transaction of this thread.
	 * @param connection the number of its connection
	 * @param autoCommit whether it is a single statement
	 */
	LogicalTransaction(int connection, boolean autoCommit) {
		this.description = (autoCommit ? "a statement in auto-commit mode" : "the transaction") + " of the thread '"
				+ Thread.currentThread().getName() + "' on connection " + connection;
	}

	/**
	 * Whether others have committed something above what this one wrote, so that it can
	 * never be rolled back any more.
	 * @return whether it is so
	 */
	boolean isPinned() {
		return this.pinned;
	}

	void pin() {
		this.pinned = true;
	}

	/**
	 * A constraint that waits for the commit may have to check what is written now.
	 */
	void awaitCommit() {
		this.awaitsCommit = true;
	}

	boolean awaitsCommit() {
		return this.awaitsCommit;
	}

	void add(LogicalSavepoint savepoint) {
		this.savepoints.add(savepoint);
	}

	/**
	 * The latest savepoint of a name.
	 * @param name the name, in upper or lower case
	 * @return the savepoint, or {@code null} if there is none
	 */
	@Nullable LogicalSavepoint savepoint(String name) {
		for (int i = this.savepoints.size() - 1; i >= 0; i--) {
			if (this.savepoints.get(i).getSavepointName().equalsIgnoreCase(name)) {
				return this.savepoints.get(i);
			}
		}
		return null;
	}

	/**
	 * Forget the savepoints after one.
	 * @param savepoint that one
	 * @param included whether to forget it too
	 */
	void forgetAfter(LogicalSavepoint savepoint, boolean included) {
		int index = this.savepoints.indexOf(savepoint);
		this.savepoints.subList(included ? index : index + 1, this.savepoints.size()).clear();
	}

	/**
	 * Whether nothing was written since the latest savepoint.
	 * @return whether it is so, {@code false} if there is none
	 */
	boolean hasNewSavepoint() {
		int size = this.savepoints.size();
		return size > 0 && this.savepoints.get(size - 1).segment() == null;
	}

	/**
	 * Let the savepoints since which nothing was written start with a segment.
	 * @param segment the segment
	 */
	void write(WriteSegment segment) {
		for (int i = this.savepoints.size() - 1; i >= 0 && this.savepoints.get(i).segment() == null; i--) {
			this.savepoints.get(i).startsWith(segment);
		}
	}

	/**
	 * Nothing that starts with a segment is left.
	 * @param segment the segment
	 */
	void undo(WriteSegment segment) {
		for (LogicalSavepoint savepoint : this.savepoints) {
			if (savepoint.segment() == segment) {
				savepoint.startsWith(null);
			}
		}
	}

	/**
	 * Whether something was written since a savepoint.
	 * @return whether it can be undone by the savepoint
	 */
	boolean hasSavepointWithin() {
		for (LogicalSavepoint savepoint : this.savepoints) {
			if (savepoint.segment() != null) {
				return true;
			}
		}
		return false;
	}

	boolean hasSavepointAt(WriteSegment segment) {
		for (LogicalSavepoint savepoint : this.savepoints) {
			if (savepoint.segment() == segment) {
				return true;
			}
		}
		return false;
	}

	@Override
	public String toString() {
		return this.description;
	}

}
