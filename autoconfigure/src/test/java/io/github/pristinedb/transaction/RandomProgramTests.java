package io.github.pristinedb.transaction;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.github.pristinedb.Sql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Programs of JDBC calls do the same on a logical connection as on a plain one to a
 * database of its own.
 */
class RandomProgramTests {

	private static final int PROGRAMS = 300;

	private static final int STEPS = 40;

	private static final String STATE = "SELECT 'p', id, name, amount FROM parent UNION ALL"
			+ " SELECT 'c', id, parent, NULL FROM child UNION ALL SELECT 's', id, parent, NULL FROM strict"
			+ " UNION ALL SELECT 'q', seq, NULL, NULL FROM sqlite_sequence"
			+ " UNION ALL SELECT 't', name, NULL, NULL FROM sqlite_schema WHERE name LIKE 'extra%' ORDER BY 1, 2";

	@TempDir
	private Path directory;

	@Test
	void logicalConnectionDoesTheSameAsAPlainOneToAPrivateCopy() throws Exception {
		Path model = this.directory.resolve("model.db");
		Sql.execute(model, TransactionFile.SCHEMA);
		for (int seed = 0; seed < PROGRAMS; seed++) {
			Path copy = Files.copy(model, this.directory.resolve("plain-" + seed + ".db"));
			Path shared = Files.copy(model, this.directory.resolve("shared-" + seed + ".db"));
			byte[] before = Files.readAllBytes(shared);
			try (TransactionFile transaction = new TransactionFile(shared);
					Program plain = new Program(seed, () -> DriverManager.getConnection(TransactionFile.url(copy)));
					Program logical = new Program(seed, transaction::connect)) {
				List<String> done = new ArrayList<>();
				for (int step = 0; step < STEPS; step++) {
					String expected = plain.step();
					done.add(expected);
					assertThat(logical.step()).as("step %d of program %d: %s", step, seed, done).isEqualTo(expected);
				}
			}
			assertThat(Files.readAllBytes(shared)).as("program %d", seed).isEqualTo(before);
		}
	}

	/**
	 * Opens a connection.
	 */
	@FunctionalInterface
	private interface Opener {

		Connection open() throws SQLException;

	}

	/**
	 * A program, which does the same wherever it runs as long as all calls have the same
	 * results.
	 */
	private static final class Program implements AutoCloseable {

		private final Random random;

		private final Opener opener;

		private final List<Savepoint> savepoints = new ArrayList<>();

		private Connection connection;

		private int names;

		Program(int seed, Opener opener) throws SQLException {
			this.random = new Random(seed);
			this.opener = opener;
			this.connection = opener.open();
		}

		String step() throws SQLException {
			int deed = this.random.nextInt(34);
			int number = this.random.nextInt(1_000);
			String result;
			try {
				result = String.valueOf(perform(deed, number));
			}
			catch (SQLException ex) {
				result = ex.getClass().getName() + " " + ex.getSQLState() + " " + ex.getErrorCode();
			}
			return deed + ": " + result + " -> " + state();
		}

		private String state() throws SQLException {
			if (this.connection.isClosed()) {
				this.connection = this.opener.open();
				this.savepoints.clear();
			}
			return this.connection.getAutoCommit() + " " + rows(STATE);
		}

		private List<String> rows(String sql) throws SQLException {
			try (Statement statement = this.connection.createStatement();
					ResultSet rows = statement.executeQuery(sql)) {
				return rows(rows);
			}
		}

		private static List<String> rows(ResultSet rows) throws SQLException {
			List<String> found = new ArrayList<>();
			while (rows.next()) {
				List<String> columns = new ArrayList<>();
				for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
					columns.add(rows.getString(i));
				}
				found.add(columns.toString());
			}
			return found;
		}

		private Object perform(int deed, int number) throws SQLException {
			switch (deed) {
				case 0, 1, 2 -> this.connection.setAutoCommit(number % 4 == 0);
				case 3, 4, 5 -> this.connection.commit();
				case 6, 7 -> this.connection.rollback();
				case 8, 9 -> this.savepoints.add(this.connection.setSavepoint());
				case 10 -> this.savepoints.add(this.connection.setSavepoint("s" + number % 3));
				case 11, 12, 13 -> {
					if (!this.savepoints.isEmpty()) {
						this.connection.rollback(this.savepoints.get(number % this.savepoints.size()));
					}
				}
				case 14, 15 -> {
					if (!this.savepoints.isEmpty()) {
						this.connection.releaseSavepoint(this.savepoints.get(number % this.savepoints.size()));
					}
				}
				case 16, 17, 18 -> {
					return insert();
				}
				case 19 -> {
					return update("UPDATE parent SET amount = amount + 1 WHERE id % 2 = " + number % 2);
				}
				case 20 -> {
					return update("DELETE FROM parent WHERE id = " + number % 5);
				}
				case 21 -> {
					return update("INSERT INTO parent (name) VALUES ('first')");
				}
				case 22 -> {
					return update("INSERT INTO nowhere VALUES (1)");
				}
				case 23 -> {
					return update("INSERT INTO child (parent) VALUES (" + number % 6 + ")");
				}
				case 24 -> {
					return update("DELETE FROM child");
				}
				case 25 -> {
					return update("INSERT INTO strict (parent) VALUES (" + number % 6 + ")");
				}
				case 26 -> {
					return batch(number);
				}
				case 27 -> {
					return rows("INSERT INTO parent (name) VALUES ('r" + ++this.names + "') RETURNING id");
				}
				case 28 -> {
					return update((number % 2 == 0) ? "CREATE TABLE extra" + number % 6 + " (id)"
							: "DROP TABLE IF EXISTS extra" + number % 6);
				}
				case 29 -> {
					return insert() + " " + rows("SELECT last_insert_rowid(), changes()");
				}
				case 30 -> {
					return execute((number % 2 == 0) ? "BEGIN" : "BEGIN IMMEDIATE TRANSACTION");
				}
				case 31 -> {
					return execute((number % 3 == 0) ? "ROLLBACK" : (number % 3 == 1) ? "COMMIT" : "end transaction");
				}
				case 32 -> {
					return execute(List
						.of("SAVEPOINT x", "RELEASE SAVEPOINT \"X\"", "ROLLBACK TO x", "SAVEPOINT y", "RELEASE y",
								"ROLLBACK TRANSACTION TO SAVEPOINT y")
						.get(number % 6));
				}
				default -> this.connection.close();
			}
			return "done";
		}

		private Object insert() throws SQLException {
			try (PreparedStatement statement = this.connection
				.prepareStatement("INSERT INTO parent (name, amount) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
				statement.setString(1, "n" + ++this.names);
				statement.setInt(2, this.names);
				int count = statement.executeUpdate();
				try (ResultSet keys = statement.getGeneratedKeys()) {
					return count + " " + rows(keys);
				}
			}
		}

		private Object update(String sql) throws SQLException {
			try (Statement statement = this.connection.createStatement()) {
				return statement.executeUpdate(sql);
			}
		}

		private Object execute(String sql) throws SQLException {
			try (Statement statement = this.connection.createStatement()) {
				return statement.execute(sql);
			}
		}

		private Object batch(int number) throws SQLException {
			try (PreparedStatement statement = this.connection
				.prepareStatement("INSERT INTO parent (name) VALUES (?)")) {
				for (int i = 0; i < 3; i++) {
					statement.setString(1, (number % 3 == i) ? "first" : "b" + ++this.names);
					statement.addBatch();
				}
				return Arrays.toString(statement.executeBatch());
			}
		}

		@Override
		public void close() throws SQLException {
			this.connection.close();
		}

	}

}
