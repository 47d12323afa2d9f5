package io.github.pristinedb.engine.kit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import javax.sql.DataSource;

import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.RowChange;
import io.github.pristinedb.engine.RowChange.Cell;
import io.github.pristinedb.engine.TableChanges;
import io.github.pristinedb.engine.kit.Deed.Kind;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.ScopePlace;
import io.github.pristinedb.slot.LeasedChanges;
import io.github.pristinedb.slot.ManagedDatabases;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The rows that differ from the baseline: the same ones that a comparison of all rows
 * finds, whatever a scenario did, and looking for them changes nothing.
 */
abstract class ChangesContract extends EngineContract {

	private static final int PROGRAMS = 16;

	private static final int STEPS = 12;

	private static final ChangeLimits ALL = new ChangeLimits(100_000, 200, Duration.ofMinutes(5));

	private static final String ODD = "odd \"table's";

	ChangesContract(EngineFixture fixture) {
		super(fixture);
	}

	@Test
	void changesAreThoseOfAComparisonOfAllRows() throws Exception {
		List<Deed> rows = Deeds.of(this.fixture, Kind.READ, Kind.ROWS, Kind.FOR_GOOD);
		List<Deed> withSchema = Deeds.of(this.fixture, Kind.READ, Kind.ROWS, Kind.SCHEMA);
		inContext(Isolation.DATABASE, (context) -> {
			for (long seed = KitRounds.first(); seed < KitRounds.end(this.fixture.programs(PROGRAMS)); seed++) {
				run(context, seed, 1 + new Random(seed).nextInt(2), (seed % 3 == 0) ? withSchema : rows);
			}
		});
	}

	@Test
	void changesInATransactionAreThoseOfAComparisonOfAllRows() throws Exception {
		List<Deed> rows = Deeds.of(this.fixture, Kind.READ, Kind.ROWS);
		List<Deed> withSchema = this.fixture.rollsSchemaBack()
				? Deeds.of(this.fixture, Kind.READ, Kind.ROWS, Kind.SCHEMA) : rows;
		inContext(Isolation.TRANSACTION, (context) -> {
			for (long seed = KitRounds.first(); seed < KitRounds.end(this.fixture.programs(PROGRAMS)); seed++) {
				run(context, seed, 1, (seed % 3 == 0) ? withSchema : rows);
			}
		});
	}

	private void run(ApplicationContext context, long seed, int connections, List<Deed> deeds) throws Exception {
		DataSource dataSource = KitContext.dataSource(context);
		Stage.scenario(context, () -> {
			Map<String, PlainComparison.Table> before = read(context);
			Program program = new Program(deeds, seed, Collections.nCopies(connections, dataSource::getConnection),
					true);
			List<String> done = new ArrayList<>();
			for (int step = 0; step < STEPS; step++) {
				done.add(program.step());
			}
			program.end();
			program.close();
			Map<String, PlainComparison.Table> after = read(context);
			LeasedChanges found = changes(ALL);
			assertThat(found.changes().incomplete()).as("program %d: %s", seed, done).isNull();
			assertThat(PlainComparison.lines(found.changes())).as("program %d: %s", seed, done)
				.isEqualTo(PlainComparison.differences(before, after));
			assertThat(read(context)).isEqualTo(after);
			assertThat(found.baseline()).startsWith("template ");
			assertThat(found.database()).contains("scenario");
		});
		Stage.scenario(context, () -> {
			assertThat(KitContext.content(this.fixture, context).differencesFrom(pristine())).isEmpty();
			assertThat(changes(ALL).changes()).isEqualTo(new DatabaseChanges(List.of(), null));
		});
	}

	private Map<String, PlainComparison.Table> read(ApplicationContext context) throws SQLException {
		try (Connection connection = KitContext.dataSource(context).getConnection()) {
			return PlainComparison.read(connection, this.fixture.comparesComputedColumns());
		}
	}

