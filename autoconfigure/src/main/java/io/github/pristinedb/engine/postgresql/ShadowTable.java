package io.github.pristinedb.engine.postgresql;

import java.util.ArrayList;
import java.util.List;

/**
 * A table's shadow: a copy of its rows, numbered in the order of a scan.
 *
 * @param table the table
 */
record ShadowTable(BaselineTable table) {

	String name() {
		return "pristine.shadow_" + this.table.oid();
	}

	List<String> preparation(boolean indexed) {
		BaselineKey key = this.table.key();
		List<String> statements = new ArrayList<>();
		// A scan without an order gives them by their numbers, since nobody writes to it.
		statements.add(
				"create table %s as select row_number() over (order by x.ctid) as pristine_n, %s from only %s x order by 1"
					.formatted(name(), named(), this.table.name()));
		if (indexed && key != null) {
			statements.add("create index on %s (%s)".formatted(name(), key.names("")));
		}
		return statements;
	}

	private String named() {
		return String.join(", ",
				this.table.columns().stream().map((column) -> column.toShadow("x") + " as " + column.name()).toList());
	}

	/**
	 * Whether a row of the table and one of the shadow are the same, bit by bit.
	 */
	String isSame() {
		// Without the casts each column would be compared by an operator of its own.
		return "row(%s)::record operator(pg_catalog.*=) row(%s)::record".formatted(this.table.toShadow("x"),
				this.table.shadowed("s"));
	}

	/**
	 * Deletes the rows that are not in the shadow.
	 */
	String deleteOthers(BaselineKey key) {
		return "delete from only %s x where not exists (select from %s s where %s and %s);".formatted(this.table.name(),
				name(), key.findsShadow("x", "s"), isSame());
	}

	/**
	 * Inserts the rows of the shadow in their order.
	 * @param condition which of them
	 */
	String insert(String condition) {
		return insertion(condition + " order by s.pristine_n") + ";";
	}

	/**
	 * Inserts the rows of a shadow without an index in their order, and returns their
	 * places.
	 * @param first how many rows of the shadow are left out at the beginning
	 */
	String insertionFrom(String first) {
		return insertion("where s.pristine_n > " + first) + " returning x.ctid";
	}

	private String insertion(String which) {
		return "insert into %s as x (%s) overriding system value select %s from %s s %s".formatted(this.table.name(),
				this.table.columnNames(), this.table.fromShadow("s"), name(), which);
	}

	String replace() {
		return "delete from only %s;\n%s".formatted(this.table.name(), insert(""));
	}

}
