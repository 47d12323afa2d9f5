package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Finds out whether a server counts what a session has written at once when it is told
 * to: the function that tells it is not documented.
 */
final class FlushProbe {

	private static final String WRITES = """
			select pg_stat_get_db_tuples_inserted(oid) from pg_database where datname = current_database()""";

	private FlushProbe() {
	}

	/**
	 * Write to a temporary table, twice within a second: the server counts without being
	 * told once in a second.
	 * @param connection a connection to any database of the server, in auto-commit mode
	 * @return whether both were counted
	 * @throws SQLException if the connection fails
	 */
	static boolean countsAtOnce(Connection connection) throws SQLException {
		Sql.execute(connection, "create temp table if not exists pristine_probe (n int)");
		try {
			return isCounted(connection) && isCounted(connection);
		}
		finally {
			Sql.execute(connection, "drop table pg_temp.pristine_probe");
		}
	}

	private static boolean isCounted(Connection connection) throws SQLException {
		Sql.execute(connection, SettledSession.FLUSH);
		long before = Long.parseLong(Sql.value(connection, WRITES));
		Sql.execute(connection, "insert into pg_temp.pristine_probe values (1)");
		Sql.execute(connection, SettledSession.FLUSH);
		return Long.parseLong(Sql.value(connection, WRITES)) > before;
	}

}
