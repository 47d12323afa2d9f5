package io.github.pristinedb.engine.kit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What a scenario does to a connection.
 *
 * @param name its name
 * @param kind what it concerns
 * @param act what it does
 */
public record Deed(String name, Kind kind, Act act) {

	/**
	 * A deed of statements.
	 * @param name its name
	 * @param kind what it concerns
	 * @param statements the statements, for a number
	 * @return the deed, whose result is how many rows each statement concerned
	 */
	public static Deed of(String name, Kind kind, IntFunction<List<String>> statements) {
		return new Deed(name, kind, (connection, number) -> {
			List<Object> results = new ArrayList<>();
			try (Statement statement = connection.createStatement()) {
				for (String sql : statements.apply(number)) {
					boolean rows = statement.execute(sql);
					// How many rows a command concerns is not defined.
					results.add(rows ? Rows.of(statement.getResultSet())
							: (kind == Kind.ROWS) ? statement.getUpdateCount() : "done");
				}
			}
			return results;
		});
	}

	/**
	 * A deed of statements that are always the same.
	 * @param kind what it concerns
	 * @param statements the statements
	 * @return the deed
	 */
	public static Deed of(Kind kind, String... statements) {
		return of(String.join("; ", statements), kind, (number) -> List.of(statements));
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * What a deed concerns.
	 */
	public enum Kind {

		/**
		 * It only reads.
		 */
		READ,

		/**
		 * Rows, and the ids that they get.
		 */
		ROWS,

		/**
		 * Rows or ids, by what cannot be rolled back, or a transaction refuses.
		 */
		FOR_GOOD,

		/**
		 * The schema.
		 */
		SCHEMA,

		/**
		 * The connection, or settings of the database.
		 */
		STICKY,

		/**
		 * Commands that begin or end a transaction or a part of one.
		 */
		TRANSACTION

	}

	/**
	 * What is done.
	 */
	@FunctionalInterface
	public interface Act {

		/**
		 * Do it.
		 * @param connection the connection
		 * @param number varies it
		 * @return what came of it, equal wherever the same is done
		 * @throws SQLException if it fails
		 */
		Object on(Connection connection, int number) throws SQLException;

	}

}
