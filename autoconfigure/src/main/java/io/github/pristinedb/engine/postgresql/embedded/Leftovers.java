package io.github.pristinedb.engine.postgresql.embedded;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The databases that are on a server when its last user leaves. Templates and kept
 * databases outlive the server; runs need nothing else.
 */
final class Leftovers {

	private static final String OWN = "datname NOT IN ('postgres', 'template0', 'template1')";

	private static final String LASTING = "(datistemplate OR datname LIKE 'pristine\\_k%')";

	private final Connection connection;

	Leftovers(Connection connection) {
		this.connection = connection;
	}

	/**
	 * The databases that outlive the server.
	 * @return a text that changes with them
	 * @throws SQLException if they cannot be told
	 */
	String lasting() throws SQLException {
		return find(OWN + " AND " + LASTING).stream().map(Found::toString).collect(Collectors.joining(" "));
	}

	/**
	 * Drop all others, and the oldest that are too large together.
	 * @param most how many bytes the rest has at the most
	 * @param limit until when it has to be done
	 * @return the databases that outlive the server, as {@link #lasting()} tells them
	 * @throws SQLException if one cannot be dropped in time
	 */
	String reduce(long most, TimeLimit limit) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("SET statement_timeout = " + Math.max(1, limit.left().toMillis()));
		}
		for (Found each : find(OWN + " AND NOT " + LASTING)) {
			drop(each);
		}
		long size = 0;
		for (Found each : find(OWN)) {
			size += each.size();
			if (size > most) {
				drop(each);
			}
		}
		return lasting();
	}

	/**
	 * The newest ones come first.
	 */
	private List<Found> find(String condition) throws SQLException {
		List<Found> found = new ArrayList<>();
		try (Statement statement = this.connection.createStatement();
				ResultSet rows = statement
					.executeQuery("SELECT oid, quote_ident(datname), datistemplate, pg_database_size(oid)"
							+ " FROM pg_database WHERE " + condition + " ORDER BY oid DESC")) {
			while (rows.next()) {
				found.add(new Found(rows.getLong(1), rows.getString(2), rows.getBoolean(3), rows.getLong(4)));
			}
		}
		return found;
	}

	private void drop(Found database) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			if (database.template()) {
				statement.execute("ALTER DATABASE " + database.name() + " IS_TEMPLATE false");
			}
			statement.execute("DROP DATABASE " + database.name() + " WITH (FORCE)");
		}
	}

	/**
	 * A database.
	 *
	 * @param number its number, which no other one gets
	 * @param name its quoted name
	 * @param template whether it is a template
	 * @param size its size in bytes
	 */
	private record Found(long number, String name, boolean template, long size) {

		@Override
		public String toString() {
			return this.number + ":" + this.name;
		}

	}

}
