package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A step of a random program.
 *
 * @param sql its statement, as messages show it
 * @param deed what carries it out
 */
record TrialStep(String sql, Deed deed) {

	static TrialStep of(String sql) {
		return new TrialStep(sql, (connection) -> {
			try (Statement statement = connection.createStatement()) {
				statement.execute(sql);
			}
		});
	}

	void run(Connection connection) throws SQLException {
		this.deed.run(connection);
	}

	/**
	 * Something done by a connection.
	 */
	@FunctionalInterface
	interface Deed {

		void run(Connection connection) throws SQLException;

	}

}
