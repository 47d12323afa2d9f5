package io.github.pristinedb.engine.postgresql;

/**
 * A table that is not put back: another copy of the database takes its place.
 *
 * @param table the table
 * @param reason what happened to it
 */
record UnrestorableTable(BaselineTable table, String reason) implements TableRestoration {

	@Override
	public boolean bearsNewFile() {
		return false;
	}

	@Override
	public String body() {
		return "return " + Sql.literal(this.reason) + ";";
	}

}
