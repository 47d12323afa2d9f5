package io.github.pristinedb.transaction;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.engine.TransactionRules;
import io.github.pristinedb.proxy.StatementGate.Execution;
import org.jspecify.annotations.Nullable;

/**
 * The savepoints that stand on the physical connection, in the order in which they were
 * set, and after which of them something was written. The driver sets some of its own.
 * Not for use by several threads.
 */
final class Savepoints {

	private final Connection connection;

	private final TransactionRules rules;

	private final ConnectionSettings settings;

	private final List<Mark> marks = new ArrayList<>();

	// Before the first savepoint.
	private boolean wrote;

	private boolean used;

	Savepoints(Connection connection, TransactionRules rules, ConnectionSettings settings) {
		this.connection = connection;
		this.rules = rules;
		this.settings = settings;
	}

	/**
	 * Set a savepoint.
	 * @param name its name
	 * @return the savepoint
	 */
	Savepoint set(String name) throws SQLException {
		Savepoint savepoint = this.connection.setSavepoint(name);
		this.marks.add(new Mark(savepoint));
		return savepoint;
	}

	/**
	 * Let a savepoint stand here, rather than where it was set.
	 * @param savepoint a savepoint that {@linkplain #stands stands}
	 */
	void renew(Savepoint savepoint) throws SQLException {
		int index = indexOf(savepoint);
		if (index < this.marks.size() - 1 || this.marks.get(index).wrote) {
			this.rules.renew(savepoint);
			forget(index);
			this.marks.add(new Mark(savepoint));
		}
	}

	/**
	 * Whether a savepoint was neither released nor undone.
	 * @param savepoint the savepoint
	 * @return whether it stands
	 */
	boolean stands(Savepoint savepoint) {
		return indexOf(savepoint) != -1;
	}

	private int indexOf(Savepoint savepoint) {
		for (int i = this.marks.size() - 1; i >= 0; i--) {
			if (this.marks.get(i).savepoint == savepoint) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Release a savepoint, and all after it.
	 * @param savepoint the savepoint
	 */
	void release(Savepoint savepoint) throws SQLException {
		this.connection.releaseSavepoint(savepoint);
		forget(indexOf(savepoint));
	}

	/**
	 * Release all that stand, but for those of the driver below the first of ours.
	 */
	void releaseAll() throws SQLException {
		for (Mark mark : this.marks) {
			if (mark.savepoint != null) {
				release(mark.savepoint);
				return;
			}
		}
	}

	private void forget(int start) {
		List<Mark> released = this.marks.subList(start, this.marks.size());
		boolean wrote = released.stream().anyMatch((mark) -> mark.wrote);
		released.clear();
		if (wrote) {
			wrote();
		}
	}

	/**
	 * Undo what was done since a savepoint, which stays.
	 * @param savepoint the savepoint
	 */
	void rollBackTo(Savepoint savepoint) throws SQLException {
		this.connection.rollback(savepoint);
		undone(indexOf(savepoint));
	}

	/**
	 * Run a statement behind a savepoint of its own, so that its failure undoes what it
	 * did itself, and nothing else.
	 * @param <R> the type of its result
	 * @param name the name of the savepoint, which is released then
	 * @param statement runs it
	 * @return its result
	 * @throws SQLException if it fails
	 */
	<R> R behind(String name, Execution<R> statement) throws SQLException {
		Savepoint before = set(name);
		R result;
		try {
			result = statement.run();
		}
		catch (SQLException ex) {
			rollBackTo(before);
			release(before);
			throw ex;
		}
		release(before);
		return result;
	}

	private void undone(int index) {
		this.marks.subList(index + 1, this.marks.size()).clear();
		this.marks.get(index).wrote = false;
		this.settings.rolledBack();
	}

	/**
	 * Whether nothing was done that the rollback of the whole transaction would undo.
	 * @return whether it has just begun
	 */
	boolean isUnused() {
		return this.marks.isEmpty() && !this.wrote && !this.used;
	}

	/**
	 * Something was done.
	 */
	void used() {
		this.used = true;
	}

	/**
	 * The driver has set a savepoint of its own before a statement.
	 */
	void setByDriver() {
		this.marks.add(new Mark(null));
	}

	/**
	 * How many savepoints of the driver stand.
	 * @return the number
	 */
	int ofDriver() {
		int number = 0;
		for (Mark mark : this.marks) {
			number += (mark.savepoint == null) ? 1 : 0;
		}
		return number;
	}

	/**
	 * Something was written.
	 */
	void wrote() {
		if (this.marks.isEmpty()) {
			this.wrote = true;
		}
		else {
			this.marks.get(this.marks.size() - 1).wrote = true;
		}
	}

	/**
	 * Undo what was done since the last savepoint, or since the beginning if none stands.
	 * The transaction is aborted.
	 * @return whether something was written since
	 */
	boolean undoLast() throws SQLException {
		boolean wrote = false;
		while (!this.marks.isEmpty()) {
			int last = this.marks.size() - 1;
			Mark mark = this.marks.get(last);
			wrote |= mark.wrote;
			if (mark.savepoint != null) {
				rollBackTo(mark.savepoint);
				return wrote;
			}
			if (isUndoneByDriver()) {
				undone(last);
				return wrote;
			}
			this.marks.remove(last);
		}
		this.connection.rollback();
		this.settings.rolledBack();
		wrote |= this.wrote;
		clear();
		return wrote;
	}

	private boolean isUndoneByDriver() {
		try {
			this.rules.undoProtectedStatement();
			return true;
		}
		catch (SQLException ex) {
			// A driver may have released its savepoint, if it was told to.
			return false;
		}
	}

	/**
	 * The transaction is gone, with all savepoints.
	 */
	void clear() {
		this.marks.clear();
		this.wrote = false;
		this.used = false;
	}

	/**
	 * A savepoint that stands.
	 */
	private static final class Mark {

		// Null for one of the driver's.
		private final @Nullable Savepoint savepoint;

		private boolean wrote;

		Mark(@Nullable Savepoint savepoint) {
			this.savepoint = savepoint;
		}

	}

}
