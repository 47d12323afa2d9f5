package io.github.pristinedb.engine.comparison;

import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a table, one after another.
 */
@FunctionalInterface
public interface Rows {

	/**
	 * No rows: those of a table that does not exist.
	 */
	Rows NONE = () -> null;

	/**
	 * The next row.
	 * @return the values of its columns, {@code null} after the last row
	 * @throws SQLException if it cannot be read
	 */
	@Nullable List<ComparedValue> next() throws SQLException;

}