	private static LeasedChanges changes(ChangeLimits limits) {
		Scope scope = ScopeBinding.current();
		assertThat(scope).isNotNull();
		List<LeasedChanges> changes = ManagedDatabases.changes(scope, limits);
		assertThat(changes).hasSize(1);
		return changes.get(0);
	}

	@Test
	void whatATestHasNotCommittedYetIsToldToo() throws Exception {
		inContext(Isolation.DATABASE, (context) -> Stage.scenario(context, () -> {
			Map<String, PlainComparison.Table> before = read(context);
			execute(context, "UPDATE book SET title = 'committed' WHERE id = 7");
			try (Connection connection = KitContext.dataSource(context).getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				statement.execute("UPDATE author SET amount = -1 WHERE id = 1");
				LeasedChanges found = changes(ALL);
				assertThat(found.changes().incomplete()).startsWith("The transaction is still open");
				assertThat(PlainComparison.lines(found.changes()))
					.isEqualTo(PlainComparison.differences(before,
							PlainComparison.read(connection, this.fixture.comparesComputedColumns())))
					.hasSize(2);
				connection.rollback();
				assertThat(changes(ALL).changes().tables())
					.extracting((table) -> table.table().toLowerCase(Locale.ROOT))
					.containsExactly("book");
			}
		}));
	}

	/**
	 * Where a product lets nobody commit meanwhile, the transaction sees all.
	 */
	@Test
	void whatOthersHaveCommittedSinceATransactionBeganIsToldBesideItsOwnRows() {
		context().run((context) -> Stage.scenario(context, () -> {
			execute(context, "UPDATE book SET title = 'before' WHERE id = 6");
			try (Connection connection = KitContext.dataSource(context).getConnection();
					Statement statement = connection.createStatement()) {
				connection.setTransactionIsolation(this.fixture.levelOfSnapshots());
				connection.setAutoCommit(false);
				try (ResultSet rows = statement.executeQuery("SELECT title FROM book WHERE id = 6")) {
					assertThat(rows.next()).isTrue();
				}
				boolean others = this.fixture.commitsBesideReaders();
				if (others) {
					execute(context, "UPDATE book SET title = 'since' WHERE id = 7",
							"UPDATE author SET amount = -2 WHERE id = 2");
				}
				boolean own = !others || this.fixture.writesAfterOthers();
				if (own) {
					statement.execute("UPDATE book SET title = 'own' WHERE id = 8");
				}
				DatabaseChanges found = changes(ALL).changes();
				assertThat(found.incomplete()).startsWith("The transaction is still open");
				List<String> told = new ArrayList<>();
				found.tables().forEach((table) -> table.rows().forEach((row) -> told.add(told(table, row))));
				List<String> expected = new ArrayList<>(List.of("book before seen"));
				if (own) {
					expected.add("book own seen");
				}
				if (others) {
					expected.add(0, "author -2 unseen");
					expected.add("book since unseen");
				}
				assertThat(told).isEqualTo(expected);
				connection.rollback();
			}
		}));
	}

	private static String told(TableChanges table, RowChange row) {
		String note = table.note();
		return table.table().toLowerCase(Locale.ROOT) + " " + row.cells().get(row.cells().size() - 1).after()
				+ ((note == null) ? " seen"
						: note.equals("Committed, and not seen by the open transaction.") ? " unseen" : note);
	}

	@Test
	void whatWasCommittedIsToldWhereATransactionHasFailed() throws Exception {
		inContext(Isolation.DATABASE, (context) -> Stage.scenario(context, () -> {
			execute(context, "UPDATE book SET title = 'committed' WHERE id = 7");
			try (Connection connection = KitContext.dataSource(context).getConnection();
					Statement statement = connection.createStatement()) {
				connection.setAutoCommit(false);
				assertThatExceptionOfType(SQLException.class)
					.isThrownBy(() -> statement.execute("UPDATE nowhere SET a = 1"));
				assertThat(changes(ALL).changes().tables())
					.extracting((table) -> table.table().toLowerCase(Locale.ROOT))
					.containsExactly("book");
				connection.rollback();
			}
		}));
	}

