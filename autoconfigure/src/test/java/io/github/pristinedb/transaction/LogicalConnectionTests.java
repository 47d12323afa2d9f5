package io.github.pristinedb.transaction;

import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.Sql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What a logical connection does, and what it refuses.
 */
class LogicalConnectionTests {

	@TempDir
	private Path directory;

	private TransactionFile file;

	private Connection connection;

	@BeforeEach
	void begin() throws SQLException {
		this.file = new TransactionFile(this.directory.resolve("shared.db"), TransactionFile.SCHEMA);
		this.connection = this.file.connect();
	}

	@AfterEach
	void end() throws SQLException {
		this.file.close();
	}

	@Test
	void connectionLeadsBackToItself() throws SQLException {
		assertThat(this.connection.createStatement().getConnection()).isSameAs(this.connection);
		PreparedStatement statement = this.connection.prepareStatement("SELECT 1");
		assertThat(statement.getConnection()).isSameAs(this.connection);
		assertThat(statement.executeQuery().getStatement()).isSameAs(statement);
		assertThat(this.connection.getMetaData().getConnection()).isSameAs(this.connection);
		assertThat(this.connection.unwrap(Connection.class)).isSameAs(this.connection);
		assertThat(this.connection.isWrapperFor(Connection.class)).isTrue();
		assertThat(this.connection).isEqualTo(this.connection).isNotEqualTo(this.file.connect());
		assertThat(this.connection.toString()).contains("a scenario");
		assertThat(this.connection.isValid(1)).isTrue();
		assertThat(this.file.isStuck()).isFalse();
	}

