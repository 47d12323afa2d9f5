package io.github.pristinedb.engine;

import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A row that differs from the baseline.
 *
 * @param kind how it differs
 * @param cells all columns of an added or removed row; of a changed one the key and the
 * columns that differ
 */
public record RowChange(Kind kind, List<Cell> cells) {

	/**
	 * Create a change.
	 * @param kind how the row differs
	 * @param cells its columns
	 */
	public RowChange {
		cells = List.copyOf(cells);
	}

	RowChange withCells(UnaryOperator<Cell> cells) {
		return new RowChange(this.kind, this.cells.stream().map(cells).toList());
	}

	/**
	 * How a row differs.
	 */
	public enum Kind {

		/**
		 * The baseline does not have it.
		 */
		ADDED,

		/**
		 * Only the baseline has it.
		 */
		REMOVED,

		/**
		 * The baseline has a row with the same key and other values.
		 */
		CHANGED

	}

	/**
	 * A column of a row.
	 *
	 * @param column the name of the column
	 * @param key whether it is a part of the key
	 * @param before the value at the baseline, cut if it is long; {@code null} for SQL's
	 * {@code NULL}, and for an added row
	 * @param after the value now, likewise; {@code null} also for a removed row
	 */
	public record Cell(String column, boolean key, @Nullable String before, @Nullable String after) {

		/**
		 * The same cell with another text for each value that is not {@code null}.
		 * @param text makes it
		 * @return the cell
		 */
		public Cell withValues(UnaryOperator<String> text) {
			return new Cell(this.column, this.key, (this.before != null) ? text.apply(this.before) : null,
					(this.after != null) ? text.apply(this.after) : null);
		}

	}

}
