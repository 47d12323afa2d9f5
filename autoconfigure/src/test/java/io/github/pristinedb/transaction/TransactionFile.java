package io.github.pristinedb.transaction;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.Sql;
import io.github.pristinedb.engine.TestPlaces;
import io.github.pristinedb.engine.sqlite.SqliteEngine;
import io.github.pristinedb.engine.sqlite.TestFormat;

/**
 * A database with a transaction of a scenario on it.
 */
final class TransactionFile implements AutoCloseable {

	static final String[] SCHEMA = {
			"CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, amount INTEGER)",
			"CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id)"
					+ " DEFERRABLE INITIALLY DEFERRED)",
			"CREATE TABLE strict (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent (id))",
			"INSERT INTO parent (name, amount) VALUES ('first', 1)" };

	private static final String OPTIONS = "?journal_mode=MEMORY&synchronous=OFF&foreign_keys=true&busy_timeout=0";

	private final String url;

	private final ScenarioTransaction transaction;

	private final List<SQLException> failures = new ArrayList<>();

	private boolean stuck;

	TransactionFile(Path file, String... schema) throws SQLException {
		this.url = url(file);
		Sql.execute(file, schema);
		this.transaction = ScenarioTransaction.begin(DriverManager.getConnection(this.url),
				new SqliteEngine().open(TestFormat.database(file), new TestPlaces(file.getParent())), "a scenario",
				new ConnectionObserver() {

					@Override
					public void stuck() {
						TransactionFile.this.stuck = true;
					}

					@Override
					public void failed(SQLException failure) {
						TransactionFile.this.failures.add(failure);
					}

					@Override
					public void refused(TransactionIsolationException refusal) {
					}

				});
	}

	static String url(Path file) {
		return "jdbc:sqlite:" + file + OPTIONS;
	}

	ScenarioTransaction transaction() {
		return this.transaction;
	}

	Connection connect() throws SQLException {
		return this.transaction.connect(null);
	}

	Connection connect(boolean autoCommit) throws SQLException {
		Connection connection = connect();
		connection.setAutoCommit(autoCommit);
		return connection;
	}

	boolean isStuck() {
		return this.stuck;
	}

	List<SQLException> failures() {
		return this.failures;
	}

	@Override
	public void close() throws SQLException {
		this.transaction.end(false);
	}

}
