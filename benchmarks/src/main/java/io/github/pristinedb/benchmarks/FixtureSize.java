package io.github.pristinedb.benchmarks;

/**
 * How large a fixture is.
 *
 * @param migrations how many migrations there are, at least two for each table
 * @param tables how many tables they make
 * @param rowsPerTable how many rows they put into each table
 */
public record FixtureSize(int migrations, int tables, int rowsPerTable) {

	/**
	 * About 0.4 MB when it is migrated: the size that all targets are set for.
	 */
	public static final FixtureSize SMALL = new FixtureSize(100, 50, 12);

	/**
	 * About 4 MB when it is migrated.
	 */
	static final FixtureSize MEDIUM = SMALL.withRowsPerTable(600);

	/**
	 * About 40 MB when it is migrated.
	 */
	static final FixtureSize LARGE = SMALL.withRowsPerTable(6_200);

	/**
	 * About 120 MB when it is migrated.
	 */
	static final FixtureSize HUGE = SMALL.withRowsPerTable(20_200);

	public FixtureSize {
		if (tables < 1 || migrations < 2 * tables || rowsPerTable < 1) {
			throw new IllegalArgumentException(
					"A fixture has at least one table, two migrations for each table, and" + " one row in each table: "
							+ migrations + " migrations, " + tables + " tables, " + rowsPerTable + " rows");
		}
	}

	FixtureSize withRowsPerTable(int rowsPerTable) {
		return new FixtureSize(this.migrations, this.tables, rowsPerTable);
	}

}
