package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.pristinedb.engine.comparison.ComparedColumn;
import io.github.pristinedb.engine.comparison.ResultRows;
import io.github.pristinedb.engine.comparison.Rows;
import io.github.pristinedb.engine.comparison.TableComparison;

/**
 * The rows of a baseline, for one comparison.
 */
interface BaselineRows {

	/**
	 * The tables of the baseline.
	 * @return the tables by {@link PresentTable#name()}
	 */
	Map<String, PresentTable> tables();

	/**
	 * The tables whose rows are the same now.
	 * @param present the tables now
	 * @return names of tables, not of all that are the same if the time is over
	 * @throws SQLException if the database cannot be asked
	 */
	Set<String> same(Map<String, PresentTable> present) throws SQLException;

	/**
	 * Whether the rows of a table can be compared.
	 * @param name the name of a table that is not the {@linkplain #same same}
	 * @param altered whether it has other columns now, or is gone
	 * @return whether they can
	 */
	boolean has(String name, boolean altered);

	/**
	 * Compare the rows of a table.
	 * @param comparison compares them
	 * @param old the table of the baseline
	 * @param columns which columns
	 * @param present reads all rows of the table that is there now
	 * @throws SQLException if they cannot be read
	 */
	void compare(TableComparison comparison, PresentTable old, List<ComparedColumn> columns, PresentRows present)
			throws SQLException;

	/**
	 * How many rows are fetched at once.
	 */
	int FETCHED = 500;

	/**
	 * Open the rows of a query.
	 * @param statement a statement in a transaction
	 * @param query the query
	 * @param columns how many columns it has
	 * @return the rows
	 * @throws SQLException if it fails
	 */
	static Rows open(Statement statement, String query, int columns) throws SQLException {
		statement.setFetchSize(FETCHED);
		return new ResultRows(statement.executeQuery(query), columns, CutValue::read);
	}

	/**
	 * Reads rows of the table that is there now.
	 */
	@FunctionalInterface
	interface PresentRows {

		/**
		 * Open the rows.
		 * @param statement a statement in a transaction that sees the database
		 * @return the rows
		 * @throws SQLException if it fails
		 */
		Rows open(Statement statement) throws SQLException;

	}

}
