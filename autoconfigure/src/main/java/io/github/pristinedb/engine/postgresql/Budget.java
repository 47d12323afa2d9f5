package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.util.Objects;

/**
 * How many connections the pools of slots may open: an equal share for each JVM whose run
 * is alive, of all that the server accepts and nobody else has.
 *
 * @param facts what the server accepts
 */
record Budget(ServerFacts facts) {

	// For administration, for claims, and for a person who looks into a database.
	private static final int OWN = 8;

	// Sessions of slots count as those of their runs, which share what there is. The view
	// pg_stat_activity takes longer: each new slot asks.
	private static final String QUERY = """
			WITH a AS (SELECT pid, datid, application_name FROM pg_stat_get_activity(NULL)
				WHERE backend_type = 'client backend')
			SELECT (SELECT count(*) FROM a WHERE NOT starts_with(application_name, 'Pristine ')
					AND NOT starts_with(coalesce(shobj_description(datid, 'pg_database'), ''), 'Pristine: ')) AS others,
				(SELECT count(DISTINCT a.application_name) FROM pg_lock_status() l JOIN a USING (pid)
					WHERE l.locktype = 'advisory' AND l.granted AND l.classid::bigint = ? AND l.objsubid = 2) AS jvms""";

	/**
	 * Ask how much there is.
	 * @param connection to the maintenance database
	 * @return the number of connections for this run's slots
	 * @throws SQLException if the server does not tell
	 */
	int connections(AdminConnection connection) throws SQLException {
		return Objects.requireNonNull(connection.row((row) -> share(row.getInt("others"), row.getInt("jvms")), QUERY,
				(long) AdvisoryKey.RUN));
	}

	/**
	 * The share of one JVM.
	 * @param others how many connections are somebody else's
	 * @param jvms how many have runs that are alive, this one included
	 * @return at least one connection
	 */
	int share(int others, int jvms) {
		int all = this.facts.maxConnections() - this.facts.reserved() - others;
		if (this.facts.userLimit() >= 0) {
			all = Math.min(all, this.facts.userLimit());
		}
		return Math.max(1, all / Math.max(1, jvms) - OWN);
	}

}
