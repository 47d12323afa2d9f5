package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * What is in a database beside that which each new one has.
 */
final class DatabaseContent {

	// The first number of an object that initdb has not made.
	private static final int FIRST = 16384;

	private static final String OF_NOBODY = " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '%1$s'::regclass"
			+ " AND d.objid = o.oid AND d.deptype = 'e')";

	private static final String ANY = "SELECT EXISTS (SELECT FROM pg_namespace o WHERE o.oid >= " + FIRST
			+ " AND o.nspname !~ '^pg_'" + OF_NOBODY.formatted("pg_namespace") + ") OR "
			+ inSchema("pg_class", "relnamespace") + " OR " + inSchema("pg_proc", "pronamespace") + " OR "
			+ inSchema("pg_type", "typnamespace") + " OR EXISTS (SELECT FROM pg_largeobject_metadata)";

	private DatabaseContent() {
	}

	private static String inSchema(String catalog, String schema) {
		return "EXISTS (SELECT FROM " + catalog + " o JOIN pg_namespace n ON n.oid = o." + schema + " WHERE o.oid >= "
				+ FIRST + " AND n.nspname !~ '^pg_'" + OF_NOBODY.formatted(catalog) + ")";
	}

	/**
	 * Whether a database has nothing of its own.
	 * @param connection to the database
	 * @param usual the extensions that each new database has
	 * @return whether it is so
	 * @throws SQLException if the server does not tell
	 */
	static boolean isEmpty(AdminConnection connection, Set<String> usual) throws SQLException {
		return usual.containsAll(extensions(connection)) && !hasObjects(connection);
	}

	/**
	 * Whether a database has anything but extensions.
	 * @param connection to the database
	 * @return whether it has
	 * @throws SQLException if the server does not tell
	 */
	static boolean hasObjects(AdminConnection connection) throws SQLException {
		return connection.is(ANY);
	}

	/**
	 * The extensions of a database.
	 * @param connection to the database
	 * @return their names with their versions, in order
	 * @throws SQLException if the server does not tell
	 */
	static List<String> extensions(AdminConnection connection) throws SQLException {
		return connection.rows((row) -> row.getString(1),
				"SELECT extname || ' ' || extversion FROM pg_extension ORDER BY extname");
	}

}