	@Test
	void scenarioThatNeverAskedForItsDatabaseHasNoChanges() throws Exception {
		inContext(Isolation.DATABASE, (context) -> Stage.scenario(context,
				() -> assertThat(ManagedDatabases.changes(ScopeBinding.current(), ALL)).isEmpty()));
	}

	@Test
	void scenarioIsComparedWithWhatItsClassWroteWhateverTheTablesAreLike() throws Exception {
		inContext(Isolation.DATABASE, (context) -> inTheClass(context, "database", Isolation.DATABASE));
	}

	@Test
	void transactionIsComparedWithWhatItsClassWroteWhateverTheTablesAreLike() throws Exception {
		inContext(Isolation.TRANSACTION, (context) -> inTheClass(context, "transaction", Isolation.TRANSACTION));
	}

	private void inTheClass(ApplicationContext context, String name, Isolation isolation) throws Exception {
		Scope scope = new Scope(Scope.Kind.TEST_CLASS, "OddTests of " + name);
		String odd = '"' + ODD.replace("\"", "\"\"") + '"';
		Stage.scope(context, scope, () -> {
			execute(context, "CREATE TABLE " + odd
					+ " (\"id\" INTEGER NOT NULL, \"part 2\" VARCHAR(10) NOT NULL, \"x\" VARCHAR(20000), \"x\"\"'y\" INTEGER, PRIMARY KEY (\"id\", \"part 2\"))",
					"INSERT INTO " + odd + " VALUES (1, 'a', 'one', 1), (1, 'b', NULL, 2), (2, 'a', '"
							+ "long".repeat(3000) + "', 3)",
					"CREATE TABLE keyless (a INTEGER, b VARCHAR(10))",
					"INSERT INTO keyless VALUES (1, 'x'), (1, 'x'), (1, 'x'), (NULL, NULL), (2, 'y')",
					"CREATE TABLE unchanged (id INTEGER PRIMARY KEY)", "INSERT INTO unchanged VALUES (1)");
			execute(context, this.fixture.specialTables().toArray(String[]::new));
			for (int i = 0; i < 2; i++) {
				Scope scenario = new Scope(ScopePlace.of(Scope.Kind.SCENARIO, name + i).in(scope));
				Stage.scope(context, scenario, () -> changeOdd(context, odd, scope, isolation));
			}
		});
	}

	private void changeOdd(ApplicationContext context, String odd, Scope scope, Isolation isolation) throws Exception {
		Map<String, PlainComparison.Table> before = read(context);
		execute(context,
				"UPDATE " + odd + " SET \"x\" = '" + "long".repeat(2999) + "lung', \"x\"\"'y\" = NULL WHERE \"id\" = 2",
				"UPDATE " + odd + " SET \"part 2\" = 'c' WHERE \"x\" IS NULL",
				"UPDATE book SET cover = " + this.fixture.bytes(9000) + " WHERE id = 7",
				"DELETE FROM keyless WHERE b = 'y'", "INSERT INTO keyless VALUES (1, 'x'), (NULL, 'n'), (NULL, NULL)");
		execute(context, this.fixture.specialChanges().toArray(String[]::new));
		LeasedChanges found = changes(ALL);
		assertThat(found.changes().incomplete()).isNull();
		assertThat(found.baseline()).isEqualTo("class " + scope.name());
		assertThat(found.isolation()).isEqualTo(isolation);
		assertThat(PlainComparison.lines(found.changes())).isEqualTo(PlainComparison.differences(before, read(context)))
			.hasSizeGreaterThanOrEqualTo(8);
		TableChanges table = found.changes()
			.tables()
			.stream()
			.filter((each) -> each.table().equals(ODD))
			.findFirst()
			.orElseThrow();
		assertThat(table.rows()).filteredOn((row) -> row.kind() == RowChange.Kind.CHANGED)
			.singleElement()
			.satisfies((row) -> assertThat(row.cells()).containsExactly(
					new Cell("id", true, "2", "2"), new Cell("part 2", true, "a", "a"), new Cell("x", false,
							"long".repeat(50) + "… (12000 characters)", "long".repeat(50) + "… (12000 characters)"),
					new Cell("x\"'y", false, "3", null)));
	}

