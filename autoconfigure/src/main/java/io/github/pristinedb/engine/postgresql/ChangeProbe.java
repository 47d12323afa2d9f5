package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells whether the database of a slot was written, for a user who may not put it back: a
 * clean one is used again, another copy takes the place of one that is not.
 */
final class ChangeProbe implements SlotWatch {

	private static final Log logger = LogFactory.getLog(ChangeProbe.class);

	private final SlotSessions sessions;

	private final PreparedStatement look;

	private long xid;

	private final long writes;

	private final long since;

	private final String sequences;

	private ChangeProbe(Connection control) throws SQLException {
		this.sessions = new SlotSessions(control, CustomSettings.find(control));
		SequenceStates states = SequenceStates.of(control);
		this.look = control.prepareStatement(
				"""
						select pg_snapshot_xmax(pg_current_snapshot())::text::bigint, pg_stat_get_db_numbackends(oid),
						  pg_stat_get_db_tuples_inserted(oid) + pg_stat_get_db_tuples_updated(oid) + pg_stat_get_db_tuples_deleted(oid),
						  coalesce((extract(epoch from pg_stat_get_db_stat_reset_time(oid)) * 1000000)::bigint, 0),
						  case when %s and pg_snapshot_xmax(pg_current_snapshot())::text::bigint = ? then null else (%s)::text end
						 from pg_database where datname = current_database()"""
					.formatted(states.logged(), states.expression()));
		this.xid = -1;
		try (ResultSet row = lookOnce()) {
			this.xid = row.getLong(1);
			this.writes = row.getLong(3);
			this.since = row.getLong(4);
			this.sequences = row.getString(5);
		}
	}

	/**
	 * Watch a database, which is at its baseline now.
	 * @param control a connection of the user who owns all in the database; it is closed
	 * by the caller
	 * @return the watch
	 * @throws SQLException if the database cannot be asked
	 */
	static ChangeProbe open(Connection control) throws SQLException {
		Sql.execute(control, ControlSettings.forLooking());
		return new ChangeProbe(control);
	}

	@Override
	public void inspect(Connection first) throws SQLException {
		this.sessions.inspect(first);
	}

	@Override
	public void settle(Connection used) throws SQLException {
		this.sessions.settle(used);
	}

	@Override
	public void unsettle() {
		this.sessions.unsettle();
	}

	@Override
	public boolean closesSettled() {
		return this.sessions.closesSettled();
	}

	@Override
	public boolean isClean() {
		try {
			return this.sessions.doubt() == null && look();
		}
		catch (SQLException ex) {
			logger.debug("Cannot tell whether the database is clean", ex);
			return false;
		}
	}

	private boolean look() throws SQLException {
		try (ResultSet row = lookOnce()) {
			if (isAlone(row.getInt(2))) {
				return isClean(row);
			}
		}
		if (this.sessions.awaitOthers() != null) {
			return false;
		}
		try (ResultSet row = lookOnce()) {
			return isClean(row);
		}
	}

	private boolean isAlone(int backends) throws SQLException {
		Integer sessions = this.sessions.number();
		return sessions == null || backends == sessions;
	}

	private ResultSet lookOnce() throws SQLException {
		this.look.setLong(1, this.xid);
		ResultSet row = this.look.executeQuery();
		row.next();
		return row;
	}

	private boolean isClean(ResultSet row) throws SQLException {
		String sequences = row.getString(5);
		boolean clean = sequences == null
				|| (row.getLong(3) == this.writes && row.getLong(4) == this.since && sequences.equals(this.sequences));
		if (clean) {
			this.xid = row.getLong(1);
		}
		return clean;
	}

	@Override
	public Return bringBack() {
		return isClean() ? Return.CLEAN : Return.refused("the user is no superuser");
	}

}
