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
 */
public record ResultRows(ResultSet result, int columns) implements Rows {

	@Override
	public @Nullable List<ComparedValue> next() throws SQLException {
		if (!this.result.next()) {
			return null;
		}
		List<ComparedValue> row = new ArrayList<>(this.columns);
		for (int column = 1; column <= this.columns; column++) {
			row.add(ComparedValue.of(this.result.getObject(column)));
		}
		return row;
	}

}
