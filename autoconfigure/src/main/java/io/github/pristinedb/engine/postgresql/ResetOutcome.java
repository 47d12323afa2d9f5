package io.github.pristinedb.engine.postgresql;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * What {@code pristine.reset} has found and done.
 *
 * @param clean whether nothing was written
 * @param xid the number of the server's next transaction
 * @param backends how many sessions the database has
 * @param shared counters of what all databases share, {@code null} if nobody asked for
 * them
 * @param counters the counters of the database, {@code null} if nothing was put back
 * @param doubt why the database is not at its baseline
 * @param bloated the tables that have much space of deleted rows, as in
 * {@code 16384:73728,16390:81920}: the number and the size of each
 * @param table the number of the table that the doubt is about
 */
@SuppressWarnings("ArrayRecordComponent")
record ResetOutcome(boolean clean, long xid, int backends, long @Nullable [] shared, @Nullable String counters,
		@Nullable String doubt, @Nullable String bloated, long table) {

	static ResetOutcome of(ResultSet row) throws SQLException {
		return new ResetOutcome(row.getBoolean(1), row.getLong(2), row.getInt(3), longs(row.getArray(4)),
				row.getString(5), row.getString(6), row.getString(7), row.getLong(8));
	}

	private static long @Nullable [] longs(@Nullable Array array) throws SQLException {
		return (array != null) ? Catalogs.longs(array) : null;
	}

	ResetOutcome withDoubt(String doubt) {
		return new ResetOutcome(false, this.xid, this.backends, null, null, doubt, null, 0);
	}

	/**
	 * Whether catalogs or temporary tables were written, so that nothing was put back.
	 */
	boolean needsDeepLook() {
		return !this.clean && this.counters == null && this.doubt == null;
	}

	/**
	 * Whether a table has no room for its rows.
	 */
	boolean isCrowded() {
		return SmallTable.CROWDED.equals(this.doubt);
	}

}
