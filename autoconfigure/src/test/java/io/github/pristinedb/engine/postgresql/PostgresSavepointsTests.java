package io.github.pristinedb.engine.postgresql;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import io.github.pristinedb.transaction.TransactionIsolationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The savepoints of a scenario in one transaction cost few round trips, and a failure
 * undoes no more than it has to.
 */
class PostgresSavepointsTests {

	private static TransactionPair databases;

	@BeforeAll
	static void create() throws SQLException {
		databases = new TransactionPair(List.of("CREATE TABLE item(text text)"), List.of());
	}

	@AfterAll
	static void drop() throws SQLException {
		databases.close();
	}

	@AfterEach
	void clean() throws SQLException {
		databases.clean();
	}

	private static Connection transaction() throws SQLException {
		Connection connection = databases.logical();
		connection.setAutoCommit(false);
		return connection;
	}

	private static void insert(Connection connection, String text) throws SQLException {
		TransactionPair.execute(connection, "INSERT INTO item VALUES ('" + text + "')");
	}

	private static void insertNowhere(Connection connection) throws SQLException {
		TransactionPair.execute(connection, "INSERT INTO nowhere VALUES ('a')");
	}

	private static List<String> items() throws SQLException {
		try (Connection connection = databases.logical()) {
			return TransactionPair.rows(connection, "SELECT text FROM item ORDER BY text");
		}
	}

	/**
	 * Rows that the driver fetches two by two, the fifth of which fails.
	 */
	private static ResultSet failingRows(Connection connection) throws SQLException {
		Statement statement = connection.createStatement();
		statement.setFetchSize(2);
		return statement.executeQuery("SELECT 10 / (5 - n) FROM generate_series(1, 9) n");
	}

	private static void assertFails(ResultSet rows) {
		assertFails(rows, "22012");
	}

	private static void assertFails(ResultSet rows, String state) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> {
			while (rows.next()) {
				rows.getInt(1);
			}
		}).extracting(SQLException::getSQLState).isEqualTo(state);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void transactionTakesNoMoreRoundTripsThanWithoutAScenario(boolean commit) throws SQLException {
		try (TransactionPair own = new TransactionPair(List.of("CREATE TABLE item(text text)"), List.of())) {
			Connection connection = own.logical("&" + CountedSockets.OPTION);
			connection.setAutoCommit(false);
			insert(connection, "first");
			connection.commit();
			int before = CountedSockets.sent();
			for (int i = 0; i < 10; i++) {
				insert(connection, "a");
				insert(connection, "b");
				if (commit) {
					connection.commit();
				}
				else {
					connection.rollback();
				}
			}
			// Two inserts, and a commit or a rollback. The first begins along with one.
			assertThat(CountedSockets.sent() - before).isLessThanOrEqualTo(31);
		}
	}

	@Test
	void firstStatementsOfAScenarioMayFail() throws SQLException {
		Connection alone = databases.logical();
		Connection transaction = transaction();
		for (Connection connection : List.of(alone, transaction)) {
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> insertNowhere(connection))
				.extracting(SQLException::getSQLState)
				.isEqualTo("42P01");
		}
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> insert(transaction, "b"))
			.extracting(SQLException::getSQLState)
			.isEqualTo("25P02");
		transaction.rollback();
		insert(alone, "a");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> insertNowhere(alone));
		assertThat(items()).containsExactly("a");
	}

	@Test
	void copyThatComesFirstIsKeptWhenAStatementFails() throws Exception {
		Connection alone = databases.logical();
		alone.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY item FROM STDIN", new StringReader("a\n"));
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> insertNowhere(alone));
		assertThat(items()).containsExactly("a");
	}

	@Test
	void savepointThatACommitLeavesTakesNothingWithItWhenItMoves() throws SQLException {
		Connection first = transaction();
		Connection second = transaction();
		insert(first, "a");
		first.commit();
		insert(second, "b");
		insert(first, "c");
		second.rollback();
		first.rollback();
		insert(second, "d");
		first.commit();
		second.commit();
		insert(first, "e");
		first.rollback();
		assertThat(items()).containsExactly("a", "d");
	}

	@Test
	void savepointThatACommitLeavesMayBeReleasedWithOthers() throws SQLException {
		Connection alone = databases.logical();
		Connection transaction = transaction();
		for (int i = 0; i < 200; i++) {
			insert(alone, "alone");
			if (i % 20 == 0) {
				insert(transaction, "kept");
				transaction.commit();
				insert(transaction, "undone");
				transaction.rollback();
			}
		}
		assertThat(items()).hasSize(210).doesNotContain("undone");
	}

	@Test
	void failedCursorLeavesWhatAnotherConnectionHasWritten() throws SQLException {
		Connection other = transaction();
		Connection reading = transaction();
		insert(other, "a");
		ResultSet rows = failingRows(reading);
		assertFails(rows);
		insert(other, "b");
		other.commit();
		reading.rollback();
		assertThat(items()).containsExactly("a", "b");
	}

	@Test
	void failedCursorLeavesWhatAnotherConnectionHasCommittedMeanwhile() throws SQLException {
		Connection other = transaction();
		Connection reading = transaction();
		insert(other, "a");
		ResultSet rows = failingRows(reading);
		other.commit();
		assertFails(rows);
		reading.rollback();
		insert(reading, "b");
		reading.commit();
		assertThat(items()).containsExactly("a", "b");
	}

	@Test
	void cursorIsClosedByTheRollbackOfWhatAnotherConnectionHasWrittenBefore() throws SQLException {
		Connection other = transaction();
		Connection reading = transaction();
		insert(other, "a");
		other.commit();
		insert(other, "b");
		ResultSet rows = failingRows(reading);
		other.rollback();
		assertFails(rows, "34000");
		reading.rollback();
		assertThat(items()).containsExactly("a");
	}

	@Test
	void failedCursorThatUndoesWhatAnotherHasWrittenIsAnError() throws SQLException {
		Connection alone = databases.logical();
		Connection reading = transaction();
		ResultSet rows = failingRows(reading);
		insert(alone, "a");
		assertFails(rows);
		assertThatExceptionOfType(TransactionIsolationException.class).isThrownBy(PostgresSavepointsTests::items)
			.withMessageContaining("has undone more of the scenario's one transaction");
	}

	@Test
	void failedCursorIsUndoneWithoutTheSavepointOfADriverThatCleansUp() throws SQLException {
		try (TransactionPair own = new TransactionPair(List.of("CREATE TABLE item(text text)"), List.of())) {
			Connection connection = own.logical("&cleanupSavepoints=true");
			TransactionPair.execute(connection, "SELECT 1");
			connection.setAutoCommit(false);
			assertFails(failingRows(connection));
			connection.rollback();
			insert(connection, "a");
			connection.commit();
			assertThat(TransactionPair.rows(connection, "SELECT text FROM item")).containsExactly("a");
		}
	}

}
