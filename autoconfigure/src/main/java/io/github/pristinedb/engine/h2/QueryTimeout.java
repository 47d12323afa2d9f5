package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;

/**
 * The time limit of queries. H2 keeps the limit of one statement for its whole
 * connection, and no pool sets it back.
 */
final class QueryTimeout {

	private static final String SETTING = "QUERY_TIMEOUT";

	private final int milliseconds;

	/**
	 * The limit that each connection begins with.
	 * @param database the database, whose URL may have a limit
	 */
	QueryTimeout(H2Database database) {
		String value = database.settings().getOrDefault(SETTING, "");
		// H2 tells the application of any other value.
		this.milliseconds = value.matches("\\d{1,9}") ? Integer.parseInt(value) : 0;
	}

	/**
	 * Whether some connection has another limit than it began with.
	 * @param owner the connection of the owner, which needs none
	 * @return whether one has
	 * @throws SQLException if the connection fails
	 */
	boolean isChanged(Connection owner) throws SQLException {
		SessionLocal own = session(owner);
		for (SessionLocal session : own.getDatabase().getSessions(false)) {
			if (session != own && isChanged(session)) {
				return true;
			}
		}
		return false;
	}

	private boolean isChanged(SessionLocal session) {
		int greatest = session.getDatabase().getSettings().maxQueryTimeout;
		boolean limited = greatest != 0 && (this.milliseconds == 0 || this.milliseconds > greatest);
		return session.getQueryTimeout() != (limited ? greatest : this.milliseconds);
	}

	/**
	 * Set the limit back.
	 * @param used an idle connection
	 * @throws SQLException if the connection fails
	 */
	void restore(Connection used) throws SQLException {
		if (isChanged(session(used))) {
			try (Statement statement = used.createStatement()) {
				// JDBC counts in seconds, and the driver remembers what it was told.
				statement.setQueryTimeout(0);
				statement.execute("SET " + SETTING + " " + this.milliseconds);
			}
		}
	}

	private static SessionLocal session(Connection connection) throws SQLException {
		return (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
	}

}
