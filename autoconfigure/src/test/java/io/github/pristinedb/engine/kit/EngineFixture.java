package io.github.pristinedb.engine.kit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import javax.sql.DataSource;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.DatabaseEngine;

import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * All that the engine test kit knows of one product. A fixture is made by its constructor
 * without parameters, in other JVMs too.
 */
public interface EngineFixture {

	/**
	 * The engine under test.
	 * @return the engine
	 */
	DatabaseEngine engine();

	/**
	 * Whether Pristine finds the engine by itself. Another one is made a bean of each
	 * context.
	 * @return whether it does
	 */
	default boolean isOrdinary() {
		return SpringFactoriesLoader.loadFactories(DatabaseEngine.class, EngineFixture.class.getClassLoader())
			.stream()
			.anyMatch((engine) -> engine.getClass() == engine().getClass());
	}

	/**
	 * A database that the URL's user can connect to at once, and that passes the guard if
	 * the name does. Lock failures come without delay.
	 * @param directory tells places of one name apart; where databases are files they are
	 * in it
	 * @param name the database's name, without what the product appends to it
	 * @return the JDBC URL
	 */
	String url(Path directory, String name);

	/**
	 * How an application connects.
	 * @param url the URL
	 * @return the access, with the user that Spring Boot takes if none is configured
	 */
	default Access access(String url) {
		return Access.to(url);
	}

	/**
	 * Connect as an application does.
	 * @param url the URL
	 * @return a connection
	 * @throws SQLException if it fails
	 */
	default Connection connect(String url) throws SQLException {
		Access access = access(url);
		return DriverManager.getConnection(url, access.user(), access.password());
	}

	/**
	 * The ways to spell one place.
	 * @param directory as for {@link #url}
	 * @param name as for {@link #url}
	 * @return URLs that name the same database as {@link #url}
	 */
	List<String> spellings(Path directory, String name);

	/**
	 * URLs of databases whose names do not start with {@code scenario} or {@code test},
	 * though something else in them does.
	 * @param directory as for {@link #url}
	 * @return the URLs
	 */
	List<String> misleading(Path directory);

	/**
	 * URLs of this product that name no database which could ever be managed.
	 * @return the URLs
	 */
	List<String> unmanageable();

	/**
	 * URLs that have a secret in each place where the driver knows one.
	 * @param directory as for {@link #url}
	 * @param secret the secret
	 * @return the URLs of managed databases
	 */
	List<String> withSecret(Path directory, String secret);

	/**
	 * The driver's own data source classes.
	 * @return what makes one for a URL, by name
	 */
	Map<String, Function<String, DataSource>> dataSources();

	/**
	 * The class of the driver's data source and its properties, for a pool that makes it.
	 * @param url the URL that it is to lead to
	 * @return its properties, with the class's name as {@code class}
	 */
	Map<String, String> dataSourceProperties(String url);

	/**
	 * What makes the database of the tests: that of {@link KitSchema}, and what else the
	 * product has.
	 * @return the statements
	 */
	List<String> schema();

	/**
	 * A literal of bytes.
	 * @param length how many
	 * @return the literal
	 */
	default String bytes(int length) {
		return "X'" + "5A".repeat(length) + "'";
	}

	/**
	 * What a scenario may do beyond {@link Deeds#common}.
	 * @return the deeds
	 */
	List<Deed> deeds();

	/**
	 * What makes the tables that only this product has, or that it treats in a way of its
	 * own.
	 * @return the statements
	 */
	default List<String> specialTables() {
		return List.of();
	}

	/**
	 * What changes rows of the {@link #specialTables()}.
	 * @return the statements
	 */
	default List<String> specialChanges() {
		return List.of();
	}

	/**
	 * Whether the values of columns that the product computes are compared with the
	 * baseline.
	 * @return whether they are
	 */
	default boolean comparesComputedColumns() {
		return true;
	}

	/**
	 * The level of isolation at which a transaction goes on to see the rows as they were
	 * when it began.
	 * @return the level, as JDBC numbers it
	 */
	default int levelOfSnapshots() {
		return Connection.TRANSACTION_REPEATABLE_READ;
	}

	/**
	 * Whether a transaction can commit while another one reads.
	 * @return whether it can
	 */
	default boolean commitsBesideReaders() {
		return true;
	}

