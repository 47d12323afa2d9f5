package io.github.pristinedb.tape;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;

import io.github.pristinedb.Concurrently;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopeBinding;
import io.github.pristinedb.scope.ScopePlace;
import io.github.pristinedb.test.Stage;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the tape of a scenario, recorded through its connections.
 */
@DeliberateOutput("Exception encountered during context initialization")
class TapeTests {

	private static final String INSERT = "INSERT INTO note (text) VALUES (?)";

	@ParameterizedTest
	@EnumSource(names = { "DATABASE", "TRANSACTION" })
	void statementIsRecordedWithItsValuesAndRows(Isolation isolation) {
		List<TapeEntry> entries = record(isolation, (connection, tape) -> {
			try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
				statement.setString(1, "hello");
				statement.executeUpdate();
			}
			try (Statement statement = connection.createStatement();
					ResultSet rows = statement.executeQuery("SELECT text FROM note")) {
				while (rows.next()) {
					assertThat(rows.getString(1)).isNotEmpty();
				}
			}
		});
		assertThat(entries).extracting(TapeEntry::sql).containsExactly(INSERT, "SELECT text FROM note");
		assertThat(entries).extracting(TapeEntry::kind).containsExactly(TapeEntry.Kind.WRITE, TapeEntry.Kind.READ);
		assertThat(entries).extracting(TapeEntry::values).containsExactly(List.of("hello"), List.of());
		assertThat(entries).extracting(TapeEntry::rows).containsExactly(1L, 2L);
		assertThat(entries).allSatisfy((entry) -> {
			assertThat(entry.error()).isNull();
			assertThat(entry.sets()).isZero();
			assertThat(entry.nanos()).isPositive();
			assertThat(entry.connection()).isEqualTo(1);
			assertThat(entry.database()).isEqualTo("scenario-notes.db");
			assertThat(entry.thread()).isEqualTo(Thread.currentThread().getName());
		});
		assertThat(entries.get(0).nanosBefore()).isLessThan(entries.get(1).nanosBefore());
	}

	@ParameterizedTest
	@EnumSource(names = { "DATABASE", "TRANSACTION" })
	void failureIsRecordedWithItsState(Isolation isolation) {
		List<TapeEntry> entries = record(isolation, (connection, tape) -> {
			try (PreparedStatement statement = connection
				.prepareStatement("INSERT INTO note (id, text) VALUES (1, ?)")) {
				statement.setNull(1, java.sql.Types.VARCHAR);
				assertThatExceptionOfType(SQLException.class).isThrownBy(statement::executeUpdate);
			}
		});
		assertThat(entries).singleElement().satisfies((entry) -> {
			assertThat(entry.error()).startsWith("code 19: ").contains("constraint");
			assertThat(entry.values()).containsExactly("null");
			assertThat(entry.rows()).isEqualTo(-1);
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "DATABASE", "TRANSACTION" })
	void batchIsOneStatementWithItsFirstValues(Isolation isolation) {
		List<TapeEntry> entries = record(isolation, (connection, tape) -> {
			try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
				for (String text : List.of("a", "b", "c")) {
					statement.setString(1, text);
					statement.addBatch();
				}
				assertThat(statement.executeBatch()).containsExactly(1, 1, 1);
				assertThat(statement.executeBatch()).isEmpty();
			}
		});
		assertThat(entries).singleElement().satisfies((entry) -> {
			assertThat(entry.values()).containsExactly("a");
			assertThat(entry.sets()).isEqualTo(3);
			assertThat(entry.rows()).isEqualTo(3);
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "DATABASE", "TRANSACTION" })
	void callsThatBeginAndEndTransactionsAreRecordedAndAreNoStatements(Isolation isolation) {
		List<Tape> tapes = new ArrayList<>();
		List<TapeEntry> entries = record(isolation, (connection, tape) -> {
			tapes.add(tape);
			connection.setAutoCommit(true);
			connection.setAutoCommit(false);
			try (Statement statement = connection.createStatement()) {
				statement.executeUpdate("INSERT INTO note (text) VALUES ('a')");
				Savepoint savepoint = connection.setSavepoint("before");
				statement.executeUpdate("DELETE FROM note");
				connection.rollback(savepoint);
				connection.releaseSavepoint(savepoint);
				connection.setSavepoint();
			}
			connection.commit();
			connection.rollback();
			connection.setAutoCommit(true);
			assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit);
		});
		assertThat(entries).extracting(TapeEntry::sql)
			.containsExactly("setAutoCommit(false)", "INSERT INTO note (text) VALUES ('a')", "setSavepoint(before)",
					"DELETE FROM note", "rollback(before)", "releaseSavepoint(before)", "setSavepoint()", "commit()",
					"rollback()", "setAutoCommit(true)", "commit()");
		assertThat(entries).allSatisfy((entry) -> {
			assertThat(entry.thread()).isEqualTo(Thread.currentThread().getName());
			assertThat(entry.connection()).isEqualTo(1);
			assertThat(entry.sets()).isZero();
			assertThat(entry.values()).isEmpty();
		});
		assertThat(entries).extracting((entry) -> entry.kind() == TapeEntry.Kind.CALL)
			.containsExactly(true, false, true, false, true, true, true, true, true, true, true);
		assertThat(entries.get(10).error()).contains("auto-commit");
		assertThat(entries.subList(0, 10)).allSatisfy((entry) -> assertThat(entry.error()).isNull());
		assertThat(tapes.get(0).statements()).isEqualTo(2);
		assertThat(tapes.get(0).recorded()).isEqualTo(11);
	}

	@Test
	void transactionOfSpringIsRecorded() {
		Stage.context().run((context) -> scenario(context, Isolation.DATABASE, () -> {
			new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
				.executeWithoutResult((status) -> {
					Stage.write(context, "a");
					status.setRollbackOnly();
				});
			assertThat(tape().entries(Map.of())).extracting(TapeEntry::sql)
				.containsExactly("setAutoCommit(false)", INSERT, "rollback()", "setAutoCommit(true)");
			for (int i = 0; i < 3 * Tape.OFTEN; i++) {
				try (Connection connection = context.getBean(DataSource.class).getConnection()) {
					connection.setAutoCommit(false);
					connection.commit();
				}
			}
			assertThat(tape().repeated()).isEmpty();
		}));
	}

	@Test
	void textsOfABatchAreStatementsOfTheirOwn() {
		List<TapeEntry> entries = record(Isolation.DATABASE, (connection, tape) -> {
			try (Statement statement = connection.createStatement()) {
				statement.addBatch("INSERT INTO note (text) VALUES ('dropped')");
				statement.clearBatch();
				statement.addBatch("INSERT INTO note (text) VALUES ('a')");
				statement.addBatch("DELETE FROM note");
				statement.executeLargeBatch();
			}
		});
		assertThat(entries).extracting(TapeEntry::sql)
			.containsExactly("INSERT INTO note (text) VALUES ('a')", "DELETE FROM note");
		assertThat(entries).extracting(TapeEntry::rows).containsExactly(1L, 2L);
	}

	@Test
	void failedBatchIsRecordedOnce() {
		List<TapeEntry> entries = record(Isolation.DATABASE, (connection, tape) -> {
			try (PreparedStatement statement = connection
				.prepareStatement("INSERT INTO note (id, text) VALUES (?, 'x')")) {
				for (int i = 0; i < 2; i++) {
					statement.setInt(1, 1);
					statement.addBatch();
				}
				assertThatExceptionOfType(SQLException.class).isThrownBy(statement::executeBatch);
			}
		});
		assertThat(entries).singleElement().satisfies((entry) -> assertThat(entry.error()).isNotNull());
	}

	@Test
	void updateCountAndRowsThatAreAskedForLaterAreRecorded() {
		List<TapeEntry> entries = record(Isolation.DATABASE, (connection, tape) -> {
			try (Statement statement = connection.createStatement()) {
				statement.execute("INSERT INTO note (text) VALUES ('a')");
				assertThat(statement.getUpdateCount()).isEqualTo(1);
				assertThat(statement.execute("SELECT text FROM note")).isTrue();
				ResultSet rows = Objects.requireNonNull(statement.getResultSet());
				rows.next();
				statement.execute("DELETE FROM note");
			}
		});
		assertThat(entries).extracting(TapeEntry::rows).containsExactly(1L, 1L, -1L);
	}

	@Test
	void generatedKeysAreNoRowsOfTheStatement() {
		List<TapeEntry> entries = record(Isolation.DATABASE, (connection, tape) -> {
			try (Statement statement = connection.createStatement()) {
				statement.executeUpdate("INSERT INTO note (text) VALUES ('a'), ('b')", Statement.RETURN_GENERATED_KEYS);
				ResultSet keys = Objects.requireNonNull(statement.getGeneratedKeys());
				assertThat(keys.next()).isTrue();
			}
		});
		assertThat(entries).extracting(TapeEntry::rows).containsExactly(2L);
	}

	@Test
	void valuesAreAsTheyWereWhenTheStatementRan() {
		Timestamp time = new Timestamp(0);
		List<TapeEntry> entries = record(Isolation.DATABASE, (connection, tape) -> {
			try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
				statement.setTimestamp(1, time);
				statement.executeUpdate();
				time.setTime(1_000_000_000_000L);
				statement.setString(1, "next");
				statement.executeUpdate();
				statement.clearParameters();
				assertThatExceptionOfType(SQLException.class).isThrownBy(statement::executeUpdate);
			}
		});
		assertThat(entries).extracting(TapeEntry::values)
			.startsWith(List.of(new Timestamp(0).toString()), List.of("next"));
	}

	@Test
	void valuesOfArraysAreShown() {
		assertThat(CapturedValue.of(new String[] { "a", null })).isEqualTo("{a, null}");
		assertThat(CapturedValue.of(new int[] { 7, 8 })).isEqualTo("{7, 8}");
		assertThat(CapturedValue.of(new int[1_000_000])).isEqualTo("(1000000 elements)");
	}

	@Test
	void hugeAndBinaryValuesAreCut() {
		List<TapeEntry> entries = record(Isolation.DATABASE, (connection, tape) -> {
			try (PreparedStatement statement = connection.prepareStatement("SELECT ?, ?, ?, ?, ?")) {
				statement.setString(1, "x".repeat(1_000_000));
				statement.setBytes(2, new byte[1_000_000]);
				statement.setBinaryStream(3, new ByteArrayInputStream(new byte[3]), 3);
				statement.setObject(4, new BigInteger("9".repeat(1000)).toString());
				statement.setObject(5, 42);
				statement.executeQuery().close();
			}
		});
		assertThat(entries.get(0).values()).satisfiesExactly(
				(text) -> assertThat(text).hasSizeLessThan(300).endsWith("… (1000000 characters)"),
				(bytes) -> assertThat(bytes).isEqualTo("x'" + "0".repeat(32) + "…' (1000000 bytes)"),
				(stream) -> assertThat(stream).isEqualTo("(large object)"),
				(number) -> assertThat(number).endsWith("… (1000 characters)"),
				(number) -> assertThat(number).isEqualTo("42"));
	}

	@Test
	void secretIsNeitherInTheTextNorInTheValuesNorInTheError() {
		List<TapeEntry> entries = record(Isolation.DATABASE, (connection, tape) -> {
			try (Statement statement = connection.createStatement()) {
				statement.execute("CREATE TABLE account (name TEXT, password TEXT CHECK (password <> 'hunter2'))");
				assertThatExceptionOfType(SQLException.class)
					.isThrownBy(() -> statement.execute("INSERT INTO account (password) VALUES ('hunter2')"));
				assertThatExceptionOfType(SQLException.class)
					.isThrownBy(() -> statement.execute("INSERT INTO account (password) VALUES ('hunter2"));
			}
			try (PreparedStatement statement = connection
				.prepareStatement("INSERT INTO account (name, password) VALUES (?, ?)")) {
				statement.setString(1, "ada");
				statement.setString(2, "hunter2");
				assertThatExceptionOfType(SQLException.class).isThrownBy(statement::executeUpdate);
			}
		});
		assertThat(entries).hasSize(4);
		assertThat(entries.toString()).doesNotContain("hunter2");
		assertThat(entries.get(3).values()).containsExactly("ada", Secrets.MASK);
	}

	@Test
	void lastStatementsAreKeptAndAllAreCounted() {
		List<Tape> tapes = new ArrayList<>();
		List<TapeEntry> entries = record(Isolation.DATABASE, (connection, tape) -> {
			tapes.add(tape);
			try (Statement statement = connection.createStatement()) {
				for (int i = 0; i < 250; i++) {
					statement.executeUpdate("INSERT INTO note (text) VALUES ('" + i + "')");
				}
				statement.executeUpdate("DELETE FROM note");
			}
		});
		assertThat(entries).hasSize(Tape.LENGTH);
		assertThat(entries.get(0).sql()).contains("'51'");
		assertThat(tapes.get(0).statements()).isEqualTo(251);
		assertThat(tapes.get(0).nanos()).isPositive();
		assertThat(tapes.get(0).tables()).isEqualTo(Map.of("note", 251));
		assertThat(tapes.get(0).repeated())
			.containsExactly(new Tape.Repeated("INSERT INTO note (text) VALUES (?)", 250));
	}

	@Test
	void connectionsAndStepsAreTold() {
		Stage.context().run((context) -> scenario(context, Isolation.DATABASE, () -> {
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
			jdbc.execute("SELECT 1");
			Tape tape = tape();
			Objects.requireNonNull(ScopeBinding.current()).begin("When I order");
			jdbc.execute("SELECT 2");
			assertThat(tape.entries(Map.of())).extracting(TapeEntry::connection).containsExactly(1, 2);
			assertThat(tape.entries(Map.of())).extracting(TapeEntry::step).containsExactly("", "When I order");
		}));
	}

	@ParameterizedTest
	@EnumSource(names = { "DATABASE", "TRANSACTION" })
	void threadsOfAScenarioRecordToItsTape(Isolation isolation) {
		Stage.context().run((context) -> scenario(context, isolation, () -> {
			Scope scenario = Objects.requireNonNull(ScopeBinding.current());
			Concurrently.run(4, (number) -> {
				ScopeBinding.bind(scenario);
				try {
					for (int i = 0; i < 25; i++) {
						Stage.notes(context);
					}
				}
				finally {
					ScopeBinding.unbind(scenario);
				}
				return null;
			});
			assertThat(tape().statements()).isEqualTo(100);
			assertThat(tape().entries(Map.of())).hasSize(100);
		}));
	}

	@Test
	void testsOfAClassThatShareADatabaseHaveTheirOwnTapes() {
		Stage.context().run((context) -> {
			Scope around = new Scope(ScopePlace.of(Scope.Kind.TEST_CLASS, "a class").isolated(Isolation.CLASS));
			Stage.scope(context, around, () -> {
				Stage.write(context, "of the class");
				for (int i = 1; i <= 2; i++) {
					String text = "of test " + i;
					Stage.scope(context, new Scope(ScopePlace.of(Scope.Kind.SCENARIO, text).in(around)), () -> {
						Stage.write(context, text);
						assertThat(tape().entries(Map.of())).extracting(TapeEntry::values)
							.containsExactly(List.of(text));
					});
				}
				assertThat(tape().entries(Map.of())).extracting(TapeEntry::values)
					.containsExactly(List.of("of the class"));
			});
		});
	}

	@Test
	void scenarioWithoutIsolationHasATape() {
		Stage.context().run((context) -> scenario(context, Isolation.NONE, () -> {
			Stage.notes(context);
			assertThat(tape().statements()).isEqualTo(1);
		}));
	}

	@Test
	void nothingIsRecordedIfTheTapeIsOff() {
		Stage.context()
			.withPropertyValues("pristine.tape=off")
			.run((context) -> scenario(context, Isolation.DATABASE, () -> {
				Stage.notes(context);
				assertThat(tape().statements()).isZero();
			}));
		Stage.context()
			.withPropertyValues("pristine.tape=off", "pristine.diff=off")
			.run((context) -> scenario(context, Isolation.DATABASE, () -> {
				Stage.notes(context);
				assertThat(Tapes.find(Objects.requireNonNull(ScopeBinding.current()))).isNull();
			}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "pristine.tape", "pristine.diff" })
	void unknownValueOfAPropertyIsRefusedWithThePropertyItsPlaceAndTheKnownValues(String property) {
		Stage.context().withPropertyValues(property + "=some").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("Property: " + property, "Value: \"some\"", "Origin: ");
			assertThat(analysis.getAction()).contains("OFF", "FAILURES", "ALL");
		});
	}

	private static FailureAnalysis analyze(@Nullable Throwable failure) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, FailureHandler.logging(LogFactory.getLog(TapeTests.class)))
			.stream()
			.map((analyzer) -> analyzer.analyze(Objects.requireNonNull(failure)))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow();
	}

	private static List<TapeEntry> record(Isolation isolation, Use use) {
		List<TapeEntry> entries = new ArrayList<>();
		Stage.context().run((context) -> scenario(context, isolation, () -> {
			DataSource dataSource = context.getBean(DataSource.class);
			try (Connection connection = dataSource.getConnection()) {
				use.of(connection, tape());
			}
			entries.addAll(tape().entries(Map.of()));
		}));
		return entries;
	}

	private static Tape tape() {
		return Objects.requireNonNull(Tapes.find(Objects.requireNonNull(ScopeBinding.current())));
	}

	private static void scenario(ApplicationContext context, Isolation isolation, Stage.Action action)
			throws Exception {
		Stage.scope(context, new Scope(ScopePlace.of(Scope.Kind.SCENARIO, "a scenario").isolated(isolation)), action);
	}

	/**
	 * Uses a connection.
	 */
	@FunctionalInterface
	private interface Use {

		void of(Connection connection, Tape tape) throws SQLException;

	}

}