	@ParameterizedTest
	@EnumSource(names = { "DATABASE", "TRANSACTION" })
	void columnsOfTablesAreReadInTheirOrder(Isolation isolation) throws Exception {
		inContext(isolation, (context) -> {
			Stage.scenario(context, () -> {
				List<String> expected = new ArrayList<>();
				try (Connection connection = KitContext.dataSource(context).getConnection();
						Statement statement = connection.createStatement();
						ResultSet author = statement.executeQuery("SELECT * FROM author")) {
					ResultSetMetaData columns = author.getMetaData();
					for (int i = 1; i <= columns.getColumnCount(); i++) {
						expected.add(columns.getColumnName(i));
					}
				}
				Scope scope = Objects.requireNonNull(ScopeBinding.current());
				assertThat(ManagedDatabases.columns(scope, Set.of("author", "AUTHOR", "nobody", "autho_")))
					.containsOnlyKeys("author", "AUTHOR")
					.containsValue(expected)
					.hasSize(2);
				assertThat(ManagedDatabases.columns(scope, Set.of())).isEmpty();
				execute(context, "UPDATE author SET amount = -1");
			});
			Stage.scenario(context,
					() -> assertThat(KitContext.content(this.fixture, context).differencesFrom(pristine())).isEmpty());
		});
	}

	@Test
	void rowsAreToldAsFarAsTheLimitAllowsAndTheOthersCounted() throws Exception {
		inContext(Isolation.DATABASE, (context) -> Stage.scenario(context, () -> {
			execute(context, "DELETE FROM book", "UPDATE author SET amount = -1");
			DatabaseChanges changes = changes(new ChangeLimits(50, 10, Duration.ofMinutes(5))).changes();
			assertThat(changes.tables()).extracting(TableChanges::changed)
				.containsExactly((long) KitSchema.AUTHORS, 0L);
			assertThat(changes.tables()).extracting(TableChanges::removed).containsExactly(0L, (long) KitSchema.BOOKS);
			assertThat(changes.tables()).extracting((table) -> table.rows().size())
				.containsExactly(KitSchema.AUTHORS, 50 - KitSchema.AUTHORS);
			assertThat(changes.tables().get(1).rows().get(0).cells())
				.anySatisfy((cell) -> assertThat(cell.before()).startsWith("title ").contains("… ("));
		}));
	}

	@Test
	void whatIsNotComparedInTimeIsToldAndNotGuessed() throws Exception {
		inContext(Isolation.DATABASE, (context) -> Stage.scenario(context, () -> {
			execute(context, "DELETE FROM entry");
			DatabaseChanges changes = changes(new ChangeLimits(50, 10, Duration.ZERO)).changes();
			assertThat(changes.tables()).isEmpty();
			assertThat(changes.incomplete()).startsWith("The time was over before these tables were compared: ");
		}));
	}

	/**
	 * Compare what some statements have changed, in a scenario of its own.
	 * @param statements the statements
	 */
	final void assertFound(String... statements) throws Exception {
		inContext(Isolation.DATABASE, (context) -> Stage.scenario(context, () -> {
			Map<String, PlainComparison.Table> before = read(context);
			execute(context, statements);
			LeasedChanges found = changes(ALL);
			assertThat(found.changes().incomplete()).isNull();
			assertThat(PlainComparison.lines(found.changes()))
				.isEqualTo(PlainComparison.differences(before, read(context)))
				.isNotEmpty();
		}));
	}

	private static void execute(ApplicationContext context, String... statements) throws SQLException {
		try (Connection connection = KitContext.dataSource(context).getConnection();
				Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

}
