package io.github.pristinedb.engine.h2;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.h2.engine.Database;
import org.h2.mvstore.db.MVTable;
import org.h2.table.Column;

/**
 * What H2 keeps of each table beside its rows: the number of its last change, its
 * greatest row key, whether it checks foreign keys, and how selective its columns are.
 */
final class TableStates implements StatePart {

	private final Database database;

	private final List<State> tables;

	/**
	 * Remember the tables.
	 * @param internals reaches what H2 does not show
	 * @param database the database
	 * @param tables its tables
	 */
	TableStates(H2Internals internals, Database database, List<MVTable> tables) {
		this.database = database;
		this.tables = tables.stream().map((table) -> State.of(internals, table)).toList();
	}

	@Override
	public Change look() {
		Change change = Change.NONE;
		for (State table : this.tables) {
			change = change.and(table.look());
		}
		return change;
	}

	/**
	 * The number of the last change grows even so. A query that has seen the table with
	 * its present number would have its result again, of rows that are gone.
	 */
	@Override
	public void restore() {
		long number = this.database.getNextModificationDataId();
		this.tables.forEach((table) -> table.restore(number));
	}

	@Override
	public String doubt() {
		return "a table no longer checks its foreign keys";
	}

	/**
	 * A table as it was.
	 *
	 * @param table the table
	 * @param checks whether it checked foreign keys
	 * @param modification the number of its last change
	 * @param lastKey its greatest row key
	 * @param key that key as it was
	 * @param selectivities the selectivity of each column as it was
	 */
	private record State(MVTable table, boolean checks, AtomicLong modification, AtomicLong lastKey, long key,
			List<Integer> selectivities) {

		static State of(H2Internals internals, MVTable table) {
			AtomicLong lastKey = internals.lastKey(table);
			return new State(table, table.getCheckForeignKeyConstraints(), internals.lastModificationId(table), lastKey,
					lastKey.get(), Stream.of(table.getColumns()).map(Column::getSelectivity).toList());
		}

		Change look() {
			return Change.doubtful(this.table.getCheckForeignKeyConstraints() != this.checks)
				.and(Change.restorable(this.lastKey.get() != this.key));
		}

		void restore(long number) {
			this.modification.set(number);
			this.lastKey.set(this.key);
			Column[] columns = this.table.getColumns();
			for (int i = 0; i < columns.length; i++) {
				columns[i].setSelectivity(this.selectivities.get(i));
			}
		}

	}

}
