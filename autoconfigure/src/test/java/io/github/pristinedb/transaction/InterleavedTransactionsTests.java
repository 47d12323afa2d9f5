package io.github.pristinedb.transaction;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Transactions of several connections in one transaction of the database: what savepoints
 * can express is right, and everything else is an error.
 */
class InterleavedTransactionsTests {

	@TempDir
	private Path directory;

	private TransactionFile file;

	private Connection first;

	private Connection second;

	@BeforeEach
	void begin() throws SQLException {
		this.file = new TransactionFile(this.directory.resolve("shared.db"), "CREATE TABLE item (name TEXT)");
		this.first = this.file.connect(false);
		this.second = this.file.connect(false);
	}

	@AfterEach
	void end() throws SQLException {
		this.file.close();
	}

	@Test
	void savepointBeforeAnotherTransactionIsRolledBackToWithoutTouchingIt() throws SQLException {
		Savepoint savepoint = this.first.setSavepoint();
		insert(this.second, "second");
		this.second.commit();
		insert(this.first, "first");
		this.first.rollback(savepoint);
		assertThat(items()).containsExactly("second");
		insert(this.first, "first again");
		this.first.commit();
		assertThat(items()).containsExactly("second", "first again");
	}

	@Test
	void rollbackBelowAnOpenTransactionIsAnErrorUntilThatIsRolledBackToo() throws SQLException {
		insert(this.first, "first");
		insert(this.second, "second");
		this.first.rollback();
		assertConflict("was rolled back", "is open");
		this.second.rollback();
		assertThat(items()).isEmpty();
	}

	@Test
	void rollbackBelowACommittedTransactionIsAnErrorThatNamesBothAndTheCure() throws Exception {
		insert(this.first, "first");
		Thread other = new Thread(() -> {
			try {
				insert(this.second, "second");
				this.second.commit();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}, "the other one");
		other.start();
		other.join();
		this.first.rollback();
		assertConflict("In the scenario 'a scenario'", "the thread '" + Thread.currentThread().getName() + "'",
				"the thread 'the other one'", "on connection 1", "on connection 2", "and was committed",
				"@PristineDatabase(isolation = Isolation.DATABASE)");
		assertThatExceptionOfType(TransactionIsolationException.class).isThrownBy(() -> insert(this.second, "third"));
		assertThatExceptionOfType(TransactionIsolationException.class)
			.isThrownBy(() -> this.first.prepareStatement("SELECT 1"));
	}

	@Test
	void rollbackBetweenTheWritesOfAnotherIsAnError() throws SQLException {
		insert(this.first, "first");
		insert(this.second, "second");
		insert(this.first, "first again");
		this.first.commit();
		this.second.rollback();
		assertConflict("on connection 2 was rolled back", "on connection 1 wrote after it");
	}

	@Test
	void rollbackBelowAStatementInAutoCommitModeIsAnError() throws SQLException {
		insert(this.first, "first");
		try (Connection third = this.file.connect()) {
			insert(third, "third");
		}
		this.first.rollback();
		assertConflict("a statement in auto-commit mode");
	}

	@Test
	void rowsThatAreReadBelowAConflictAreAnErrorToo() throws SQLException {
		insert(this.first, "first");
		try (Connection third = this.file.connect(); Statement statement = third.createStatement()) {
			ResultSet rows = statement.executeQuery("SELECT * FROM item");
			insert(this.second, "second");
			this.first.rollback();
			assertThatExceptionOfType(TransactionIsolationException.class).isThrownBy(rows::next);
		}
	}

	@Test
	void nothingIsLeftOfAConflictWhenTheScenarioIsOver() throws SQLException {
		rollbackBelow();
		assertThat(this.file.transaction().end(false)).isEqualTo(ScenarioTransaction.End.ROLLED_BACK);
		try (TransactionFile next = new TransactionFile(this.directory.resolve("shared.db"));
				Connection connection = next.connect()) {
			assertThat(items(connection)).isEmpty();
		}
	}

	private void rollbackBelow() throws SQLException {
		insert(this.first, "first");
		insert(this.second, "second");
		this.second.commit();
		this.first.rollback();
	}

	@Test
	void manyTurnsOfTwoWritersNeedFewSavepoints() throws SQLException {
		for (int i = 0; i < 500; i++) {
			insert(this.first, "first " + i);
			insert(this.second, "second " + i);
			this.second.commit();
			Savepoint savepoint = this.first.setSavepoint();
			insert(this.first, "first again " + i);
			this.first.releaseSavepoint(savepoint);
		}
		assertThat(this.file.transaction().writes().depth()).isLessThan(5);
		this.first.commit();
		assertThat(items()).hasSize(1_500);
		assertThat(this.file.transaction().writes().depth()).isZero();
	}

	private void assertConflict(String... messages) throws SQLException {
		try (Connection reader = this.file.connect()) {
			assertThatExceptionOfType(TransactionIsolationException.class).isThrownBy(() -> items(reader))
				.withMessageContainingAll(messages);
		}
	}

	private List<String> items() throws SQLException {
		try (Connection reader = this.file.connect()) {
			return items(reader);
		}
	}

	private static List<String> items(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT name FROM item ORDER BY rowid")) {
			List<String> items = new ArrayList<>();
			while (rows.next()) {
				items.add(rows.getString(1));
			}
			return items;
		}
	}

	private static void insert(Connection connection, String item) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.executeUpdate("INSERT INTO item VALUES ('" + item + "')");
		}
	}

}
