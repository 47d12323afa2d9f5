package io.github.pristinedb.engine.comparison;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.github.pristinedb.engine.RowChange;
import io.github.pristinedb.engine.RowChange.Cell;
import io.github.pristinedb.engine.RowChange.Kind;
import io.github.pristinedb.engine.TableChanges;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows of one table with those of the baseline. A row of one side waits
 * until the same row comes from the other, in whatever order. As both sides come in much
 * the same order, few rows wait. Rows without a key are compared as a multiset.
 */
public final class TableComparison {

	private static final int MOST_WAITING = 100_000;

	private final List<ComparedColumn> columns;

	private final int[] key;

	private final int length;

	private final long deadline;

	private final Side before = new Side();

	private final Side after = new Side();

	TableComparison(List<ComparedColumn> columns, int length, long deadline) {
		this.columns = columns;
		this.length = length;
		this.deadline = deadline;
		this.key = IntStream.range(0, columns.size()).filter((column) -> columns.get(column).key()).toArray();
	}

	/**
	 * Compare rows.
	 * @param before the rows of the baseline
	 * @param after the rows now, with the same columns
	 * @throws SQLException if they cannot be read, or there are too many differences
	 */
	public void compare(Rows before, Rows after) throws SQLException {
		boolean more = true;
		while (more) {
			if (System.nanoTime() > this.deadline) {
				throw new SQLException("the time was over");
			}
			List<ComparedValue> old = before.next();
			if (old != null) {
				this.after.match(old, this.before);
			}
			List<ComparedValue> present = after.next();
			if (present != null) {
				this.before.match(present, this.after);
			}
			more = old != null || present != null;
			if (this.before.waiting + this.after.waiting > MOST_WAITING) {
				throw new SQLException("more than " + MOST_WAITING + " differ");
			}
		}
	}

	private List<ComparedValue> keyOf(List<ComparedValue> row) {
		if (this.key.length == 0) {
			return row;
		}
		List<ComparedValue> values = new ArrayList<>(this.key.length);
		for (int column : this.key) {
			values.add(row.get(column));
		}
		return values;
	}

	/**
	 * What differs.
	 * @param table the name of the table
	 * @param note what has become of the table itself
	 * @param most how many rows are told at the most
	 * @return the changes
	 */
	TableChanges changes(String table, @Nullable String note, int most) {
		List<RowChange> rows = new ArrayList<>();
		long added = 0;
		long removed = 0;
		long changed = 0;
		for (Map.Entry<List<ComparedValue>, List<List<ComparedValue>>> entry : this.before.rows.entrySet()) {
			List<List<ComparedValue>> present = this.after.rows.getOrDefault(entry.getKey(), List.of());
			List<List<ComparedValue>> old = entry.getValue();
			for (int i = 0; i < old.size(); i++) {
				boolean there = i < present.size();
				if (there) {
					changed++;
				}
				else {
					removed++;
				}
				if (rows.size() < most) {
					rows.add(change(old.get(i), there ? present.get(i) : null));
				}
			}
		}
		for (Map.Entry<List<ComparedValue>, List<List<ComparedValue>>> entry : this.after.rows.entrySet()) {
			int old = this.before.rows.getOrDefault(entry.getKey(), List.of()).size();
			for (List<ComparedValue> row : entry.getValue()
				.subList(Math.min(old, entry.getValue().size()), entry.getValue().size())) {
				added++;
				if (rows.size() < most) {
					rows.add(change(null, row));
				}
			}
		}
		return new TableChanges(table, added, removed, changed, rows, note);
	}

	/**
	 * A row that differs.
	 * @param old its values in the baseline, {@code null} if it was added
	 * @param present its values now, {@code null} if it was removed
	 */
	private RowChange change(@Nullable List<ComparedValue> old, @Nullable List<ComparedValue> present) {
		Kind kind = (old == null) ? Kind.ADDED : (present == null) ? Kind.REMOVED : Kind.CHANGED;
		List<Cell> cells = new ArrayList<>();
		for (int i = 0; i < this.columns.size(); i++) {
			ComparedColumn column = this.columns.get(i);
			ComparedValue before = (old != null) ? old.get(i) : null;
			ComparedValue after = (present != null) ? present.get(i) : null;
			if (kind != Kind.CHANGED || column.key() || !Objects.equals(before, after)) {
				cells.add(new Cell(column.name(), column.key(), text(before), text(after)));
			}
		}
		return new RowChange(kind, cells);
	}

	private @Nullable String text(@Nullable ComparedValue value) {
		return (value != null) ? value.text(this.length) : null;
	}

	/**
	 * The rows of one side that wait, by their key. A key that may be null may occur
	 * several times.
	 */
	private final class Side {

		private final Map<List<ComparedValue>, List<List<ComparedValue>>> rows = new LinkedHashMap<>();

		private int waiting;

		/**
		 * Let a row of the other side go with the same row of this one, or wait there.
		 */
		void match(List<ComparedValue> row, Side other) {
			List<ComparedValue> key = keyOf(row);
			List<List<ComparedValue>> same = this.rows.get(key);
			if (same != null && same.remove(row)) {
				this.waiting--;
				if (same.isEmpty()) {
					this.rows.remove(key);
				}
			}
			else {
				other.rows.computeIfAbsent(key, (missing) -> new ArrayList<>(1)).add(row);
				other.waiting++;
			}
		}

	}

}
