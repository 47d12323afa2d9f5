package io.github.pristinedb.transaction;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Sql;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.event.PristineEvent.HandedOver;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.scope.Scope;
import io.github.pristinedb.scope.ScopePlace;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Scenarios whose isolation is {@code transaction}, in an application context.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput({ "ended with 1 connection still open", "The database of 'failing' is not kept" })
class TransactionIsolationTests {

	private static final String FIRST = "from the migration";

	@BeforeEach
	void clear() {
		RecordedEvents.clear();
	}

	private static ApplicationContextRunner context() {
		return Stage.context().withPropertyValues("pristine.isolation=transaction");
	}

	@ParameterizedTest
	@ValueSource(classes = { HikariDataSource.class, org.apache.tomcat.jdbc.pool.DataSource.class,
			BasicDataSource.class, SQLiteDataSource.class })
	void whatAScenarioCommitsIsThereForAllItsConnectionsAndGoneForTheNextScenario(Class<? extends DataSource> type) {
		context().withPropertyValues("spring.datasource.type=" + type.getName()).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			for (int i = 0; i < 3; i++) {
				Stage.scenario(context, () -> {
					assertThat(Stage.notes(context)).containsExactly(FIRST);
					try (Connection one = dataSource.getConnection(); Connection other = dataSource.getConnection()) {
						one.setAutoCommit(false);
						execute(one, "INSERT INTO note (text) VALUES ('committed')");
						one.commit();
						assertThat(Stage.notes(context)).hasSize(2);
						execute(other, "DELETE FROM note WHERE text = 'committed'");
					}
					assertThat(Stage.notes(context)).containsExactly(FIRST);
					Stage.write(context, "from a scenario");
				});
			}
		});
	}

	@Test
	void slotIsLeftCleanAndItsConnectionIsReused() {
		context().run((context) -> {
			for (int i = 0; i < 3; i++) {
				Stage.scenario(context, () -> {
					Stage.write(context, "from a scenario");
					try (Connection connection = context.getBean(DataSource.class).getConnection()) {
						execute(connection, "CREATE TABLE item (id)", "DROP TABLE note");
					}
				});
			}
			assertThat(RecordedEvents.of(HandedOver.class)).hasSize(3)
				.allSatisfy((handover) -> assertThat(handover.isolation()).isEqualTo("transaction"))
				.extracting(HandedOver::clean)
				.containsExactly(false, true, true);
			assertThat(RecordedEvents.of(SlotRetired.class)).isEmpty();
		});
	}

	@Test
	void scenariosOfAllKindsShareTheSlots() {
		Stage.context().run((context) -> {
			for (int i = 0; i < 6; i++) {
				Scope scope = new Scope(Scope.Kind.SCENARIO, "scenario " + i);
				scope.isolate((i % 2 == 0) ? Isolation.TRANSACTION : Isolation.DATABASE);
				Stage.scope(context, scope, () -> {
					assertThat(Stage.notes(context)).containsExactly(FIRST);
					Stage.write(context, "from a scenario");
				});
			}
			assertThat(RecordedEvents.of(HandedOver.class)).extracting(HandedOver::isolation, HandedOver::clean)
				.extracting(Object::toString)
				.containsExactly("(\"transaction\", false)", "(\"database\", true)", "(\"transaction\", false)",
						"(\"database\", true)", "(\"transaction\", false)", "(\"database\", true)");
		});
	}

	@Test
	void connectionLeftOpenIsOfNoMoreUseAndItsSlotIsReused(CapturedOutput output) {
		context().run((context) -> {
			List<Connection> left = new ArrayList<>();
			List<Statement> statements = new ArrayList<>();
			Stage.scenario(context, "a leaking scenario", () -> {
				Connection connection = context.getBean(DataSource.class).getConnection();
				connection.setAutoCommit(false);
				execute(connection, "INSERT INTO note (text) VALUES ('leaked')");
				left.add(connection);
				statements.add(connection.createStatement());
			});
			assertThat(output).contains("The scenario 'a leaking scenario' ended with 1 connection still open");
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> left.get(0).createStatement())
				.withMessageContaining("'a leaking scenario' has ended");
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> statements.get(0).executeUpdate("DELETE FROM note"));
			assertThat(left.get(0).isClosed()).isTrue();
			left.get(0).close();
			Stage.scenario(context, () -> {
				assertThat(Stage.notes(context)).containsExactly(FIRST);
				assertThatExceptionOfType(SQLException.class)
					.isThrownBy(() -> statements.get(0).executeUpdate("DELETE FROM note"));
			});
			assertThat(RecordedEvents.of(SlotRetired.class)).isEmpty();
		});
	}

	@Test
	void statementThatIsStillExecutedWhenTheScenarioEndsCannotReachTheNextOne(@TempDir Path workspace,
			CapturedOutput output) {
		context().withPropertyValues("pristine.workspace=" + workspace, "pristine.keep=all").run((context) -> {
			CountDownLatch running = new CountDownLatch(1);
			CountDownLatch over = new CountDownLatch(1);
			List<Thread> threads = new ArrayList<>();
			Stage.scenario(context, () -> {
				Connection connection = context.getBean(DataSource.class).getConnection();
				org.sqlite.Function.create(connection.unwrap(org.sqlite.SQLiteConnection.class), "wait_for_it",
						new org.sqlite.Function() {
							@Override
							protected void xFunc() throws SQLException {
								running.countDown();
								try {
									over.await();
								}
								catch (InterruptedException ex) {
									Thread.currentThread().interrupt();
								}
								result(1);
							}
						});
				Thread thread = new Thread(() -> {
					try {
						execute(connection, "INSERT INTO note (text) SELECT wait_for_it()");
					}
					catch (SQLException ex) {
						// So it should be.
					}
				});
				thread.start();
				threads.add(thread);
				running.await();
			});
			assertThat(output).contains("The database is not kept, since its transaction cannot be ended");
			assertThat(workspace.resolve("kept")).doesNotExist();
			over.countDown();
			threads.get(0).join();
			Stage.scenario(context, () -> assertThat(Stage.notes(context)).containsExactly(FIRST));
			assertThat(RecordedEvents.of(SlotRetired.class)).extracting(SlotRetired::reason)
				.containsExactly("a connection was left open");
		});
	}

	@Test
	void whatSticksToTheConnectionDoesNotReachTheNextScenario() {
		context().run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Stage.scenario(context, () -> {
				try (Connection connection = dataSource.getConnection()) {
					execute(connection, "PRAGMA recursive_triggers = ON", "CREATE TEMP TABLE item (id)");
				}
			});
			Stage.scenario(context, () -> {
				assertThat(Sql.query(dataSource, "PRAGMA recursive_triggers")).containsExactly("0");
				assertThat(Sql.query(dataSource, "SELECT count(*) FROM sqlite_temp_schema")).containsExactly("0");
			});
			assertThat(RecordedEvents.of(SlotRetired.class)).isNotEmpty();
		});
	}

	@Test
	void databaseOfAFailedScenarioIsKeptWithWhatWasCommitted(@TempDir Path workspace) throws Exception {
		context().withPropertyValues("pristine.workspace=" + workspace).run((context) -> {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> Stage.scenario(context, "failing", () -> {
					Stage.write(context, "committed");
					Connection connection = context.getBean(DataSource.class).getConnection();
					connection.setAutoCommit(false);
					execute(connection, "INSERT INTO note (text) VALUES ('not committed')");
					throw new IllegalStateException();
				}));
			assertThat(Sql.query(workspace.resolve("kept/failing.db"), "SELECT text FROM note ORDER BY id"))
				.containsExactly(FIRST, "committed");
			Stage.scenario(context, () -> assertThat(Stage.notes(context)).containsExactly(FIRST));
		});
	}

	@Test
	void databaseThatHoldsWhatItShouldNotIsNotKept(@TempDir Path workspace, CapturedOutput output) {
		context().withPropertyValues("pristine.workspace=" + workspace).run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			assertThatExceptionOfType(TransactionIsolationException.class)
				.isThrownBy(() -> Stage.scenario(context, "failing", () -> {
					try (Connection first = dataSource.getConnection();
							Connection second = dataSource.getConnection()) {
						first.setAutoCommit(false);
						execute(first, "INSERT INTO note (text) VALUES ('rolled back')");
						execute(second, "INSERT INTO note (text) VALUES ('committed')");
						first.rollback();
						Sql.query(dataSource, "SELECT text FROM note");
					}
				}));
			assertThat(workspace.resolve("kept")).doesNotExist();
			assertThat(output).contains("The database of 'failing' is not kept. In the scenario 'failing'")
				.contains("was rolled back, but its writes cannot be undone");
			Stage.scenario(context, () -> assertThat(Stage.notes(context)).containsExactly(FIRST));
		});
	}

	@Test
	void testClassIsNotRolledBackSinceItsScenariosStartFromIt() {
		context().run((context) -> {
			Scope testClass = new Scope(Scope.Kind.TEST_CLASS, "a class");
			Stage.scope(context, testClass, () -> {
				Stage.write(context, "from before all");
				for (int i = 0; i < 2; i++) {
					Scope scenario = new Scope(ScopePlace.of(Scope.Kind.SCENARIO, "a scenario").in(testClass));
					Stage.scope(context, scenario, () -> {
						assertThat(Stage.notes(context)).containsExactly(FIRST, "from before all");
						Stage.write(context, "from a scenario");
					});
				}
			});
		});
	}

	@Test
	void poolThatStartsTransactionsByItselfStaysSo() {
		context().withPropertyValues("spring.datasource.hikari.auto-commit=false").run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			for (int i = 0; i < 2; i++) {
				Stage.scenario(context, () -> {
					try (Connection connection = dataSource.getConnection()) {
						assertThat(connection.getAutoCommit()).isFalse();
						execute(connection, "INSERT INTO note (text) VALUES ('not committed')");
					}
					assertThat(Stage.notes(context)).containsExactly(FIRST);
				});
			}
		});
	}

	private static void execute(Connection connection, String... sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String each : sql) {
				statement.execute(each);
			}
		}
	}

}
