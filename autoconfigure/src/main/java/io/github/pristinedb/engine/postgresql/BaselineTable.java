package io.github.pristinedb.engine.postgresql;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A table, a partition or a materialized view at the baseline.
 *
 * @param oid its number, which copies of the database share
 * @param name the name with its schema, quoted where it has to be
 * @param toast the number of the table for values outside of its rows, 0 if there is none
 * @param kind what it is to the server: {@code r} for tables, {@code m} for materialized
 * views
 * @param watched whether the application has a trigger or a rule for it that nothing
 * switches off
 * @param rows the number of its own rows, without those of tables that inherit from it
 * @param columns the stored columns
 * @param key what tells its rows apart, {@code null} if nothing does
 */
record BaselineTable(long oid, String name, long toast, String kind, boolean watched, long rows,
		List<BaselineColumn> columns, @Nullable BaselineKey key) {

	/**
	 * The rows of a table that are put back as a whole, in their order.
	 */
	private static final int SMALL = 50;

	/**
	 * The rows of a table that are compared one by one.
	 */
	private static final int MEDIUM = 2000;

	/**
	 * The way that this table is put back.
	 * @return the way
	 */
	TableRestoration restoration() {
		if (!this.kind.equals("r")) {
			return (this.rows <= MEDIUM) ? new MaterializedView(this)
					: new UnrestorableTable(this, "the materialized view " + this.name + " was refreshed");
		}
		if (this.watched) {
			return new UnrestorableTable(this,
					"a test wrote to " + this.name + ", which has a trigger or a rule that is always enabled");
		}
		if (this.rows == 0) {
			return new EmptyTable(this);
		}
		if (this.columns.isEmpty()) {
			return new UnrestorableTable(this, "a test wrote to " + this.name + ", which has no columns");
		}
		if (this.rows <= SMALL) {
			return new SmallTable(this);
		}
		if (this.rows <= MEDIUM) {
			return new MediumTable(this);
		}
		BaselineKey key = this.key;
		return (key != null) ? new LargeTable(this, key) : new UnrestorableTable(this,
				"a test wrote to " + this.name + ", which has " + this.rows + " rows and no primary key");
	}

	/**
	 * The names of the columns, for an {@code insert}.
	 */
	String columnNames() {
		return list(BaselineColumn::name);
	}

	/**
	 * The columns of a row of the table, as a shadow stores them.
	 */
	String toShadow(String row) {
		return list((column) -> column.toShadow(row));
	}

	/**
	 * The columns of a row of the shadow, as the table stores them.
	 */
	String fromShadow(String row) {
		return list((column) -> column.fromShadow(row));
	}

	/**
	 * The columns of a row of the shadow as they are.
	 */
	String shadowed(String row) {
		return list((column) -> row + "." + column.name());
	}

	private String list(Function<BaselineColumn, String> expression) {
		return this.columns.stream().map(expression).collect(Collectors.joining(", "));
	}

}
