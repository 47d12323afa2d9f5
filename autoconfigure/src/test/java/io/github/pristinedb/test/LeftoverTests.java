package io.github.pristinedb.test;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import io.github.pristinedb.event.PristineEvent.ConnectionsLeft;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.scope.Scenarios;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sqlite.SQLiteConnection;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.DataSourceUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a scenario leaves on its connections, and the next one must not find.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("ended with . connection")
class LeftoverTests {

	private static final String INSERT = "INSERT INTO note (text) VALUES ('not committed')";

	@Test
	void transactionThatSqlBegan() {
		assertThatNextScenarioDoesNotFind((connection) -> {
			execute(connection, "BEGIN");
			execute(connection, INSERT);
		});
	}

	@Test
	void savepointOfSql() {
		assertThatNextScenarioDoesNotFind((connection) -> {
			execute(connection, "SAVEPOINT halfway");
			execute(connection, INSERT);
		});
	}

	@Test
	void savepointOfJdbcOutsideOfATransaction() {
		assertThatNextScenarioDoesNotFind((connection) -> {
			connection.setSavepoint();
			execute(connection, INSERT);
		});
	}

	@Test
	void metadataThatWereNotReadToTheirEnd() {
		assertThatNextScenarioDoesNotFind((connection) -> {
			execute(connection, "INSERT INTO note (text) VALUES ('seen by the query that is left open')");
			assertThat(connection.getMetaData().getTables(null, null, "%", null).next()).isTrue();
		});
	}

	@Test
	void settingMadeThroughTheConnectionOfTheMetadata() {
		assertThatNextScenarioDoesNotFind((connection) -> {
			DatabaseMetaData metaData = connection.getMetaData();
			assertThat(metaData.getConnection()).isSameAs(connection);
			execute(metaData.getConnection(), "PRAGMA foreign_keys = ON");
		});
	}

