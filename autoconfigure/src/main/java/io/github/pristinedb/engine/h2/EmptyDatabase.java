package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A database as the driver leaves it that was only asked to connect: without any content,
 * or with what {@code INIT} in the URL makes.
 */
final class EmptyDatabase {

	private EmptyDatabase() {
	}

	/**
	 * Whether a database is one.
	 * @param connection an administrator's connection to it
	 * @param database its settings
	 * @param names names for another one, for comparison
	 * @return whether it is
	 * @throws SQLException if it cannot be read
	 */
	static boolean is(Connection connection, H2Database database, H2Names names) throws SQLException {
		H2Content content = H2Content.of(connection);
		if (content.isBlank(database.user())) {
			return true;
		}
		if (!database.content().containsKey(H2Url.INIT)) {
			return false;
		}
		try (OwnedDatabase trial = new OwnedDatabase(names.next(database, "trial"), null)) {
			trial.database().connect().close();
			return content.difference(H2Content.of(trial.owner()), database.user()) == null;
		}
	}

}
