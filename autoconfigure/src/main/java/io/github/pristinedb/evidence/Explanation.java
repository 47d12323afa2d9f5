package io.github.pristinedb.evidence;

import java.util.List;

import io.github.pristinedb.engine.Kept;
import io.github.pristinedb.engine.RowChange.Cell;
import io.github.pristinedb.slot.LeasedChanges;
import io.github.pristinedb.tape.Secrets;
import io.github.pristinedb.tape.TapeEntry;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario did to its databases. Without secrets.
 *
 * @param scenario the readable path of the scenario
 * @param databases its databases
 * @param tape its last statements
 * @param earlier the number of statements before those
 */
record Explanation(String scenario, List<Explained> databases, List<TapeEntry> tape, int earlier) {

	/**
	 * The number of changed rows.
	 * @return the number of all tables of all databases
	 */
	long changedRows() {
		return this.databases.stream()
			.flatMap((database) -> database.changes().changes().tables().stream())
			.mapToLong((table) -> table.added() + table.removed() + table.changed())
			.sum();
	}

	/**
	 * Whether statements went to several databases, so that each has to tell its own.
	 * @return whether they did
	 */
	boolean hasSeveralDatabases() {
		return this.tape.stream().map(TapeEntry::database).distinct().limit(2).count() > 1;
	}

	/**
	 * The same explanation with the last statements only.
	 * @param most the highest number of statements
	 * @return the explanation
	 */
	Explanation withLast(int most) {
		int left = Math.max(0, this.tape.size() - most);
		return new Explanation(this.scenario, this.databases, this.tape.subList(left, this.tape.size()),
				this.earlier + left);
	}

	/**
	 * Hide the values of a column that looks secret, and secrets within other values.
	 * @param cell the cell
	 * @return the cell as it may be shown
	 */
	static Cell hide(Cell cell) {
		return Secrets.isSecret(cell.column()) ? cell.withValues((value) -> Secrets.MASK)
				: cell.withValues(Secrets::hide);
	}

	/**
	 * A database of the scenario.
	 *
	 * @param changes the rows that differ from the baseline
	 * @param kept where it was kept, {@code null} if it was not
	 * @param note what a reader has to know of the isolation, {@code null} if there is
	 * nothing
	 */
	record Explained(LeasedChanges changes, @Nullable Kept kept, @Nullable String note) {

	}

}
