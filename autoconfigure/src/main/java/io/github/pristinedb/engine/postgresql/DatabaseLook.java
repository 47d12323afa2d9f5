package io.github.pristinedb.engine.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What one look at a database has found.
 *
 * @param xid the number of the server's next transaction
 * @param backends how many sessions the database has
 * @param clean whether nothing was written
 */
record DatabaseLook(long xid, int backends, boolean clean) {

	static DatabaseLook of(ResultSet row) throws SQLException {
		return new DatabaseLook(row.getLong(1), row.getInt(2), row.getBoolean(3));
	}

}
