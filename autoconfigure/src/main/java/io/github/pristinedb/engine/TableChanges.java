package io.github.pristinedb.engine;

import java.util.List;
import java.util.function.UnaryOperator;

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
 * or altered. {@code null} if nothing has
 */
public record TableChanges(String table, long added, long removed, long changed, List<RowChange> rows,
		@Nullable String note) {

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

	TableChanges withCells(UnaryOperator<RowChange.Cell> cells) {
		return new TableChanges(this.table, this.added, this.removed, this.changed,
				this.rows.stream().map((row) -> row.withCells(cells)).toList(), this.note);
	}

}
