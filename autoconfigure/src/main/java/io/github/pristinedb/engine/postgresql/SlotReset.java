package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Puts the database of a slot back, by the schema that {@link BaselineSchema} has
 * installed. The server's own counters of rows tell which tables were written.
 */
final class SlotReset implements SlotWatch {

	private static final Log logger = LogFactory.getLog(SlotReset.class);

	private static final int MAX_REWRITTEN = 100;

	private static final long NO_TRANSACTION = -1;

	/**
	 * The rows of a small table move to its front in so many resets, as a rule. Then
	 * {@code VACUUM} can cut off its end.
	 */
	private static final int RESETS_BETWEEN_VACUUMS = 50;

	/**
	 * To ask for the size of a table takes several calls of the operating system.
	 */
	private static final int RESETS_BETWEEN_SIZES = 8;

	private final SlotSessions sessions;

	private final Catalogs catalogs;

	private final long database;

	private final PreparedStatement reset;

	private final Connection control;

	private final PreparedTransactions prepared;

	private final SharedCatalogs shared;

	private final Map<String, Vacuumed> vacuumed = new HashMap<>();

	private long resets;

	// As the server writes an array: nobody else reads it.
	private String counters;

	private long xid;

	private @Nullable String doubt;

	private SlotReset(Connection control, SlotSessions sessions) throws SQLException {
		this.control = control;
		this.sessions = sessions;
		this.database = Long
			.parseLong(Sql.value(control, "select oid from pg_database where datname = current_database()"));
		this.prepared = new PreparedTransactions(control);
		this.shared = new SharedCatalogs(control);
		this.catalogs = new Catalogs(control);
		this.reset = control.prepareStatement("select * from pristine.reset(?, ?, ?, ?, ?, ?, ?)");
		this.xid = Long.parseLong(Sql.value(control, "select pg_snapshot_xmax(pg_current_snapshot())"));
		this.counters = Sql.value(control, "select pristine.counters(" + this.database + "::oid)");
	}

	/**
	 * The options of the control connection's start.
	 * @return the value of the connection property {@code options}
	 */
	static String controlOptions() {
		return ControlSettings.startOptions();
	}

	/**
	 * Watch a database, which is at its baseline now.
	 * @param control a superuser's connection with {@link #controlOptions()}; it is
	 * closed by the caller
	 * @return the watch
	 * @throws SQLException if the database cannot be asked
	 */
	static SlotReset open(Connection control) throws SQLException {
		return open(control, new SlotSessions(control, CustomSettings.kept(control)));
	}

