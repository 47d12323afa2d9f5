package io.github.pristinedb.engine.postgresql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

	private final SlotSessions sessions;

	private final Catalogs catalogs;

	private final long database;

	private final PreparedStatement look;

	private final PreparedStatement reset;

	private final Connection control;

	private final PreparedTransactions prepared;

	private final SharedCatalogs shared;

	private final String name;

	// By the number of a table, its size when it was vacuumed.
	private final Map<String, Long> vacuumed = new HashMap<>();

	private long[] counters;

	private long xid;

	private @Nullable String doubt;

	// Whether nobody else had a session when the last look was taken.
	private boolean alone;

	private SlotReset(Connection control, SlotSessions sessions) throws SQLException {
		this.control = control;
		this.sessions = sessions;
		this.database = Long
			.parseLong(Sql.value(control, "select oid from pg_database where datname = current_database()"));
		this.name = control.getCatalog();
		this.prepared = new PreparedTransactions(control);
		this.shared = new SharedCatalogs(control);
		this.catalogs = new Catalogs(control);
		this.look = control.prepareStatement("select * from pristine.look(?, ?, ?, ?)");
		this.reset = control.prepareStatement("select * from pristine.reset(?, ?, ?)");
		this.xid = Long.parseLong(Sql.value(control, "select pg_snapshot_xmax(pg_current_snapshot())"));
		this.counters = Catalogs.longs(control, "select pristine.counters(" + this.database + "::oid)");
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
		return open(control, new SlotSessions(control));
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
		this.alone = false;
		this.sessions.settle(used);
	}

	@Override
	public boolean closesSettled() {
		return this.sessions.closesSettled();
	}

	@Override
	public boolean isClean() {
		try {
			return doubt() == null && look();
		}
		catch (SQLException ex) {
			logger.debug("Cannot tell whether the database is clean", ex);
			return false;
		}
	}

	private @Nullable String doubt() {
		return (this.doubt != null) ? this.doubt : this.sessions.doubt();
	}

	private boolean look() throws SQLException {
		this.prepared.rollBack();
		DatabaseLook look = lookOnce();
		if (!this.sessions.areAll(look.backends())) {
			if (this.sessions.awaitOthers() != null) {
				return false;
			}
			look = lookOnce();
		}
		this.alone = true;
		long[] shared = look.shared();
		if (shared != null && this.shared.isChanged(shared)) {
			this.doubt = this.shared.changed(shared, this.name);
		}
		if (look.clean()) {
			this.xid = look.xid();
		}
		return look.clean() && this.doubt == null;
	}

	private DatabaseLook lookOnce() throws SQLException {
		this.look.setLong(1, this.database);
		this.look.setLong(2, this.xid);
		this.look.setLong(3, this.counters[0]);
		this.look.setLong(4, this.counters[1]);
		try (ResultSet row = this.look.executeQuery()) {
			row.next();
			return DatabaseLook.of(row);
		}
	}

	@Override
	public @Nullable String restore() {
		try {
			this.prepared.rollBack();
			String doubt = doubt();
			if (doubt == null && !this.alone) {
				doubt = this.sessions.awaitOthers();
			}
			this.alone = false;
			return (doubt != null) ? doubt : put();
		}
		catch (SQLException ex) {
			logger.debug("A database cannot be put back", ex);
			return "the server refused: " + ex.getMessage();
		}
	}

	private @Nullable String put() throws SQLException {
		long[] expected = this.counters;
		Outcome outcome = reset(expected, false);
		boolean deep = outcome.needsDeepLook();
		if (deep) {
			String changed = this.catalogs.change();
			if (changed != null) {
				return "a test has changed " + changed;
			}
			expected = this.catalogs.withNewFiles(expected);
			outcome = reset(expected, true);
		}
		boolean rewritten = false;
		for (int table = 0; outcome.isCrowded() && table < MAX_REWRITTEN; table++) {
			vacuum("full", String.valueOf(outcome.table));
			rewritten = true;
			// The first call has compared the counters, and nobody wrote since.
			outcome = reset(expected, true);
		}
		if (outcome.doubt != null) {
			return outcome.doubt;
		}
		if (rewritten) {
			this.catalogs.remember();
		}
		else if (deep) {
			this.catalogs.accept();
		}
		this.counters = outcome.counters;
		this.xid = outcome.xid;
		if (outcome.bloated != null) {
			vacuumIfGrown(outcome.bloated);
		}
		return null;
	}

	/**
	 * Rows that were deleted keep their space until then. A table that has grown for good
	 * is vacuumed when it has doubled.
	 */
	private void vacuumIfGrown(String tables) throws SQLException {
		for (String table : tables.split(",")) {
			long size = Long.parseLong(Sql.value(this.control, "select pg_table_size(" + table + ")"));
			if (size > 2 * this.vacuumed.getOrDefault(table, 0L)) {
				vacuum("", table);
				this.vacuumed.put(table,
						Long.parseLong(Sql.value(this.control, "select pg_table_size(" + table + ")")));
			}
		}
	}

	private void vacuum(String option, String table) throws SQLException {
		Sql.execute(this.control,
				"vacuum " + option + " " + Sql.value(this.control, "select " + table + "::regclass::text"));
	}

	private Outcome reset(long[] counters, boolean deep) throws SQLException {
		this.reset.setLong(1, this.database);
		Array expected = this.control.createArrayOf("int8", Catalogs.boxed(counters));
		this.reset.setArray(2, expected);
		this.reset.setBoolean(3, deep);
		try (ResultSet row = this.reset.executeQuery()) {
			row.next();
			Array actual = row.getArray(1);
			return new Outcome((actual != null) ? Catalogs.longs(actual) : new long[0], row.getString(2),
					row.getLong(3), row.getString(4), row.getLong(5));
		}
	}

	/**
	 * What became of a database.
	 *
	 * @param counters its counters, none if the catalogs or temporary tables were written
	 * @param doubt why it is not at its baseline
	 * @param xid the number of the server's next transaction
	 * @param bloated the numbers of tables that have much space of deleted rows
	 * @param table the number of the table that the doubt is about
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Outcome(long[] counters, @Nullable String doubt, long xid, @Nullable String bloated, long table) {

		boolean needsDeepLook() {
			return this.counters.length == 0 && this.doubt == null;
		}

		boolean isCrowded() {
			return SmallTable.CROWDED.equals(this.doubt);
		}

	}

}
