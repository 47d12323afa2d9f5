package io.github.pristinedb.benchmarks.hammer;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What only one engine knows of the databases that are hammered.
 */
interface HammerDatabase {

	/**
	 * Read a database.
	 * @param connection a connection to it
	 * @return its content
	 * @throws SQLException if it cannot be read
	 */
	Content read(Connection connection) throws SQLException;

	/**
	 * Read what a connection has beside its database's content, by no statement after
	 * which the connection would not be used again.
	 * @param connection the connection
	 * @return its state
	 * @throws SQLException if it cannot be read
	 */
	ConnectionState state(Connection connection) throws SQLException;

	/**
	 * Where a scenario's database is.
	 * @param connection a connection to it
	 * @return a place that other slots of this moment do not have
	 * @throws SQLException if it cannot be read
	 */
	String place(Connection connection) throws SQLException;

	/**
	 * How many slots there are.
	 * @param place the place of one of them
	 * @return the number
	 * @throws IOException if they cannot be counted
	 */
	int slots(String place) throws IOException;

	/**
	 * How much of the heap a slot takes, its pool included.
	 * @return bytes, at the most
	 */
	long heapOfSlot();

	/**
	 * Whether a rollback takes back the ids that it used.
	 * @return whether it does
	 */
	boolean rollsBackIds();

	/**
	 * Whether the schema can be changed in a transaction. Pristine refuses to do so in
	 * {@code transaction} where it cannot.
	 * @return whether it can
	 */
	boolean changesSchemaInTransaction();

	/**
	 * A name as JDBC's metadata has it.
	 * @param name the name as statements have it
	 * @return the name
	 */
	String metadataName(String name);

	/**
	 * Drops a table that others depend on.
	 * @param table the table
	 * @return the statement, which drops its views too if they cannot stay
	 */
	String dropTable(String table);

	/**
	 * Creates a trigger named {@code item_deleted} that has no effect.
	 * @param random what it is to differ by
	 * @return the statement
	 */
	String createTrigger(RandomGenerator random);

	/**
	 * How scenarios may end.
	 * @return all ways that the engine knows
	 */
	List<Parting> partings();

	/**
	 * The SQL of a parting that consists of SQL.
	 * @param parting the parting
	 * @param insert a statement that changes the content
	 * @param random chooses among several ways
	 * @return the statements, for one connection
	 */
	List<String> statements(Parting parting, String insert, RandomGenerator random);

	/**
	 * Create a function named {@code hammer}.
	 * @param connection by which connection
	 * @throws SQLException if it fails
	 */
	void createFunction(Connection connection) throws SQLException;

	/**
	 * Start the server, if there is to be one and it does not run yet.
	 */
	default void start() {
	}

	/**
	 * How many connections to the hammer's databases a server has, those of other
	 * processes included.
	 * @return the number, 0 without a server
	 * @throws SQLException if the server cannot be asked
	 */
	default int connections() throws SQLException {
		return 0;
	}

	/**
	 * How many databases processes that have ended have left on a server, but for
	 * templates, kept ones and the application's own.
	 * @param processes the processes
	 * @return the number, 0 without a server
	 * @throws SQLException if the server cannot be asked
	 */
	default int databasesLeft(List<Long> processes) throws SQLException {
		return 0;
	}

}
