package io.github.pristinedb.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a scenario's database that differ from its baseline.
 *
 * @param tables the tables that differ, in the order of their names
 * @param incomplete what is not in it, and why, or where else it is not, as sentences;
 * {@code null} if there is nothing to say
 */
public record DatabaseChanges(List<TableChanges> tables, @Nullable String incomplete) {

	/**
	 * Create changes.
	 * @param tables the tables that differ
	 * @param incomplete what is not in it, {@code null} if everything is
	 */
	public DatabaseChanges {
		tables = List.copyOf(tables);
	}

	/**
	 * Changes of which nothing is known.
	 * @param reason why, as a sentence
	 * @return the changes
	 */
	public static DatabaseChanges unknown(String reason) {
		return new DatabaseChanges(List.of(), reason);
	}

	/**
	 * The same changes with a note, unless there are none.
	 * @param note the note, as a sentence
	 * @return the changes
	 */
	public DatabaseChanges withNote(String note) {
		return this.tables.isEmpty() ? this
				: new DatabaseChanges(this.tables, (this.incomplete != null) ? note + " " + this.incomplete : note);
	}

	/**
	 * What a transaction sees, and beside it the committed rows that it does not see. A
	 * table with such rows is there a second time.
	 * @param committed the rows that differ for everybody else
	 * @return the changes
	 */
	public DatabaseChanges withUnseen(DatabaseChanges committed) {
		Map<String, TableChanges> seen = new HashMap<>();
		this.tables.forEach((table) -> seen.put(table.table(), table));
		List<TableChanges> all = new ArrayList<>(this.tables);
		for (TableChanges table : committed.tables) {
			TableChanges unseen = table.without(seen.get(table.table()));
			if (unseen != null) {
				all.add(unseen);
			}
		}
		all.sort(Comparator.comparing(TableChanges::table));
		String left = committed.incomplete;
		boolean known = left == null || (this.incomplete != null && this.incomplete.contains(left));
		return new DatabaseChanges(all, known ? this.incomplete : (this.incomplete != null)
				? this.incomplete + " Of committed rows: " + left : "Of committed rows: " + left);
	}

	/**
	 * The same changes with other cells, which hide what is secret.
	 * @param cells makes the other cell from each one
	 * @return the changes
	 */
	public DatabaseChanges withCells(UnaryOperator<RowChange.Cell> cells) {
		return new DatabaseChanges(this.tables.stream().map((table) -> table.withCells(cells)).toList(),
				this.incomplete);
	}

}
