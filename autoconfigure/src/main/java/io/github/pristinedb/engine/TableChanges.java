package io.github.pristinedb.engine;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.github.pristinedb.engine.RowChange.Kind;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a table differ from the baseline.
 *
 * @param table the name of the table, with its schema unless that is the default one
 * @param added the number of rows that the baseline does not have
 * @param removed the number of rows that only the baseline has
 * @param changed the number of rows with the same key and other values
 * @param rows the first of these rows, as many as the limits allow
 * @param note what has become of the table itself, as a sentence: it was created, dropped
 * or altered. Or that an open transaction does not see the rows. {@code null} if there is
 * nothing to say
 */
public record TableChanges(String table, long added, long removed, long changed, List<RowChange> rows,
		@Nullable String note) {

	private static final String UNSEEN = "Committed, and not seen by the open transaction.";

	/**
	 * Create changes.
	 * @param table the name of the table
	 * @param added the number of added rows
	 * @param removed the number of removed rows
	 * @param changed the number of changed rows
	 * @param rows the first of these rows
	 * @param note what has become of the table itself
	 */
	public TableChanges {
		rows = List.copyOf(rows);
	}

	/**
	 * Whether the table is as at the baseline.
	 * @return whether nothing differs
	 */
	public boolean isEmpty() {
		return this.added == 0 && this.removed == 0 && this.changed == 0 && this.note == null;
	}

	/**
	 * The committed rows that an open transaction does not see.
	 * @param seen the rows of this table that differ in the transaction, {@code null} if
	 * none does
	 * @return the other rows, {@code null} if there are none
	 */
	@Nullable TableChanges without(@Nullable TableChanges seen) {
		if (seen == null) {
			return new TableChanges(this.table, this.added, this.removed, this.changed, this.rows, UNSEEN);
		}
		if (isCut() || seen.isCut()) {
			return equals(seen) ? null : new TableChanges(this.table, 0, 0, 0, List.of(),
					"Others may have committed rows that the open transaction does not see: too many differ.");
		}
		Set<RowChange> known = new HashSet<>(seen.rows);
		List<RowChange> unseen = this.rows.stream().filter((row) -> !known.contains(row)).toList();
		return unseen.isEmpty() ? null : new TableChanges(this.table, count(unseen, Kind.ADDED),
				count(unseen, Kind.REMOVED), count(unseen, Kind.CHANGED), unseen, UNSEEN);
	}

	private boolean isCut() {
		return this.rows.size() < this.added + this.removed + this.changed;
	}

	private static long count(List<RowChange> rows, Kind kind) {
		return rows.stream().filter((row) -> row.kind() == kind).count();
	}

	TableChanges withCells(UnaryOperator<RowChange.Cell> cells) {
		return new TableChanges(this.table, this.added, this.removed, this.changed,
				this.rows.stream().map((row) -> row.withCells(cells)).toList(), this.note);
	}

}
