package io.github.pristinedb.transaction;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

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
	void secondIsRolledBackAfterTheFirstIsCommitted() throws SQLException {
		insert(this.first, "first");
		insert(this.second, "second");
		this.first.commit();
		this.second.rollback();
		assertThat(items()).containsExactly("first");
	}

	@Test
	void bothAreCommittedInAnyOrder() throws SQLException {
		insert(this.first, "first");
		insert(this.second, "second");
		insert(this.first, "first again");
		this.second.commit();
		insert(this.first, "and again");
		this.first.commit();
		assertThat(items()).containsExactly("first", "second", "first again", "and again");
	}

	@Test
	void innerIsRolledBackAndTheOuterIsCommitted() throws SQLException {
		insert(this.first, "first");
		insert(this.second, "second");
		this.second.rollback();
		this.first.commit();
		assertThat(items()).containsExactly("first");
	}

	@Test
	void bothAreRolledBackInAnyOrder() throws SQLException {
		insert(this.first, "first");
		insert(this.second, "second");
		this.first.rollback();
		this.second.rollback();
		assertThat(items()).isEmpty();
	}

	@Test
	void transactionThatOnlyReadIsInNobodysWay() throws SQLException {
		assertThat(items(this.first)).isEmpty();
		insert(this.second, "second");
		this.second.commit();
		insert(this.first, "first");
		this.first.rollback();
		assertThat(items()).containsExactly("second");
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

	@Test
	void whateverThreeConnectionsDoEitherTheStateIsRightOrItIsAnError() throws SQLException {
		int conflicts = 0;
		for (int seed = 0; seed < 400; seed++) {
			Path path = this.directory.resolve(seed + ".db");
			try (TransactionFile own = new TransactionFile(path, "CREATE TABLE item (name TEXT)")) {
				conflicts += new Interleaving(own, seed).run(false);
			}
		}
		assertThat(conflicts).isBetween(20, 390);
	}

	@Test
	void transactionsThatAreNestedAreNeverAnError() throws SQLException {
		for (int seed = 0; seed < 200; seed++) {
			Path path = this.directory.resolve(seed + ".db");
			try (TransactionFile own = new TransactionFile(path, "CREATE TABLE item (name TEXT)")) {
				assertThat(new Interleaving(own, seed).run(true)).as("program %d", seed).isZero();
			}
		}
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

	/**
	 * Three connections that write, commit and roll back at random, and what should come
	 * of it.
	 */
	private static final class Interleaving {

		private static final int CONNECTIONS = 3;

		private final TransactionFile file;

		private final Random random;

		private final List<Connection> connections = new ArrayList<>();

		// What each transaction has written, and where its savepoints stand in it.
		private final List<List<String>> written = new ArrayList<>();

		private final List<Map<Savepoint, Integer>> savepoints = new ArrayList<>();

		private final TreeSet<String> committed = new TreeSet<>();

		private int items;

		Interleaving(TransactionFile file, int seed) throws SQLException {
			this.file = file;
			this.random = new Random(seed);
			for (int i = 0; i < CONNECTIONS; i++) {
				this.connections.add(file.connect(false));
				this.written.add(new ArrayList<>());
				this.savepoints.add(new LinkedHashMap<>());
			}
		}

		/**
		 * Run it to its end, or to the first conflict.
		 * @param nested whether each transaction ends before the one that began before it
		 * goes on
		 * @return how many conflicts there were
		 */
		int run(boolean nested) throws SQLException {
			int open = 0;
			for (int step = 0; step < 60; step++) {
				int index = nested ? open : this.random.nextInt(CONNECTIONS);
				int deed = this.random.nextInt(10);
				if (nested && deed == 9) {
					open = Math.min(open + 1, CONNECTIONS - 1);
				}
				perform(index, deed, nested && index > 0);
				if (nested && (deed == 3 || deed == 4)) {
					open = Math.max(open - 1, 0);
				}
				try (Connection reader = this.file.connect()) {
					assertThat(new TreeSet<>(items(reader))).isEqualTo(expected());
				}
				catch (TransactionIsolationException ex) {
					return 1;
				}
			}
			return 0;
		}

		private void perform(int index, int deed, boolean onlyRollback) throws SQLException {
			Connection connection = this.connections.get(index);
			List<String> own = this.written.get(index);
			Map<Savepoint, Integer> marks = this.savepoints.get(index);
			switch (deed) {
				case 0, 1, 2 -> {
					String item = "item " + ++this.items;
					own.add(item);
					insert(connection, item);
				}
				case 3 -> {
					// What is committed within an open transaction cannot be nested.
					if (onlyRollback) {
						connection.rollback();
					}
					else {
						connection.commit();
						this.committed.addAll(own);
					}
					own.clear();
					marks.clear();
				}
				case 4 -> {
					connection.rollback();
					own.clear();
					marks.clear();
				}
				case 5 -> marks.put(connection.setSavepoint(), own.size());
				case 6, 7 -> {
					Savepoint mark = pick(marks);
					if (mark != null) {
						connection.rollback(mark);
						int size = marks.get(mark);
						own.subList(size, own.size()).clear();
						forgetAfter(marks, mark);
						marks.put(mark, size);
					}
				}
				case 8 -> {
					Savepoint mark = pick(marks);
					if (mark != null) {
						connection.releaseSavepoint(mark);
						forgetAfter(marks, mark);
					}
				}
				default -> assertThat(connection.isClosed()).isFalse();
			}
		}

		private Savepoint pick(Map<Savepoint, Integer> marks) {
			return marks.isEmpty() ? null : List.copyOf(marks.keySet()).get(this.random.nextInt(marks.size()));
		}

		private static void forgetAfter(Map<Savepoint, Integer> marks, Savepoint mark) {
			List<Savepoint> all = List.copyOf(marks.keySet());
			all.subList(all.indexOf(mark), all.size()).forEach(marks::remove);
		}

		private TreeSet<String> expected() {
			TreeSet<String> expected = new TreeSet<>(this.committed);
			this.written.forEach(expected::addAll);
			return expected;
		}

	}

}