	@Test
	void connectionLeftOpenIsClosedAndItsPlaceNotTakenByAnotherDatabase() {
		Stage.context().run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			List<Leaked> leaked = new ArrayList<>();
			Stage.scenario(context, () -> leaked.add(Leaked.of(dataSource.getConnection())));
			Leaked earlier = leaked.get(0);
			Stage.scenario(context, () -> {
				Awaitility.await().until(earlier.physical()::isClosed);
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(earlier.connection(), INSERT));
				try (Connection connection = dataSource.getConnection()) {
					assertThat(file(connection)).isNotEqualTo(earlier.file());
				}
				assertPristine(dataSource);
			});
		});
	}

	@Test
	void connectionLeftOpenIsNamedWithThePlaceOfTheApplicationThatOpenedIt(CapturedOutput output) {
		Stage.context().run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Stage.scenario(context, () -> forgetToClose(dataSource));
		});
		assertThat(output).containsPattern("ended with 1 connection still open, opened at "
				+ "io\\.github\\.pristinedb\\.test\\.LeftoverTests\\.forgetToClose\\(LeftoverTests\\.java:\\d+\\)\\. Pristine gives its database up");
	}

	@Test
	void connectionsLeftOpenAreNamedWithAllTheirPlaces(CapturedOutput output) {
		RecordedEvents.clear();
		Stage.context().run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Stage.scenario(context, () -> {
				forgetToClose(dataSource);
				Thread thread = new Thread(Scenarios.wrap(() -> forgetOnAnotherThread(dataSource)));
				thread.start();
				thread.join();
			});
		});
		assertThat(output).contains("ended with 2 connections still open", "LeftoverTests.forgetToClose(",
				"LeftoverTests.forgetOnAnotherThread(");
		ConnectionsLeft left = RecordedEvents.of(ConnectionsLeft.class).get(0);
		assertThat(left.connections()).isEqualTo(2);
		assertThat(left.places()).contains("LeftoverTests.forgetToClose(", " and ");
		assertThat(RecordedEvents.of(SlotRetired.class)).singleElement()
			.isEqualTo(new SlotRetired(left.scenario(), "scenario-notes.db", "a connection was left open"));
	}

	@Test
	void connectionOfATaskThatIsStillAtWorkIsNamedWithItsThreadAndTheCure(CapturedOutput output) {
		CountDownLatch ended = new CountDownLatch(1);
		CountDownLatch opened = new CountDownLatch(1);
		Stage.context().run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			List<Thread> tasks = new ArrayList<>();
			Stage.scenario(context, () -> {
				FutureTask<Void> work = new FutureTask<>(Scenarios.wrap(() -> {
					forgetOnAnotherThread(dataSource);
					opened.countDown();
					ended.await();
					return null;
				}));
				Thread thread = new Thread(work, "task-1");
				thread.start();
				tasks.add(thread);
				opened.await();
			});
			ended.countDown();
			tasks.get(0).join();
		});
		assertThat(output).containsPattern("ended with 1 connection still open, opened at"
				+ " io\\.github\\.pristinedb\\.test\\.LeftoverTests\\.forgetOnAnotherThread\\(LeftoverTests\\.java:\\d+\\) on the thread 'task-1'\\."
				+ " Let the scenario wait for the tasks that it started\\. Pristine gives its database up");
	}

	@Test
	void taskThatUsesTheDatabaseWhenItsScenarioEndsFinishesFirst(CapturedOutput output) {
		RecordedEvents.clear();
		Stage.context().run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			CountDownLatch opened = new CountDownLatch(1);
			CountDownLatch over = new CountDownLatch(1);
			AtomicReference<Thread> test = new AtomicReference<>();
			FutureTask<String> task = new FutureTask<>(() -> {
				try (Connection connection = dataSource.getConnection()) {
					opened.countDown();
					// The test ends, and waits.
					while (over.getCount() > 0
							&& (test.get() == null || test.get().getState() != Thread.State.TIMED_WAITING)) {
						Thread.onSpinWait();
					}
					execute(connection, "INSERT INTO note (text) VALUES ('late')");
				}
				// Another transaction.
				try (Connection connection = dataSource.getConnection()) {
					return String.valueOf(number(connection, "SELECT count(*) FROM note"));
				}
			});
			Stage.scenario(context, () -> {
				new Thread(Scenarios.wrap(task)).start();
				opened.await();
				test.set(Thread.currentThread());
			});
			over.countDown();
			assertThat(task.get()).isEqualTo("2");
			Stage.scenario(context, () -> assertPristine(dataSource));
		});
		assertThat(output).doesNotContain("still open");
		assertThat(RecordedEvents.of(SlotRetired.class)).isEmpty();
	}

	private static void forgetToClose(DataSource dataSource) {
		// Behind a frame of Spring's.
		DataSourceUtils.getConnection(dataSource);
	}

	private static void forgetOnAnotherThread(DataSource dataSource) {
		DataSourceUtils.getConnection(dataSource);
	}

	private static void assertThatNextScenarioDoesNotFind(Leftover leftover) {
		Stage.context().run((context) -> {
			DataSource dataSource = context.getBean(DataSource.class);
			Stage.scenario(context, () -> {
				try (Connection connection = dataSource.getConnection()) {
					leftover.leaveOn(connection);
				}
			});
			Stage.scenario(context, () -> assertPristine(dataSource));
		});
	}

	/**
	 * Each connection starts from the baseline, and can write.
	 */
	private static void assertPristine(DataSource dataSource) throws SQLException {
		List<Connection> connections = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			Connection connection = dataSource.getConnection();
			connections.add(connection);
			assertThat(connection.getAutoCommit()).isTrue();
			assertThat(number(connection, "SELECT count(*) FROM note")).isOne();
			assertThat(number(connection, "SELECT foreign_keys FROM pragma_foreign_keys")).isZero();
		}
		for (Connection connection : connections) {
			execute(connection, "INSERT INTO note (text) VALUES ('written by each')");
			connection.close();
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static int number(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getInt(1);
		}
	}

	private static String file(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("SELECT file FROM pragma_database_list")) {
			result.next();
			return result.getString(1);
		}
	}

	/**
	 * Leaves something on a connection, which is closed then.
	 */
	@FunctionalInterface
	private interface Leftover {

		void leaveOn(Connection connection) throws SQLException;

	}

	/**
	 * A connection that a scenario did not close.
	 *
	 * @param connection the connection
	 * @param physical the driver's own
	 * @param file the database that it is to
	 */
	private record Leaked(Connection connection, SQLiteConnection physical, String file) {

		static Leaked of(Connection connection) throws SQLException {
			return new Leaked(connection, connection.unwrap(SQLiteConnection.class), LeftoverTests.file(connection));
		}

	}

}
