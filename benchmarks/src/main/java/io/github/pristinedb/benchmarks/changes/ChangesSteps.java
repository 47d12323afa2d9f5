package io.github.pristinedb.benchmarks.changes;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

import io.github.pristinedb.benchmarks.BenchmarkPlaces;
import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.EngineSessions;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.ScenarioDatabase;

/**
 * A scenario's database of 100 tables.
 */
final class ChangesSteps implements AutoCloseable {

	private static final int TABLES = 100;

	private static final int CHANGED = 10;

	private final EngineSessions sessions;

	private final EngineSession session;

	private final Image baseline;

	private final ScenarioDatabase scenario;

	private final Connection connection;

	ChangesSteps(DatabaseEngine engine, Access access, Path directory) throws SQLException {
		Database database = Objects.requireNonNull(engine.locate(access));
		this.sessions = BenchmarkPlaces.sessions(directory);
		this.session = this.sessions.of(new ManagedDatabase(engine, database));
		this.baseline = this.session.copy(database);
		this.scenario = this.session.create(database, "changes", this.baseline);
		this.connection = DriverManager.getConnection(this.scenario.database().url(), access.user(), access.password());
		this.scenario.inspect(this.connection);
	}

	/**
	 * Fill the database that others are copied from.
	 * @param connection a connection to it
	 * @param rows how many rows each table gets
	 * @throws SQLException if a statement fails
	 */
	static void fill(Connection connection, int rows) throws SQLException {
		connection.setAutoCommit(false);
		for (int table = 1; table <= TABLES; table++) {
			try (Statement statement = connection.createStatement()) {
				statement.execute("CREATE TABLE entity_" + table
						+ " (id INTEGER PRIMARY KEY, title VARCHAR(200) NOT NULL, amount INTEGER)");
			}
			try (PreparedStatement insert = connection
				.prepareStatement("INSERT INTO entity_" + table + " VALUES (?, ?, ?)")) {
				for (int row = 1; row <= rows; row++) {
					insert.setInt(1, row);
					insert.setString(2, "Entry " + row + ", one of many that nobody wrote by hand");
					insert.setInt(3, row * 7 % 1000);
					insert.addBatch();
				}
				insert.executeBatch();
			}
		}
		connection.commit();
	}

	/**
	 * Change ten rows, and find them.
	 * @param transaction whether they are not committed
	 * @return nanoseconds
	 * @throws SQLException if a statement fails
	 */
	double changes(boolean transaction) throws SQLException {
		this.connection.setAutoCommit(false);
		try (Statement statement = this.connection.createStatement()) {
			for (String change : ChangesBenchmark.changes()) {
				statement.execute(change);
			}
		}
		if (!transaction) {
			this.connection.commit();
			this.connection.setAutoCommit(true);
		}
		long started = System.nanoTime();
		DatabaseChanges changes = this.scenario.changes(this.baseline, transaction ? this.connection : null,
				ChangeLimits.USUAL);
		long nanos = System.nanoTime() - started;
		if (transaction) {
			this.connection.rollback();
			this.connection.setAutoCommit(true);
		}
		else {
			this.scenario.settle(this.connection);
			this.scenario.restore(this.baseline, () -> this.connection);
		}
		if (changes.incomplete() == null
				&& changes.tables().stream().mapToInt((table) -> table.rows().size()).sum() != CHANGED) {
			throw new IllegalStateException("Not the changes: " + changes);
		}
		return (changes.incomplete() == null) ? nanos : Double.NaN;
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
		this.scenario.close();
		this.session.discard(this.baseline);
		this.sessions.close();
	}

}