	@Test
	void metaDataOfAClosedConnectionFindsNothing() throws SQLException {
		DatabaseMetaData metaData = this.connection.getMetaData();
		this.connection.close();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> metaData.getTables(null, null, "%", null))
			.withMessageContaining("closed");
	}

	@Test
	void whoGetsTheDriversOwnConnectionMayDoAnythingToIt() throws SQLException {
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> this.connection.unwrap(SQLiteConnection.class).setReadOnly(true));
		assertThat(this.file.isStuck()).isTrue();
	}

	@Test
	void whatIsOpenIsClosedWithItsConnectionAndNothingElse() throws SQLException {
		Connection other = this.file.connect();
		ResultSet others = other.createStatement().executeQuery("SELECT 1 UNION SELECT 2");
		Statement statement = this.connection.createStatement();
		ResultSet rows = statement.executeQuery("SELECT name FROM parent");
		rows.next();
		Clob text = rows.getClob(1);
		ResultSet tables = this.connection.getMetaData().getTables(null, null, "%", null);
		assertThat(text.length()).isPositive();
		this.connection.close();
		assertThat(statement.isClosed()).isTrue();
		assertThat(rows.isClosed()).isTrue();
		assertThat(tables.isClosed()).isTrue();
		assertThat(this.connection.isValid(1)).isFalse();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.connection.createStatement());
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.executeQuery("SELECT 1"));
		assertThat(others.next()).isTrue();
		assertThatNoException().isThrownBy(this.connection::close);
	}

	@Test
	void openTransactionIsRolledBackWhenItsConnectionIsClosed() throws SQLException {
		this.connection.setAutoCommit(false);
		update(this.connection, "DELETE FROM parent");
		this.connection.close();
		assertThat(query(this.file.connect(), "SELECT name FROM parent")).containsExactly("first");
	}

	@Test
	void settingsAreTheConnectionsOwn() throws SQLException {
		Connection other = this.file.connect();
		this.connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
		this.connection.setTypeMap(Map.of("A", String.class));
		assertThat(other.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
		assertThat(other.getTypeMap()).isEmpty();
		assertThat(query(other, "PRAGMA read_uncommitted")).containsExactly("0");
		assertThat(query(this.connection, "PRAGMA read_uncommitted")).containsExactly("1");
		assertThat(this.connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_UNCOMMITTED);
		assertThat(this.connection.getTypeMap()).hasSize(1);
		this.connection.close();
		assertThat(query(this.file.connect(), "PRAGMA read_uncommitted")).containsExactly("0");
	}

	@Test
	void generatedKeyIsThatOfItsOwnStatement() throws SQLException {
		PreparedStatement one = insert(this.connection, "one");
		PreparedStatement two = insert(this.file.connect(), "two");
		assertThat(key(one)).isEqualTo(2);
		assertThat(key(two)).isEqualTo(3);
	}

	@Test
	void lastKeyIsNotToldAfterAnotherConnectionHasWritten() throws SQLException {
		update(this.connection, "INSERT INTO parent (name) VALUES ('one')");
		assertThat(query(this.connection, "SELECT last_insert_rowid()")).containsExactly("2");
		update(this.file.connect(), "INSERT INTO parent (name) VALUES ('two')");
		assertThatExceptionOfType(TransactionIsolationException.class)
			.isThrownBy(() -> query(this.connection, "SELECT Last_Insert_Rowid()"))
			.withMessageContaining("Another connection has written since");
	}

	@Test
	void columnOfTheNameOfSuchAFunctionIsToldToAnyConnection() throws SQLException {
		update(this.connection, "CREATE TABLE history (changes INTEGER)");
		update(this.connection, "INSERT INTO history VALUES (3)");
		assertThat(query(this.file.connect(), "SELECT changes FROM history")).containsExactly("3");
		assertThatExceptionOfType(TransactionIsolationException.class)
			.isThrownBy(() -> query(this.file.connect(), "SELECT changes ()"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "VACUUM", "/* so */ vacuum into 'x.db'", "ATTACH ':memory:' AS other", "DETACH other",
			"PRAGMA journal_mode = WAL", "PRAGMA main.journal_mode=delete", "PRAGMA foreign_keys(off)",
			"PRAGMA synchronous = FULL", "PRAGMA page_size = 1024", "PRAGMA wal_checkpoint",
			"DELETE FROM parent; COMMIT", "BEGIN; DELETE FROM parent; COMMIT",
			"CREATE TRIGGER t AFTER INSERT ON child BEGIN DELETE FROM strict; END; COMMIT" })
	void statementThatCannotRunInATransactionIsAnErrorThatSaysSo(String sql) throws SQLException {
		assertThatExceptionOfType(TransactionIsolationException.class)
			.isThrownBy(() -> this.connection.createStatement().execute(sql))
			.withMessageContaining("'a scenario'")
			.withMessageContaining("transaction")
			.withMessageContaining("pristine-database");
		assertThatExceptionOfType(TransactionIsolationException.class)
			.isThrownBy(() -> this.connection.prepareStatement(sql));
		assertThatExceptionOfType(TransactionIsolationException.class).isThrownBy(() -> {
			Statement batch = this.connection.createStatement();
			batch.addBatch("DELETE FROM child");
			batch.addBatch(sql);
			batch.executeBatch();
		});
		assertThat(names()).containsExactly("first");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PRAGMA foreign_keys = ON", "PRAGMA foreign_keys(1)", "PRAGMA journal_mode = memory",
			"PRAGMA journal_mode", "PRAGMA foreign_key_list(child)", "SELECT 'VACUUM; COMMIT' -- ; BEGIN",
			"CREATE TRIGGER t AFTER INSERT ON child BEGIN DELETE FROM strict; SELECT 1; END;",
			"SELECT \"name\", [name], `name` FROM parent; -- the end", "PRAGMA encoding = 'UTF-8'" })
	void statementThatChangesNothingOrOnlyLooksLikeOneIsExecuted(String sql) {
		assertThatNoException().isThrownBy(() -> this.connection.createStatement().execute(sql));
	}

	@Test
	void schemaIsRolledBack() throws SQLException {
		this.connection.setAutoCommit(false);
		update(this.connection, "DROP TABLE strict");
		update(this.connection, "ALTER TABLE child ADD COLUMN more TEXT");
		this.connection.rollback();
		assertThat(query(this.connection, "SELECT count(*) FROM strict")).containsExactly("0");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> query(this.connection, "SELECT more FROM child"));
	}

	@Test
	void deferredForeignKeyIsCheckedByTheCommitAsProductionDoes() throws SQLException {
		Path plain = this.directory.resolve("plain.db");
		Sql.execute(plain, TransactionFile.SCHEMA);
		SQLException expected;
		try (Connection other = DriverManager.getConnection(TransactionFile.url(plain))) {
			expected = violate(other);
		}
		SQLException failure = violate(this.connection);
		assertThat((Throwable) failure).hasSameClassAs(expected).hasMessage(expected.getMessage());
		assertThat(failure.getErrorCode()).isEqualTo(expected.getErrorCode());
		assertThat(failure.getSQLState()).isEqualTo(expected.getSQLState());
		// The transaction is still open, and can be mended.
		update(this.connection, "INSERT INTO parent (id) VALUES (7)");
		this.connection.commit();
		assertThat(query(this.connection, "SELECT parent FROM child")).containsExactly("7");
	}

	private static SQLException violate(Connection connection) throws SQLException {
		connection.setAutoCommit(false);
		update(connection, "INSERT INTO child (parent) VALUES (7)");
		try {
			connection.commit();
			throw new AssertionError("Committed");
		}
		catch (SQLException ex) {
			return ex;
		}
	}

	@Test
	void deferredForeignKeyOfATableThatIsCreatedInTheScenarioIsChecked() throws SQLException {
		update(this.connection, "DROP TABLE child");
		this.connection.setAutoCommit(false);
		update(this.connection, "INSERT INTO parent (name) VALUES ('any')");
		this.connection.commit();
		update(this.connection,
				"CREATE TABLE late (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)");
		update(this.connection, "INSERT INTO late VALUES (9)");
		assertThatExceptionOfType(SQLException.class).isThrownBy(this.connection::commit)
			.withMessageContaining("FOREIGNKEY");
	}

	@Test
	void foreignKeysThatAreDeferredByAPragmaAreCheckedByTheCommitAndNoLongerThen() throws SQLException {
		this.connection.setAutoCommit(false);
		this.connection.createStatement().execute("PRAGMA defer_foreign_keys = ON");
		update(this.connection, "INSERT INTO strict (parent) VALUES (8)");
		assertThatExceptionOfType(SQLException.class).isThrownBy(this.connection::commit)
			.withMessageContaining("FOREIGNKEY");
		update(this.connection, "INSERT INTO parent (id) VALUES (8)");
		this.connection.commit();
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> update(this.connection, "INSERT INTO strict (parent) VALUES (9)"))
			.withMessageContaining("FOREIGNKEY");
	}

	@Test
	void whatWasViolatedFromTheBeginningIsNobodysFault() throws SQLException {
		try (TransactionFile other = new TransactionFile(this.directory.resolve("violated.db"),
				"CREATE TABLE parent (id INTEGER PRIMARY KEY)",
				"CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)",
				"INSERT INTO child VALUES (1)"); Connection violated = other.connect(false)) {
			update(violated, "INSERT INTO parent VALUES (2)");
			assertThatNoException().isThrownBy(violated::commit);
			update(violated, "INSERT INTO child VALUES (1)");
			assertThatExceptionOfType(SQLException.class).isThrownBy(violated::commit);
		}
	}

	@Test
	void transactionThatTheDatabaseRollsBackTakesNothingElseWithItIfItIsTheFirst() throws SQLException {
		this.connection.setAutoCommit(false);
		update(this.connection, "INSERT INTO parent (name) VALUES ('lost')");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> update(this.connection, "INSERT OR ROLLBACK INTO parent (name) VALUES ('first')"));
		assertThat(names()).containsExactly("first");
		assertThatExceptionOfType(SQLException.class).isThrownBy(this.connection::commit)
			.withMessageContaining("no transaction is active");
		update(this.connection, "INSERT INTO parent (name) VALUES ('kept')");
		assertThat(names()).containsExactly("first", "kept");
	}

	@Test
	void transactionThatTheDatabaseRollsBackWithWhatWasCommittedIsAnErrorFromThenOn() throws SQLException {
		update(this.connection, "INSERT INTO parent (name) VALUES ('committed')");
		assertThatExceptionOfType(TransactionIsolationException.class)
			.isThrownBy(() -> update(this.connection, "INSERT OR ROLLBACK INTO parent (name) VALUES ('first')"))
			.withMessageContaining("rolled back the one transaction");
		assertThatExceptionOfType(TransactionIsolationException.class).isThrownBy(this::names);
		this.file.close();
		try (TransactionFile next = new TransactionFile(this.directory.resolve("shared.db"));
				Connection another = next.connect()) {
			assertThat(query(another, "SELECT name FROM parent")).containsExactly("first");
		}
	}

	@Test
	void batchThatFailsLeavesInAutoCommitModeWhatCameBefore() throws SQLException {
		Statement batch = this.connection.createStatement();
		batch.addBatch("INSERT INTO parent (name) VALUES ('before')");
		batch.addBatch("INSERT INTO parent (name) VALUES ('first')");
		assertThatExceptionOfType(BatchUpdateException.class).isThrownBy(batch::executeBatch);
		assertThat(names()).containsExactly("first", "before");
	}

	@Test
	void rowsCanBeReadInOneThreadWhileOthersWrite() throws Exception {
		for (int i = 0; i < 200; i++) {
			update(this.connection, "INSERT INTO child (id) VALUES (" + i + ")");
		}
		CyclicBarrier allAtOnce = new CyclicBarrier(4);
		List<Integer> found = Concurrently.run(4, (number) -> {
			try (Connection own = this.file.connect(); Statement statement = own.createStatement()) {
				if (number == 0) {
					ResultSet rows = statement.executeQuery("SELECT id FROM child");
					rows.next();
					allAtOnce.await();
					int count = 1;
					while (rows.next()) {
						count++;
					}
					return count;
				}
				allAtOnce.await();
				own.setAutoCommit(false);
				for (int i = 0; i < 50; i++) {
					statement.executeUpdate("INSERT INTO strict (id) VALUES (" + (number * 1_000 + i) + ")");
					own.commit();
				}
				return 0;
			}
		});
		assertThat(found).containsExactly(200, 0, 0, 0);
		assertThat(query(this.connection, "SELECT count(*) FROM strict")).containsExactly("150");
	}

	@Test
	void statementIsCancelledByAnotherThreadButNotWhileAnotherOneIsExecuted() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		Function.create(this.connection.unwrap(SQLiteConnection.class), "meet", new Function() {

			@Override
			protected void xFunc() throws SQLException {
				running.countDown();
				try {
					cancelled.await(30, TimeUnit.SECONDS);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				result(1);
			}

		});
		Statement idle = this.connection.createStatement();
		Statement busy = this.file.connect().createStatement();
		List<Throwable> failures = new ArrayList<>();
		Thread thread = new Thread(() -> {
			try (ResultSet rows = busy.executeQuery("SELECT meet() UNION ALL SELECT 2")) {
				while (rows.next()) {
					continue;
				}
			}
			catch (SQLException ex) {
				failures.add(ex);
			}
		});
		thread.start();
		running.await();
		idle.cancel();
		cancelled.countDown();
		thread.join();
		assertThat(failures).isEmpty();
	}

	@Test
	void failuresAreObserved() {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> query(this.connection, "SELECT nothing"));
		assertThat(this.file.failures()).hasSize(1);
	}

	@Test
	void metaDataTellsOfWhatIsNotCommitted() throws SQLException {
		this.connection.setAutoCommit(false);
		update(this.connection, "CREATE TABLE fresh (id)");
		DatabaseMetaData metaData = this.connection.getMetaData();
		try (ResultSet tables = metaData.getTables(null, null, "fresh", null)) {
			assertThat(tables.next()).isTrue();
		}
	}

	private List<String> names() throws SQLException {
		return query(this.connection, "SELECT name FROM parent ORDER BY id");
	}

	private static PreparedStatement insert(Connection connection, String name) throws SQLException {
		PreparedStatement statement = connection.prepareStatement("INSERT INTO parent (name) VALUES (?)",
				Statement.RETURN_GENERATED_KEYS);
		statement.setString(1, name);
		statement.executeUpdate();
		return statement;
	}

	private static int key(Statement statement) throws SQLException {
		try (ResultSet keys = statement.getGeneratedKeys()) {
			keys.next();
			return keys.getInt(1);
		}
	}

	private static void update(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.executeUpdate(sql);
		}
	}

	private static List<String> query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			List<String> found = new ArrayList<>();
			while (rows.next()) {
				found.add(rows.getString(1));
			}
			return found;
		}
	}

}
