package io.github.pristinedb.engine.kit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

import javax.sql.DataSource;

import io.github.pristinedb.engine.kit.Deed.Kind;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.test.Stage;
import io.github.pristinedb.transaction.TransactionIsolationException;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Isolation by a transaction: a logical connection does what a plain one does to a
 * database of its own, several of them are right or an error, and nothing is left.
 */
abstract class TransactionContract extends EngineContract {

	private static final int STEPS = 40;

	// Long ones find more, and take longer.
	private static final int FEW_STEPS = KitRounds.isSoak() ? STEPS : 12;

	// Of so many programs, one is alone, and may leave a transaction open.
	private static final int ALONE = 20;

	// So many of the others follow each other, since a database is restored afterwards.
	private static final int TOGETHER = 20;

	private static final String ITEMS = "SELECT text FROM entry WHERE text LIKE 'item%' ORDER BY id";

	TransactionContract(EngineFixture fixture) {
		super(fixture);
	}

	@Test
	void logicalConnectionDoesTheSameAsAPlainOneToADatabaseOfItsOwn() throws Exception {
		List<Deed> deeds = Deeds.of(this.fixture,
				this.fixture.rollsSchemaBack() ? new Kind[] { Kind.READ, Kind.ROWS, Kind.TRANSACTION, Kind.SCHEMA }
						: new Kind[] { Kind.READ, Kind.ROWS, Kind.TRANSACTION });
		inContext(Isolation.TRANSACTION, (context) -> {
			DataSource dataSource = KitContext.dataSource(context);
			for (long seed = KitRounds.first(); seed < KitRounds.end(this.fixture.programs(50)); seed++) {
				long number = seed;
				Stage.scenario(context, () -> {
					assertThat(KitContext.content(this.fixture, context).differencesFrom(pristine()))
						.as("start of program %d", number)
						.isEmpty();
					try (PlainDatabase database = new PlainDatabase(this.fixture, this.directory, "plain-" + number)) {
						compare(number, new Program(deeds, number, List.of(database::connect), false),
								new Program(deeds, number, List.of(dataSource::getConnection), false));
					}
				});
			}
		});
	}

	private static void compare(long seed, Program plain, Program logical) throws SQLException {
		List<String> done = new ArrayList<>();
		for (int step = 0; step < STEPS; step++) {
			String expected = plain.step();
			done.add(expected);
			assertThat(logical.step()).as("step %d of program %d: %s", step, seed, done).isEqualTo(expected);
		}
		logical.close();
	}

	@Test
	void logicalConnectionDoesTheSameAsOneToAPrivateDatabase() throws Exception {
		long end = KitRounds.end(this.fixture.programsBesideAPrivateDatabase());
		if (end == KitRounds.first()) {
			return;
		}
		List<Deed> rows = inOrder(Kind.READ, Kind.ROWS);
		List<Deed> withCommands = inOrder(Kind.READ, Kind.ROWS, Kind.TRANSACTION);
		inContext(Isolation.TRANSACTION, (context) -> {
			DataSource dataSource = KitContext.dataSource(context);
			for (long seed = KitRounds.first(); seed < end;) {
				boolean alone = seed % ALONE == 0;
				long first = seed;
				long next = alone ? seed + 1 : Math.min(end, seed + TOGETHER - seed % TOGETHER);
				List<String> expected = new ArrayList<>();
				Scope own = new Scope(Scope.Kind.SCENARIO, "in its database");
				own.isolate(Isolation.DATABASE);
				Stage.scope(context, own,
						() -> expected.addAll(run(alone ? withCommands : rows, first, next, dataSource)));
				Stage.scenario(context, () -> {
					if (alone) {
						assertThat(KitContext.content(this.fixture, context).differencesFrom(pristine()))
							.as("start of program %d", first)
							.isEmpty();
					}
					assertThat(run(alone ? withCommands : rows, first, next, dataSource))
						.as("programs from %d on", first)
						.isEqualTo(expected);
				});
				seed = next;
			}
		});
	}

	private static List<String> run(List<Deed> deeds, long first, long end, DataSource dataSource) throws SQLException {
		List<String> done = new ArrayList<>();
		for (long seed = first; seed < end; seed++) {
			Program program = new Program(deeds, seed, List.of(dataSource::getConnection), false);
			for (int step = 0; step < FEW_STEPS; step++) {
				done.add(program.step());
			}
			program.close();
		}
		return done;
	}

	/**
	 * Rows of a restored database may be stored elsewhere, so that they are found in
	 * another order.
	 */
	private List<Deed> inOrder(Kind... kinds) {
		List<Deed> deeds = Deeds.of(this.fixture, kinds);
		deeds.removeIf((deed) -> deed.name().equals("read"));
		deeds.add(Deed.of("read in order", Kind.READ,
				(n) -> List.of("SELECT name, amount FROM author WHERE id % 7 = " + n % 7 + " ORDER BY id")));
		return deeds;
	}

	@Test
	void whateverSeveralConnectionsDoEitherTheStateIsRightOrItIsAnError() throws Exception {
		inContext(Isolation.TRANSACTION, (context) -> {
			int conflicts = 0;
			long end = KitRounds.end(this.fixture.interleavings(60));
			for (long seed = KitRounds.first(); seed < end; seed++) {
				conflicts += interleave(context, seed, false);
			}
			assertThat(conflicts).isBetween(3, (int) (end - KitRounds.first()) - 1);
		});
	}

	@Test
	void transactionsThatAreNestedAreNeverAnError() throws Exception {
		inContext(Isolation.TRANSACTION, (context) -> {
			for (long seed = KitRounds.first(); seed < KitRounds.end(this.fixture.interleavings(40)); seed++) {
				assertThat(interleave(context, seed, true)).as("program %d", seed).isZero();
			}
		});
	}

