package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which statements may write what a constraint checks at the commit, if nobody has set
 * constraints otherwise: those that name a table with such a constraint, or a relation
 * whose writes may reach such a table.
 *
 * @param everywhere whether any statement may, whatever it names
 * @param relations the names of the relations, without schemas and in lower case
 */
record DeferredChecks(boolean everywhere, Set<String> relations) {

	// All that they write is written by name.
	private static final Set<String> NAMING = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "SELECT", "VALUES", "TABLE",
			"WITH", "EXPLAIN");

	// The token before a name that is written by code points.
	private static final String AMPERSAND = "&";

	/**
	 * A foreign key's trigger stands on both of its tables. Triggers, rules and views of
	 * the application may write anything. A function behind a default or an operator is
	 * not named by a statement; a name that is quoted twice or cut is not recognised.
	 */
	private static final String QUERY = """
			WITH RECURSIVE reaching AS (
				SELECT t.tgrelid AS oid FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
				WHERE t.tginitdeferred
					OR (NOT t.tgisinternal AND p.pronamespace IS DISTINCT FROM to_regnamespace('pristine'))
				UNION SELECT ev_class FROM pg_rewrite
				UNION SELECT next.oid FROM reaching r, LATERAL (
					SELECT confrelid AS oid FROM pg_constraint
					WHERE conrelid = r.oid AND contype = 'f' AND confrelid <> 0
						AND (confupdtype IN ('c', 'n', 'd') OR confdeltype IN ('c', 'n', 'd'))
					UNION ALL SELECT inhparent FROM pg_inherits WHERE inhrelid = r.oid) next),
			named AS (
				SELECT c.relname::text AS name FROM reaching r JOIN pg_class c ON c.oid = r.oid
				WHERE c.relnamespace <> 'pg_catalog'::regnamespace
					AND c.relnamespace <> 'information_schema'::regnamespace)
			SELECT EXISTS (SELECT FROM named WHERE octet_length(name) > 62 OR name LIKE '%"%')
				OR EXISTS (SELECT FROM pg_depend d JOIN pg_proc p ON p.oid = d.refobjid
					WHERE d.refclassid = 'pg_proc'::regclass
						AND d.classid NOT IN ('pg_proc'::regclass, 'pg_trigger'::regclass, 'pg_event_trigger'::regclass)
						AND p.provolatile = 'v' AND p.prorettype NOT IN (2279, 3838)
						AND p.pronamespace <> 'pg_catalog'::regnamespace
						AND p.pronamespace <> 'information_schema'::regnamespace),
				array(SELECT DISTINCT name FROM named)
			""";

	/**
	 * Ask for them.
	 * @param connection a connection that looks for names in {@code pg_catalog} alone
	 * @return the statements
	 * @throws SQLException if the connection fails
	 */
	static DeferredChecks of(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(QUERY)) {
			row.next();
			Set<String> relations = new HashSet<>();
			for (String name : (String[]) row.getArray(2).getArray()) {
				relations.add(name.toLowerCase(Locale.ROOT));
			}
			return new DeferredChecks(row.getBoolean(1), relations);
		}
	}

	/**
	 * Whether a constraint may have to check the writes of a statement at the commit.
	 * @param statement the statement
	 * @return whether it may
	 */
	boolean mayFollow(PostgresStatement statement) {
		if (this.everywhere || !NAMING.contains(statement.verb())) {
			return true;
		}
		for (String name : statement.names()) {
			if (name.equals(AMPERSAND) || this.relations.contains(name.toLowerCase(Locale.ROOT))) {
				return true;
			}
		}
		return false;
	}

}