	/**
	 * Watch a database.
	 * @param control the control connection
	 * @param sessions the sessions of the database
	 */
	static SlotReset open(Connection control, SlotSessions sessions) throws SQLException {
		Sql.execute(control, ControlSettings.forSession());
		return new SlotReset(control, sessions);
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
			return doubt() == null && look(true).clean() && this.doubt == null;
		}
		catch (SQLException ex) {
			logger.debug("Cannot tell whether the database is clean", ex);
			return false;
		}
	}

	private @Nullable String doubt() {
		return (this.doubt != null) ? this.doubt : this.sessions.doubt();
	}

	/**
	 * Look at the database while nobody else has a session, and put it back if the
	 * catalogs were not written.
	 * @param only whether nothing is put back
	 */
	private ResetOutcome look(boolean only) throws SQLException {
		this.prepared.rollBack();
		Integer sessions = this.sessions.number();
		ResetOutcome outcome = reset(this.xid, sessions, this.counters, only, false);
		if (sessions != null && outcome.backends() != sessions) {
			String others = this.sessions.awaitOthers();
			if (others != null) {
				return outcome.withDoubt(others);
			}
			outcome = reset(this.xid, null, this.counters, only, false);
		}
		long[] shared = outcome.shared();
		if (shared != null && this.shared.isChanged(shared)) {
			this.doubt = this.shared.changed(shared);
		}
		if (outcome.clean()) {
			this.xid = outcome.xid();
		}
		return outcome;
	}

	@Override
	public Return bringBack() {
		try {
			String doubt = doubt();
			return (doubt != null) ? Return.refused(doubt) : put();
		}
		catch (SQLException ex) {
			logger.debug("A database cannot be put back", ex);
			return Return.refused("the server refused: " + ex.getMessage());
		}
	}

	private Return put() throws SQLException {
		ResetOutcome outcome = look(false);
		if (this.doubt != null) {
			return Return.refused(this.doubt);
		}
		if (outcome.clean()) {
			return Return.CLEAN;
		}
		String expected = this.counters;
		boolean deep = outcome.needsDeepLook();
		if (deep) {
			String changed = this.catalogs.change();
			if (changed != null) {
				return Return.refused("a test has changed the schema (" + changed + ")");
			}
			expected = this.catalogs.withNewFiles(expected);
			outcome = resetDeep(expected);
		}
		boolean rewritten = false;
		for (int table = 0; outcome.isCrowded() && table < MAX_REWRITTEN; table++) {
			vacuum("full", String.valueOf(outcome.table()));
			logger
				.debug("The table " + outcome.table() + " has no room for its rows in their order: it is written anew");
			rewritten = true;
			// The first call has compared the counters, and nobody wrote since.
			outcome = resetDeep(expected);
		}
		String counters = outcome.counters();
		if (outcome.doubt() != null || counters == null) {
			return Return.refused(String.valueOf(outcome.doubt()));
		}
		if (rewritten) {
			this.catalogs.remember();
		}
		else if (deep) {
			this.catalogs.accept();
		}
		this.counters = counters;
		this.xid = outcome.xid();
		this.resets++;
		if (outcome.bloated() != null) {
			vacuumIfGrown(outcome.bloated());
		}
		return Return.RESTORED;
	}

	/**
	 * Rows that were deleted keep their space until then. A table that has grown for good
	 * is vacuumed when it has doubled, or now and then.
	 */
	private void vacuumIfGrown(String tables) throws SQLException {
		for (String entry : tables.split(",")) {
			String table = entry.substring(0, entry.indexOf(':'));
			long size = Long.parseLong(entry.substring(table.length() + 1));
			Vacuumed last = this.vacuumed.get(table);
			if (last == null || size > 2 * last.size || this.resets - last.resets >= RESETS_BETWEEN_VACUUMS) {
				vacuum("", table);
				this.vacuumed.put(table, new Vacuumed(
						Long.parseLong(Sql.value(this.control, "select pg_table_size(" + table + ")")), this.resets));
			}
		}
	}

	private void vacuum(String option, String table) throws SQLException {
		Sql.execute(this.control,
				"vacuum " + option + " " + Sql.value(this.control, "select " + table + "::regclass::text"));
	}

	private ResetOutcome resetDeep(String expected) throws SQLException {
		return reset(NO_TRANSACTION, null, expected, false, true);
	}

	/**
	 * Look at the database, and put it back.
	 * @param xid the number of the next transaction at the last time
	 * @param sessions how many sessions there should be, {@code null} if it is known that
	 * there are no others
	 * @param expected the counters at the last time
	 * @param look whether nothing is put back
	 * @param deep whether catalogs were compared already
	 */
	private ResetOutcome reset(long xid, @Nullable Integer sessions, String expected, boolean look, boolean deep)
			throws SQLException {
		this.reset.setLong(1, this.database);
		this.reset.setLong(2, xid);
		this.reset.setObject(3, sessions, Types.INTEGER);
		this.reset.setString(4, expected);
		this.reset.setBoolean(5, look);
		this.reset.setBoolean(6, deep);
		this.reset.setBoolean(7, this.resets % RESETS_BETWEEN_SIZES == 0);
		try (ResultSet row = this.reset.executeQuery()) {
			row.next();
			return ResetOutcome.of(row);
		}
	}

	/**
	 * When a table was vacuumed.
	 *
	 * @param size its size afterwards
	 * @param resets how many resets came before
	 */
	private record Vacuumed(long size, long resets) {

	}

}