	private static int interleave(ApplicationContext context, long seed, boolean nested) throws Exception {
		int[] conflicts = new int[1];
		Stage.scenario(context, () -> {
			DataSource dataSource = KitContext.dataSource(context);
			try (Connection reader = dataSource.getConnection()) {
				assertThat(Rows.of(reader, ITEMS)).as("start of program %d", seed).isEmpty();
			}
			conflicts[0] = new Interleaving(dataSource, seed).run(nested);
		});
		return conflicts[0];
	}

	@Test
	void transactionsEndInAnyOrder() throws Exception {
		inContext(Isolation.TRANSACTION, (context) -> {
			for (Ending first : Ending.values()) {
				for (Ending second : Ending.values()) {
					Stage.scenario(context, () -> endInnerFirst(KitContext.dataSource(context), first, second));
				}
			}
			Stage.scenario(context, () -> {
				try (Connection one = open(context); Connection other = open(context)) {
					insert(one, "item one");
					insert(other, "item other");
					insert(one, "item one again");
					other.commit();
					insert(one, "item and again");
					one.commit();
					assertThat(items(context)).containsExactly("item one", "item other", "item one again",
							"item and again");
				}
			});
			Stage.scenario(context, () -> assertThat(items(context)).isEmpty());
		});
	}

	private static void endInnerFirst(DataSource dataSource, Ending outer, Ending inner) throws SQLException {
		try (Connection one = dataSource.getConnection(); Connection other = dataSource.getConnection()) {
			one.setAutoCommit(false);
			other.setAutoCommit(false);
			insert(one, "item outer");
			insert(other, "item inner");
			TreeSet<String> expected = new TreeSet<>();
			inner.end(other, "item inner", expected);
			if (outer == Ending.ROLLBACK && inner == Ending.COMMIT) {
				// Only this cannot be expressed by savepoints.
				one.commit();
				return;
			}
			outer.end(one, "item outer", expected);
			try (Connection reader = dataSource.getConnection()) {
				assertThat(new TreeSet<>(Rows.of(reader, ITEMS))).isEqualTo(expected);
			}
		}
	}

	@Test
	void transactionThatOnlyReadIsInNobodysWay() throws Exception {
		inContext(Isolation.TRANSACTION, (context) -> Stage.scenario(context, () -> {
			try (Connection reading = open(context); Connection writing = open(context)) {
				assertThat(Rows.of(reading, ITEMS)).isEmpty();
				insert(writing, "item committed");
				writing.commit();
				insert(reading, "item rolled back");
				reading.rollback();
				assertThat(items(context)).containsExactly("item committed");
			}
		}));
	}

	@Test
	void rollbackThatCannotBeExpressedIsAnErrorForWhoeverLooks() throws Exception {
		inContext(Isolation.TRANSACTION, (context) -> {
			Stage.scenario(context, () -> {
				try (Connection one = open(context); Connection other = open(context)) {
					insert(one, "item one");
					insert(other, "item other");
					other.commit();
					one.rollback();
					org.assertj.core.api.Assertions.assertThatExceptionOfType(TransactionIsolationException.class)
						.isThrownBy(() -> items(context));
				}
			});
			Stage.scenario(context, () -> assertThat(items(context)).isEmpty());
		});
	}

	private static Connection open(ApplicationContext context) throws SQLException {
		Connection connection = KitContext.dataSource(context).getConnection();
		connection.setAutoCommit(false);
		return connection;
	}

	private static List<String> items(ApplicationContext context) throws SQLException {
		try (Connection reader = KitContext.dataSource(context).getConnection()) {
			return Rows.of(reader, ITEMS);
		}
	}

	private static void insert(Connection connection, String item) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.executeUpdate("INSERT INTO entry (text) VALUES ('" + item + "')");
		}
	}

	/**
	 * How a transaction ends.
	 */
	private enum Ending {

		COMMIT {
			@Override
			void end(Connection connection, String item, TreeSet<String> expected) throws SQLException {
				connection.commit();
				expected.add(item);
			}
		},

		ROLLBACK {
			@Override
			void end(Connection connection, String item, TreeSet<String> expected) throws SQLException {
				connection.rollback();
			}
		};

		abstract void end(Connection connection, String item, TreeSet<String> expected) throws SQLException;

	}

	/**
	 * Three connections that write, commit and roll back at random, and what should come
	 * of it.
	 */
	private static final class Interleaving {

		private static final int CONNECTIONS = 3;

		private final DataSource dataSource;

		private final Random random;

		private final long seed;

		private final List<Connection> connections = new ArrayList<>();

		// What each transaction has written, and where its savepoints stand in it.
		private final List<List<String>> written = new ArrayList<>();

		private final List<Map<Savepoint, Integer>> savepoints = new ArrayList<>();

		private final TreeSet<String> committed = new TreeSet<>();

		private int items;

		Interleaving(DataSource dataSource, long seed) throws SQLException {
			this.dataSource = dataSource;
			this.seed = seed;
			this.random = new Random(seed);
			for (int i = 0; i < CONNECTIONS; i++) {
				Connection connection = dataSource.getConnection();
				connection.setAutoCommit(false);
				this.connections.add(connection);
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
			try {
				return runAll(nested);
			}
			finally {
				for (Connection connection : this.connections) {
					connection.close();
				}
			}
		}

		private int runAll(boolean nested) throws SQLException {
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
				try (Connection reader = this.dataSource.getConnection()) {
					assertThat(new TreeSet<>(Rows.of(reader, ITEMS))).as("step %d of program %d", step, this.seed)
						.isEqualTo(expected());
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
