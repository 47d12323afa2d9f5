package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.util.Objects;

/**
 * How many connections the pools of slots may open: an equal share for each run that is
 * alive, of all that the server accepts and nobody else has.
 *
 * @param facts what the server accepts
 */
record Budget(ServerFacts facts) {

	// For administration, for claims, and for a person who looks into a database.
	private static final int OWN = 8;

	// Sessions of slots count as those of their runs, which share what there is.
	private static final String QUERY = """
			SELECT (SELECT count(*) FROM pg_stat_activity a
					LEFT JOIN pg_database d ON d.oid = a.datid
					WHERE a.backend_type = 'client backend' AND a.application_name <> 'Pristine'
					AND NOT starts_with(coalesce(shobj_description(d.oid, 'pg_database'), ''), 'Pristine: ')) AS others,
				(SELECT count(DISTINCT objid) FROM pg_locks WHERE locktype = 'advisory' AND granted
					AND classid::bigint = ? AND objsubid = 2) AS runs""";

	/**
	 * Ask how much there is.
	 * @param connection to the maintenance database
	 * @return the number of connections for this run's slots
	 * @throws SQLException if the server does not tell
	 */
	int connections(AdminConnection connection) throws SQLException {
		return Objects.requireNonNull(connection.row((row) -> share(row.getInt("others"), row.getInt("runs")), QUERY,
				(long) AdvisoryKey.RUN));
	}

	/**
	 * The share of one run.
	 * @param others how many connections are somebody else's
	 * @param runs how many runs are alive, this one included
	 * @return at least one connection
	 */
	int share(int others, int runs) {
		int all = this.facts.maxConnections() - this.facts.reserved() - others;
		if (this.facts.userLimit() >= 0) {
			all = Math.min(all, this.facts.userLimit());
		}
		return Math.max(1, all / Math.max(1, runs) - OWN);
	}

}
