package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Settings that functions and policies of a database name, and that no new session knows.
 * To look for them takes the longer the more functions there are. A copy has those of its
 * image.
 */
final class CustomSettings {

	private static final String NAMES = """
			select distinct m[1] as name from (
			    select prosrc as text from pg_proc where oid >= 16384
			    union all select pg_get_expr(polqual, polrelid) from pg_policy
			    union all select pg_get_expr(polwithcheck, polrelid) from pg_policy) texts,
			  regexp_matches(text, '(?:set_config|current_setting)[[:space:]]*[(][[:space:]]*''([a-z0-9_$]+[.][a-z0-9_$.]+)''', 'gi') m""";

	private CustomSettings() {
	}

	/**
	 * The statement that keeps the names in a database, before it has functions of
	 * Pristine's.
	 * @param connection sees the database
	 * @return the statement
	 * @throws SQLException if the connection fails
	 */
	static String preparation(Connection connection) throws SQLException {
		String names = Sql.value(connection, "select coalesce(array_agg(name), '{}')::text from (" + NAMES + ") names");
		return "create function pristine.custom_settings() returns text[] language sql immutable as "
				+ Sql.dollarQuoted("select " + Sql.literal(names) + "::text[]");
	}

	/**
	 * Look for them.
	 * @param connection sees the database
	 * @return an expression for the array of their names
	 * @throws SQLException if the connection fails
	 */
	static String find(Connection connection) throws SQLException {
		return unknown(connection, "(" + NAMES + ") names");
	}

	/**
	 * Read what is {@linkplain #preparation kept}.
	 * @param connection sees the database
	 * @return an expression for the array of their names
	 * @throws SQLException if the connection fails
	 */
	static String kept(Connection connection) throws SQLException {
		return unknown(connection, "unnest(pristine.custom_settings()) name");
	}

	private static String unknown(Connection connection, String names) throws SQLException {
		return Sql.value(connection, "select quote_literal(coalesce(array_agg(name), '{}')) || '::text[]' from " + names
				+ " where current_setting(name, true) is null");
	}

}
