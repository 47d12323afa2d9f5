package io.github.pristinedb.engine.comparison;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a query.
 *
 * @param result the result, which is closed by the caller
 * @param columns how many columns it has
 * @param values reads the values
 */
public record ResultRows(ResultSet result, int columns, Values values) implements Rows {

	@Override
	public @Nullable List<ComparedValue> next() throws SQLException {
		if (!this.result.next()) {
			return null;
		}
		List<ComparedValue> row = new ArrayList<>(this.columns);
		for (int column = 1; column <= this.columns; column++) {
			row.add(this.values.read(this.result, column));
		}
		return row;
	}

	/**
	 * Reads values as they are compared.
	 */
	@FunctionalInterface
	public interface Values {

		/**
		 * Read a value of the present row.
		 * @param result the result
		 * @param column the number of the column, from 1 on
		 * @return the value
		 * @throws SQLException if it cannot be read
		 */
		ComparedValue read(ResultSet result, int column) throws SQLException;

	}

}
