package io.github.pristinedb.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The database of a slot: made once from an image, handed to one scenario after another,
 * and brought back to a baseline in between. It owns what it holds of the database, an
 * open file for example, until it is closed; whoever created it closes it.
 * <p>
 * Not for use by several threads. The caller makes sure of one condition for
 * {@link #isClean}, {@link #restore} and {@link #close()}: each connection to this
 * database is idle in its pool, outside any transaction.
 */
public interface ScenarioDatabase extends AutoCloseable {

	/**
	 * The database. Its URL has the options of the model, and else the engine's settings
	 * for databases that need not survive a crash.
	 * @return the database
	 */
	Database database();

	/**
	 * Look at a connection as it comes from its pool, before its first use. Settings of
	 * the URL, the driver or the pool may decide what {@link #isClean} and
	 * {@link #restore} can rely on. Pools set all connections up in the same way, so this
	 * is called once for each pool; what one pool does counts for the database.
	 * @param first a connection that is in the hands of the caller
	 * @throws SQLException if the connection fails
	 */
	default void inspect(Connection first) throws SQLException {
	}

	/**
	 * A statement is executed that {@linkplain SqlDialect#sticksToConnection sticks}.
	 * What it changes may belong to more than this database, and no copy takes that back.
	 * @param sql one or more statements
	 * @param by the name of the test that executes it
	 */
	default void stuck(String sql, String by) {
	}

	/**
	 * Whether {@link #settle} does anything.
	 * @return whether it is to be called
	 */
	default boolean needsSettling() {
		return false;
	}

	/**
	 * Bring a connection that a scenario has used back to how it was opened, and let the
	 * server know what was done by it. Called for each such connection when the scenario
	 * has ended, before {@link #isClean} and {@link #restore}.
	 * @param used an idle connection
	 * @throws SQLException if it cannot be settled; the database is given up then
	 */
	default void settle(Connection used) throws SQLException {
	}

	/**
	 * Connections may have been used since they were settled. Before {@link #isClean} is
	 * asked, each is settled or closed. A pool may close some of them a little later.
	 */
	default void unsettle() {
	}

	/**
	 * Whether connections are closed once they are settled. Their pool sets up more in
	 * them than settling can set up again: a role, say, or a temporary table.
	 * @return whether it is so, as far as connections were {@linkplain #inspect
	 * inspected}
	 */
	default boolean closesSettled() {
		return false;
	}

	/**
	 * Whether everything that a statement leaves in its connection ends with the
	 * connection, and nothing of it is in the database unseen by {@link #isClean}. Then a
	 * database is used on after {@linkplain SqlDialect#sticksToConnection such a
	 * statement}, without the connections.
	 * @return whether it is so
	 */
	default boolean isFreedByClosing() {
		return false;
	}

	/**
	 * Other databases that a connection reaches beside this one: attached files, whose
	 * content every scenario would share.
	 * @param connection the connection
	 * @return the databases, as they stand in messages
	 * @throws SQLException if the connection fails
	 */
	default List<String> attached(Connection connection) throws SQLException {
		return List.of();
	}

	/**
	 * Whether the database is still what the last {@link #restore} (or its creation)
	 * left. Costs next to nothing. An engine that cannot tell says no.
	 * @param idle lends a connection to those engines that have to ask the database
	 * @return whether nothing was written since
	 */
	boolean isClean(ConnectionSource idle);

	/**
	 * Bring the database back to a baseline. What may be kept afterwards is for the
	 * caller to carry out before the next connection is handed out.
	 * @param baseline the image to go back to; it need not be the one of the last time
	 * @param idle lends a connection to those engines that work by one
	 * @return what was done
	 */
	Restoration restore(Image baseline, ConnectionSource idle);

	/**
	 * Bring the database back to a baseline, if anything was written. An engine that asks
	 * a server does both in one round trip.
	 * @param baseline the image to go back to
	 * @param idle lends a connection to those engines that work by one
	 * @return what was done
	 */
	default Restoration bringBack(Image baseline, ConnectionSource idle) {
		return isClean(idle) ? Restoration.UNWRITTEN : restore(baseline, idle);
	}

	/**
	 * Why the last restoration was {@linkplain Restoration#REFUSED refused}.
	 * @return the reason as a part of a sentence, {@code null} if there was none or it is
	 * unknown
	 */
	default @Nullable String refusal() {
		return null;
	}

	/**
	 * Copy what is committed by now into a new image. Unlike the other methods this one
	 * may be called while connections are in use; those that are idle are closed.
	 * @return the image, to be {@linkplain EngineSession#discard discarded} by the
	 * caller; {@code null} if this product copies no database whose connections are in
	 * use, and some are
	 * @throws DatabaseCopyException if it cannot be copied
	 */
	@Nullable Image capture();

	/**
	 * Keep what is committed by now for a person to look into.
	 * @param request says under which name
	 * @return where it is kept and how to look into it
	 * @throws DatabaseCopyException if it cannot be kept
	 */
	Kept keep(KeepRequest request);

	/**
	 * Compare the rows with those of the baseline. It only reads, and leaves nothing
	 * behind: neither in the database nor in a connection. Unlike other methods it may be
	 * called while connections are in use.
	 * @param baseline what the database was last made from or brought back to
	 * @param transaction the connection of the one transaction that a scenario has
	 * written everything in, which nobody else uses meanwhile; {@code null} if others see
	 * what the scenario has committed
	 * @param limits how much is looked for
	 * @return the changes; by default that the engine knows none
	 * @throws SQLException if it cannot be compared
	 */
	default DatabaseChanges changes(Image baseline, @Nullable Connection transaction, ChangeLimits limits)
			throws SQLException {
		return DatabaseChanges.unknown("The engine does not compare rows.");
	}

	/**
	 * Whether a transaction may see the rows as they were when it began, whatever others
	 * have committed since.
	 * @param transaction the connection of the transaction
	 * @return whether it may; by default, at a level above that of committed reads
	 * @throws SQLException if the level cannot be told
	 */
	default boolean mayLag(Connection transaction) throws SQLException {
		return transaction.getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED;
	}

	/**
	 * Compare the rows that a transaction sees with those that others see: all that it
	 * has written, in a database that has no image. Under the conditions of
	 * {@link #changes}.
	 * @param transaction the connection of the one transaction that a scenario has
	 * @param limits how much is looked for
	 * @return the changes; by default that there is nothing to compare with
	 * @throws SQLException if it cannot be compared
	 */
	default DatabaseChanges uncommitted(Connection transaction, ChangeLimits limits) throws SQLException {
		return DatabaseChanges.unknown("The database started without content.");
	}

	/**
	 * Let somebody read what is committed, under the conditions of {@link #changes}.
	 * @param millis how long a statement may take, as far as the product has such a limit
	 * @param reading reads
	 * @throws SQLException if it cannot be read
	 */
	default void read(long millis, Reading reading) throws SQLException {
		throw new SQLException("The engine reads nothing");
	}

	/**
	 * Replace this database, to which nobody has written, by a copy of an image that has
	 * the same name and URL: somebody may know them. Every connection is closed already.
	 * @param baseline what to copy
	 * @return the other database; this one is closed, whatever comes of it
	 * @throws DatabaseCopyException if the other one cannot be created
	 */
	ScenarioDatabase recreate(Image baseline);

	/**
	 * Let go of the database while somebody may still use it, and remove it as far as
	 * that is possible. No other database gets its place.
	 */
	void abandon();

	/**
	 * Let go of the database and remove it. Every connection to it is closed already, or
	 * is never used again.
	 */
	@Override
	void close();

	/**
	 * The outcome of a {@linkplain ScenarioDatabase#restore restoration}.
	 */
	enum Restoration {

		/**
		 * Nothing was written, and nothing was done.
		 */
		UNWRITTEN,

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
