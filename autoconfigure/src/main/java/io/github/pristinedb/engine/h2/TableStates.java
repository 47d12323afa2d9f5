package io.github.pristinedb.engine.h2;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.h2.engine.Database;
import org.h2.mvstore.db.MVTable;
import org.h2.table.Column;
import org.jspecify.annotations.Nullable;

/**
 * What H2 keeps of each table beside its rows: the number of its last change, its
 * greatest row key, whether it checks foreign keys, and its columns.
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
		return "a column was altered, or a table no longer checks its foreign keys";
	}

	/**
	 * A table as it was.
	 *
	 * @param table the table
	 * @param checks whether it checked foreign keys
	 * @param modification the number of its last change
	 * @param lastKey its greatest row key
	 * @param key that key as it was
	 * @param columns its columns
	 */
	private record State(MVTable table, boolean checks, AtomicLong modification, AtomicLong lastKey, long key,
			List<ColumnState> columns) {

		static State of(H2Internals internals, MVTable table) {
			AtomicLong lastKey = internals.lastKey(table);
			return new State(table, table.getCheckForeignKeyConstraints(), internals.lastModificationId(table), lastKey,
					lastKey.get(), Stream.of(table.getColumns()).map(ColumnState::of).toList());
		}

		Change look() {
			for (ColumnState column : this.columns) {
				if (column.isAltered()) {
					return Change.DOUBTFUL;
				}
			}
			return Change.doubtful(this.table.getCheckForeignKeyConstraints() != this.checks)
				.and(Change.restorable(this.lastKey.get() != this.key));
		}

		void restore(long number) {
			this.modification.set(number);
			this.lastKey.set(this.key);
			this.columns.forEach(ColumnState::restore);
		}

	}

	/**
	 * A column as it was. H2 lets it be altered within a transaction. A rollback brings
	 * back its row in the catalog, but not the column.
	 *
	 * @param column the column
	 * @param always whether its value was always generated
	 * @param nullable whether it could be null
	 * @param comment the comment on it
	 * @param selectivity how selective it was
	 */
	private record ColumnState(Column column, boolean always, boolean nullable, @Nullable String comment,
			int selectivity) {

		static ColumnState of(Column column) {
			return new ColumnState(column, column.isGeneratedAlways(), column.isNullable(), column.getComment(),
					column.getSelectivity());
		}

		boolean isAltered() {
			return this.column.isGeneratedAlways() != this.always || this.column.isNullable() != this.nullable
					|| !Objects.equals(this.column.getComment(), this.comment);
		}

		void restore() {
			this.column.setSelectivity(this.selectivity);
		}

	}

}