	/**
	 * Whether a transaction can write after another one has committed since it began.
	 * @return whether it can
	 */
	default boolean writesAfterOthers() {
		return true;
	}

	/**
	 * Whether a change of the schema can be rolled back, so that isolation by a
	 * transaction allows it.
	 * @return whether it can
	 */
	boolean rollsSchemaBack();

	/**
	 * All that can be asked of a database: its schema, the rows of each table, the state
	 * of ids and sequences, settings, what sticks to the connection, and whether it is
	 * sound. Flyway's history is left out, and settings that nobody notices.
	 * @param connection a connection to the database
	 * @return the content, by what it is
	 * @throws SQLException if it cannot be read
	 */
	Map<String, List<String>> content(Connection connection) throws SQLException;

	/**
	 * Of the {@link #content}, what may differ from one connection of a database to the
	 * next: its state, and the rows that it sees.
	 * @param connection a connection to the database
	 * @return that part of the content
	 * @throws SQLException if it cannot be read
	 */
	default Map<String, List<String>> view(Connection connection) throws SQLException {
		return content(connection);
	}

	/**
	 * Whether a database has no content at all.
	 * @param connection a connection to the database
	 * @return whether it has none
	 * @throws SQLException if it cannot be read
	 */
	boolean isBlank(Connection connection) throws SQLException;

	/**
	 * Whether a database is there.
	 * @param url its URL
	 * @return whether it is
	 */
	boolean exists(String url);

	/**
	 * Whether a database that was given up is gone, or goes without anybody's doing.
	 * @param url its URL
	 * @return whether it does
	 */
	default boolean isGone(String url) {
		return !exists(url);
	}

	/**
	 * Whether a database can be copied, and an empty one replaced, while somebody is
	 * connected to it.
	 * @return whether it can
	 */
	default boolean copiesWhatIsInUse() {
		return true;
	}

	/**
	 * Remove what a test has left outside of its directory.
	 * @param directory as for {@link #url}
	 */
	default void clear(Path directory) {
	}

	/**
	 * Whether a template outlives the JVM that has built it, where its engine keeps
	 * templates.
	 * @return whether it does
	 */
	default boolean keepsTemplates() {
		return true;
	}

	/**
	 * Whether a database to which a scenario has written is used for the next one.
	 * @return whether it is, rather than a new one
	 */
	default boolean restoresInPlace() {
		return true;
	}

	/**
	 * Whether a database that was brought back many times may be given up for a new one,
	 * although the same rows cost a new one nothing.
	 * @return whether it may
	 */
	default boolean wearsOut() {
		return false;
	}

	/**
	 * Make a database that nobody manages, with the schema and its rows.
	 * @param url its URL
	 * @return a connection to it: a database in memory may be gone with its last one
	 * @throws SQLException if it cannot be made
	 */
	default Connection create(String url) throws SQLException {
		Connection connection = connect(url);
		connection.setAutoCommit(false);
		try (Statement statement = connection.createStatement()) {
			for (String sql : schema()) {
				statement.execute(sql);
			}
		}
		connection.commit();
		connection.setAutoCommit(true);
		return connection;
	}

	/**
	 * Remove a database that nobody manages, where the directory's end is not its own.
	 * @param url its URL
	 * @throws SQLException if it cannot be removed
	 */
	default void drop(String url) throws SQLException {
	}

	/**
	 * How many interleavings of transactions to run where most products run a number of
	 * them.
	 * @param few the number
	 * @return a number that is not smaller
	 */
	default int interleavings(int few) {
		return few;
	}

	/**
	 * How many random programs to run in one transaction and in a private database, which
	 * is restored in place. None where a plain database for each takes no longer.
	 * @return the number
	 */
	default int programsBesideAPrivateDatabase() {
		return 0;
	}

	/**
	 * How many random programs to run where other products run a number of them. A
	 * database for each takes longer on a server.
	 * @param few the number
	 * @return a number that is not larger
	 */
	default int programs(int few) {
		return few;
	}

	/**
	 * What another JVM has to be told to reach the same databases.
	 * @return options of a JVM
	 */
	default List<String> jvmOptions() {
		return List.of();
	}

	/**
	 * Do what was printed for a person who wants to look into a kept database.
	 * @param command the command
	 * @param directory an empty directory
	 * @return the URL of a database that has the content which the person sees
	 * @throws Exception if it does not work
	 */
	String openKept(String command, Path directory) throws Exception;

}
