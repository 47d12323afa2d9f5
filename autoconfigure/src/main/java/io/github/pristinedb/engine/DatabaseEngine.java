package io.github.pristinedb.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedMap;

import javax.sql.DataSource;

import io.github.pristinedb.error.PristineException;
import org.jspecify.annotations.Nullable;

/**
 * What knows one database product. An engine has no state that outlives a call and may be
 * used by many threads. Errors that a user can cure are {@link PristineException}s.
 * <p>
 * The methods are cut so that a server fits them as well as a file; each one says how.
 */
public interface DatabaseEngine {

	/**
	 * The short name of the product, as it stands in manifests and reports.
	 * @return the name in lower case, {@code sqlite} for example
	 */
	String name();

	/**
	 * The versions of everything on this side that has a say in what a migration
	 * produces: the driver, and the database itself where it is part of it. They are part
	 * of each fingerprint. No connection is opened: a server's own version does not
	 * belong here, since the templates that it made stay with it.
	 * @return the versions by component
	 */
	SortedMap<String, String> versions();

	/**
	 * The options of a connection that have a say in what a migration writes: a page size
	 * or a text encoding in the URL, the settings of the driver's own data source. They
	 * are part of each fingerprint, so nothing that tells one machine or one database
	 * from another, such as a path or a password, is among them.
	 * @param database the database that the connection is to
	 * @param dataSource the data source that connects, without Spring's wrappers
	 * @return the options by name
	 */
	SortedMap<String, String> options(Database database, DataSource dataSource);

	/**
	 * Read a JDBC URL. No connection is opened, and nothing has to exist there.
	 * @param url the JDBC URL
	 * @return the database that it names, or {@code null} if it is another product's
	 */
	@Nullable Database locate(String url);

	/**
	 * A place for a new database to be migrated in, on the way to become an image. Its
	 * URL has all the options of the model's and, above those, the engine's fastest
	 * settings: it need not survive a crash. A server makes up a name that no other
	 * process uses; the directory then holds nothing.
	 * @param model the database whose options are taken over
	 * @param directory an existing directory of its own
	 * @return the database, missing as yet
	 */
	Database scratch(Database model, Path directory);

	/**
	 * Copy a scratch database as it is, between two transactions of the one connection to
	 * it that may have something to write. A server that copies no database that somebody
	 * is connected to answers {@code null}: there are no layers then.
	 * @param scratch a database that {@link #scratch} returned
	 * @param directory another existing directory of its own
	 * @return the copy, a scratch database too, or {@code null} if none can be made now
	 * @throws DatabaseCopyException if it fails
	 */
	@Nullable Database copyScratch(Database scratch, Path directory);

	/**
	 * What sticks to a connection and decides what later statements do: its settings, its
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
	 * as SQLite's {@code last_insert_rowid()} does; in doubt the answer is yes.
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

	/**
	 * Turn a finished scratch database into an image. Every connection to it is closed
	 * already. What the database kept beside itself is brought in, its bytes are forced
	 * to the disk, and it is made read-only. The scratch database is gone afterwards. A
	 * server renames the database, forbids connections to it and writes its name into the
	 * file.
	 * @param scratch a database that {@link #scratch} returned
	 * @param file where the image is to be; it appears there at once or not at all
	 * @return the image
	 */
	Image freeze(Database scratch, Path file);

	/**
	 * Copy what is committed in a database of the application's own into a new image. The
	 * database is only read, whoever else is using it. A server copies it by its own
	 * means, such as a dump.
	 * @param source a database that is there, and was neither made nor opened by Pristine
	 * @param file where the image is to be
	 * @return the image
	 * @throws DatabaseCopyException if it cannot be copied
	 */
	Image copy(Database source, Path file);

	/**
	 * Open an image that was frozen before, perhaps by another process.
	 * @param file the image's file
	 * @return the image
	 * @throws UnusableDatabaseException if the file is not an image of this engine
	 */
	Image image(Path file);

	/**
	 * Create the database of a slot as a copy of a baseline. A server creates it from the
	 * template, ahead of time where that takes long.
	 * @param model the application's own database, whose name and options are taken over
	 * @param directory an existing directory of its own, which only the owner can read
	 * @param baseline what to copy, {@code null} for a database without any content
	 * @return the database
	 * @throws DatabaseCopyException if it cannot be created
	 */
	ScenarioDatabase createScenarioDatabase(Database model, Path directory, @Nullable Image baseline);

	/**
	 * A scenario database as another data source reaches it, which names the same model
	 * by a URL with options of its own.
	 * @param scenario a database that {@link #createScenarioDatabase} has made
	 * @param model the application's own database, whose options are taken over
	 * @return the scenario database, with these options
	 */
	Database withOptions(Database scenario, Database model);

	/**
	 * Set a connection up that the driver has just opened, ahead of its pool and of the
	 * application: fast, since a scratch or scenario database need not survive a crash,
	 * and so that nobody notices. What the application has decided, in whatever way,
	 * stays. Not all pools let their connections be seen so early, so this is for speed
	 * alone.
	 * @param connection the connection
	 * @param database the scratch or scenario database that it is to
	 */
	default void opened(Connection connection, Database database) {
	}

	/**
	 * Whether a statement can leave something behind that sticks to its connection and is
	 * not part of the database's content: a setting, a temporary table, an attached
	 * database. A connection that ran such a statement, and the database it ran on, are
	 * not used for another scenario. To be called for each statement of a scenario, so
	 * cheap; in doubt the answer is yes.
	 * @param sql one or more statements
	 * @return whether it can
	 */
	boolean sticksToConnection(String sql);

	/**
	 * What applies to a connection on which a whole scenario runs in one transaction.
	 * @param connection a connection that is in no transaction but one that has just
	 * begun; it is to be used by the rules too
	 * @return the rules
	 * @throws SQLException if the connection fails
	 */
	TransactionRules transactionRules(Connection connection) throws SQLException;

	/**
	 * What a person types to look into a database that was kept.
	 * @param file the image's file, as it should stand in the command
	 * @return a command for a shell
	 */
	String openCommand(Path file);

	/**
	 * Whether a statement failed because it could not get a lock.
	 * @param failure what the driver threw
	 * @return whether it did
	 */
	boolean isLockFailure(SQLException failure);

	/**
	 * Whether a statement failed because of the disk or the directory that the database
	 * is in, so that it may succeed in another one: no room is left, say.
	 * @param failure what the driver threw
	 * @return whether it did
	 */
	default boolean isStorageFailure(SQLException failure) {
		return false;
	}

}
