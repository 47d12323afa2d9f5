package io.github.pristinedb.engine.postgresql;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * What one look at a database has found.
 *
 * @param xid the number of the server's next transaction
 * @param backends how many sessions the database has
 * @param clean whether nothing was written
 * @param shared counters of what all databases share, {@code null} if the server has done
 * nothing at all
 */
@SuppressWarnings("ArrayRecordComponent")
record DatabaseLook(long xid, int backends, boolean clean, long @Nullable [] shared) {

	static DatabaseLook of(ResultSet row) throws SQLException {
		Array shared = row.getArray(4);
		return new DatabaseLook(row.getLong(1), row.getInt(2), row.getBoolean(3),
				(shared != null) ? Catalogs.longs(shared) : null);
	}

}
