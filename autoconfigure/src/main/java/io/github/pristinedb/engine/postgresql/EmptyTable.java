package io.github.pristinedb.engine.postgresql;

/**
 * A table without rows at the baseline.
 *
 * @param table the table
 */
record EmptyTable(BaselineTable table) implements TableRestoration {

	@Override
	public String body() {
		return "delete from only " + this.table.name() + ";";
	}

}
