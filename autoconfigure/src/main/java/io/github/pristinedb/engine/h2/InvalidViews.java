package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The views of a database that H2 could not compile when they were created.
 */
final class InvalidViews {

	private InvalidViews() {
	}

	/**
	 * Find them.
	 * @param connection a connection to the database
	 * @return their names with their schemas, quoted
	 * @throws SQLException if the database cannot be read
	 */
	static Set<String> of(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet views = statement
					.executeQuery("SELECT QUOTE_IDENT(TABLE_SCHEMA) || '.' || QUOTE_IDENT(TABLE_NAME)"
							+ " FROM INFORMATION_SCHEMA.VIEWS WHERE STATUS = 'INVALID' ORDER BY 1")) {
			Set<String> names = new LinkedHashSet<>();
			while (views.next()) {
				names.add(views.getString(1));
			}
			return names;
		}
	}

}
