package io.github.pristinedb.slot;

import java.util.function.UnaryOperator;

import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.RowChange.Cell;
import io.github.pristinedb.scope.Isolation;

/**
 * What a scope has done to one of its databases.
 *
 * @param database the name of the database that the data source names
 * @param baseline what the scope started from: {@code template 3f2a91}, {@code context},
 * {@code class OrderTests}
 * @param isolation how the scope is kept apart
 * @param changes the rows that differ
 */
public record LeasedChanges(String database, String baseline, Isolation isolation, DatabaseChanges changes) {

	/**
	 * The same changes with other cells, which hide what is secret.
	 * @param cells makes the other cell from each one
	 * @return the changes
	 */
	public LeasedChanges withCells(UnaryOperator<Cell> cells) {
		return new LeasedChanges(this.database, this.baseline, this.isolation, this.changes.withCells(cells));
	}

}
