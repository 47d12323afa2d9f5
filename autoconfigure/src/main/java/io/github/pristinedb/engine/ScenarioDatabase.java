package io.github.pristinedb.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The database of a slot: made once from an image, handed to one scenario after another,
 * and brought back to a baseline in between. It owns what it holds of the database, an
 * open file for example, until it is closed; whoever created it closes it.
 * <p>
 * Not for use by several threads. The caller makes sure of one condition, which
 * {@link #isClean()}, {@link #restore} and {@link #close()} rely on: no connection to
 * this database is in use, every one is idle in its pool with no transaction open.
 */
public interface ScenarioDatabase extends AutoCloseable {

	/**
	 * The database, whose URL has the options of the model and, where those are silent,
	 * the engine's settings for databases that need not survive a crash.
	 * @return the database
	 */
	Database database();

	/**
	 * Look at a connection as it comes from its pool, before anybody uses one: what its
	 * URL, the driver or the pool has set may decide what {@link #isClean()} and
	 * {@link #restore} can rely on. They set all connections up in the same way, so this
	 * is called once for each pool; what one pool does counts for the database. A server
	 * need not look at anything here.
	 * @param connection a connection that is in the hands of the caller
	 * @throws SQLException if the connection fails
	 */
	void inspect(Connection connection) throws SQLException;

	/**
	 * Other databases that a connection reaches beside this one: attached files, whose
	 * content every scenario would share. A server has none.
	 * @param connection the connection
	 * @return the databases, as they stand in messages
	 * @throws SQLException if the connection fails
	 */
	default List<String> attached(Connection connection) throws SQLException {
		return List.of();
	}

	/**
	 * Whether the database is still what the last {@link #restore} (or its creation)
	 * left. Costs no more than a look at a few bytes. An engine that cannot tell says no.
	 * @return whether nothing was written since
	 */
	boolean isClean();

	/**
	 * Bring the database back to a baseline. What may be kept afterwards is for the
	 * caller to carry out before the next connection is handed out.
	 * <p>
	 * A server that cannot restore a database in place always answers
	 * {@link Restoration#REFUSED}.
	 * @param baseline the image to go back to; it need not be the one of the last time
	 * @return what was done
	 */
	Restoration restore(Image baseline);

	/**
	 * Copy what is committed by now into a new image. Unlike the other methods this one
	 * may be called while connections are in use; those that are idle are closed.
	 * @param file where the image is to be; it appears there at once or not at all
	 * @return the image
	 * @throws DatabaseCopyException if it cannot be copied
	 */
	Image capture(Path file);

	/**
	 * Let go of the database and remove it. Every connection to it is closed already, or
	 * is never used again.
	 */
	@Override
	void close();

	/**
	 * What became of a {@linkplain ScenarioDatabase#restore restoration}.
	 */
	enum Restoration {

		/**
		 * The database is at the baseline, and its connections can be used on.
		 */
		IN_PLACE,

		/**
		 * The database is at the baseline, but its connections must be closed: they may
		 * believe in a schema that is gone.
		 */
		RECONNECT,

		/**
		 * It was left as it is, because it is doubtful whether it can be restored under
		 * its open connections. The caller gives it up, with all its connections, and
		 * creates another one.
		 */
		REFUSED

	}

}
