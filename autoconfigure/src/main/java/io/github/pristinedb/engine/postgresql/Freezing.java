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
			connection.execute("VACUUM (FREEZE, ANALYZE)");
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
