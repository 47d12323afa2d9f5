package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Watches the database of a slot over a connection of its own. Not for use by several
 * threads.
 */
interface SlotWatch {

	/**
	 * Look at the first connection of a pool, before its first use. What the pool has set
	 * is set again by each {@link #settle}.
	 * @param first the connection
	 * @throws SQLException if the connection fails
	 */
	void inspect(Connection first) throws SQLException;

	/**
	 * Bring a connection back to how its pool opened it, and let the server count what
	 * was written by it. The driver's prepared statements stay. One round trip.
	 * @param used an idle connection
	 * @throws SQLException if it cannot be settled
	 */
	void settle(Connection used) throws SQLException;

	/**
	 * Connections may have been used since they were settled.
	 */
	void unsettle();

	/**
	 * Whether settled connections are of no more use: their pool sets up more in them
	 * than settings.
	 * @return whether they are to be closed
	 */
	boolean closesSettled();

	/**
	 * Whether nothing was written since the database was opened or restored. Connections
	 * that the last scenario used are settled or closed by now. One round trip.
	 * @return whether nothing was
	 */
	boolean isClean();

	/**
	 * Put back what was written, if anything was. One round trip, unless a test changed
	 * more than rows and sequences. Connections are settled or closed by now.
	 * @return what came of it
	 */
	Return bringBack();

	/**
	 * What came of a database.
	 *
	 * @param written whether anything was written
	 * @param refusal {@code null} if the database is at its baseline, else why it cannot
	 * be put back, as the end of the sentence "another copy takes its place because …"
	 */
	record Return(boolean written, @Nullable String refusal) {

		static final Return CLEAN = new Return(false, null);

		static final Return RESTORED = new Return(true, null);

		static Return refused(String reason) {
			return new Return(true, reason);
		}

	}

}
