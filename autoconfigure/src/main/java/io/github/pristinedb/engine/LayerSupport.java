package io.github.pristinedb.engine;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * Lets an engine build a template upon an earlier state of another one. Optional: without
 * it, each template is built from nothing.
 */
public interface LayerSupport {

	/**
	 * Copy a scratch database as it is, between two transactions of the one connection to
	 * it that may have something to write.
	 * @param scratch the database
	 * @return the copy, to be closed by the caller, or {@code null} if none can be made
	 * now
	 * @throws DatabaseCopyException if it fails
	 */
	@Nullable Scratch copy(Scratch scratch);

	/**
	 * The state of a connection that decides what later statements do: its settings, its
	 * temporary and attached tables. Two connections to equal databases whose states are
	 * equal do the same, but for what {@link #readsConnection} and
	 * {@link #changesConnection} know of.
	 * @param connection the connection
	 * @return any text
	 * @throws SQLException if it cannot be asked
	 */
	String connectionState(Connection connection) throws SQLException;

	/**
	 * Whether a script may ask for what the statement before it left in the connection,
	 * the last generated key for example; in doubt the answer is yes.
	 * @param sql one or more statements
	 * @return whether it may
	 */
	boolean readsConnection(String sql);

	/**
	 * Whether a script may change something of the connection that
	 * {@link #connectionState} does not tell; in doubt the answer is yes.
	 * @param sql one or more statements
	 * @return whether it may
	 */
	boolean changesConnection(String sql);

}
