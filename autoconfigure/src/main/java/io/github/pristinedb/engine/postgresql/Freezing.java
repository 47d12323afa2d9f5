package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Finishes databases that others are copied from.
 *
 * @param administration connects to them
 * @param databases tells whether they are in use
 */
record Freezing(Administration administration, Databases databases) {

	private static final Log logger = LogFactory.getLog(Freezing.class);

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

	/**
	 * The tables whose statistics are of no use: all of the application's, with their
	 * partitions, and a catalog once it has changed as much as the server itself waits
	 * for ({@code autovacuum_analyze_threshold}). A new database has statistics of its
	 * catalogs, and to analyze them all takes most of the time.
	 */
	private static final String UNKNOWN_TABLES = """
			SELECT string_agg(format('%I.%I', n.nspname, c.relname), ', ')
			FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE c.relkind IN ('r', 'm', 'p') AND c.relpersistence <> 't' AND NOT c.relispartition
			AND (n.nspname NOT IN ('pg_catalog', 'information_schema')
				OR NOT c.relisshared AND pg_stat_get_mod_since_analyze(c.oid) > 50 + 0.1 * c.reltuples)""";

	/**
	 * Finish a database. Its copies then need neither a check of each row's visibility
	 * nor new statistics.
	 * @param name its name
	 * @return the image
	 * @throws SQLException if that fails, or if somebody stays connected to the database
	 */
	PostgresImage freeze(String name) throws SQLException {
		requireUnused(name);
		try (AdminConnection connection = this.administration.open(name)) {
			if (this.administration.facts().rights() == Rights.IN_PLACE) {
				install(connection, name);
			}
			connection.execute("VACUUM (FREEZE)");
			String tables = connection.row((row) -> row.getString(1), UNKNOWN_TABLES);
			if (tables != null) {
				connection.execute("ANALYZE " + tables);
			}
		}
		requireUnused(name);
		return new PostgresImage(name, this.databases.bytes(name));
	}

	private static void install(AdminConnection connection, String name) throws SQLException {
		try {
			BaselineSchema.install(connection.connection());
		}
		catch (UnusableBaselineException ex) {
			logger.info("Copies of the database " + name + " are not brought back in place: " + ex.getMessage()
					+ ". Each scenario that writes gets another one.");
			BaselineSchema.remove(connection.connection());
		}
	}

	private void requireUnused(String name) throws SQLException {
		if (!this.databases.awaitUnused(name, PATIENCE_NANOS)) {
			throw new SQLException("somebody is still connected to the database " + name, "55006");
		}
	}

}
