package io.github.pristinedb.engine.kit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.github.pristinedb.engine.kit.Deed.Kind;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Clean and dirty: whatever a scenario did, nothing of it is left for the next one.
 */
abstract class CleaningContract extends EngineContract {

	private static final int NUMBER = 4;

	CleaningContract(EngineFixture fixture) {
		super(fixture);
	}

	@Test
	void nothingIsLeftOfWhatWasCommitted() {
		context().run((context) -> {
			for (Deed deed : Deeds.of(this.fixture, Kind.values())) {
				leavesNothing(context, deed.name(), (connection) -> deed.act().on(connection, NUMBER));
			}
		});
	}

	@Test
	void rowsThatWereWrittenCostNoSlotIfTheyCanBeTakenBack() {
		assumeTrue(this.fixture.restoresInPlace());
		context().run((context) -> {
			for (Deed deed : Deeds.of(this.fixture, Kind.READ, Kind.ROWS)) {
				RecordedEvents.clear();
				leavesNothing(context, deed.name(), (connection) -> perform(deed, connection));
				if (this.fixture.wearsOut() && !RecordedEvents.of(SlotRetired.class).isEmpty()) {
					RecordedEvents.clear();
					leavesNothing(context, deed.name(), (connection) -> perform(deed, connection));
				}
				assertThat(RecordedEvents.of(SlotRetired.class)).as("after: %s", deed).isEmpty();
			}
		});
	}

	@Test
	void nothingIsLeftOfWhatWasRolledBack() {
		context().run((context) -> {
			for (Deed deed : Deeds.of(this.fixture, Kind.READ, Kind.ROWS, Kind.SCHEMA)) {
				leavesNothing(context, deed.name(), (connection) -> {
					connection.setAutoCommit(false);
					perform(deed, connection);
					connection.rollback();
				});
			}
		});
	}

	@Test
	void nothingIsLeftOfWhatWasNeitherCommittedNorRolledBack() {
		context().run((context) -> {
			for (Deed deed : Deeds.of(this.fixture, Kind.READ, Kind.ROWS, Kind.SCHEMA)) {
				leavesNothing(context, deed.name(), (connection) -> {
					connection.setAutoCommit(false);
					perform(deed, connection);
				});
			}
		});
	}

	@Test
	void nothingIsLeftOfTheStateOfAConnection() {
		context().run((context) -> {
			leavesNothing(context, "a savepoint", Connection::setSavepoint);
			leavesNothing(context, "a savepoint that is rolled back to", (connection) -> {
				connection.setAutoCommit(false);
				Savepoint savepoint = connection.setSavepoint();
				perform(Deeds.common(this.fixture).get(2), connection);
				connection.rollback(savepoint);
			});
			leavesNothing(context, "auto-commit", (connection) -> connection.setAutoCommit(false));
			leavesNothing(context, "an isolation",
					(connection) -> connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED));
			leavesNothing(context, "a type map", (connection) -> connection.setTypeMap(Map.of("A", String.class)));
		});
	}

	/**
	 * The next scenario finds the whole content on each connection that it may get, and
	 * can write.
	 */
	private void leavesNothing(ApplicationContext context, String name, Trace deed) throws Exception {
		DataSource dataSource = KitContext.dataSource(context);
		Stage.scenario(context, () -> {
			try (Connection connection = dataSource.getConnection()) {
				deed.on(connection);
			}
			catch (SQLException ex) {
				// Whatever becomes of it.
			}
		});
		Stage.scenario(context, () -> {
			List<Connection> connections = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				Connection connection = dataSource.getConnection();
				connections.add(connection);
				assertThat(KitContext.content(this.fixture, connection).differencesFrom(pristine()))
					.as("after: %s", name)
					.isEmpty();
			}
			Deed write = Deeds.common(this.fixture).get(2);
			assertThat(write.act().on(connections.get(0), 4711)).as("after: %s", name).isNotNull();
			assertThat(Rows.of(connections.get(1), "SELECT count(*) FROM author WHERE amount = 4711"))
				.as("after: %s", name)
				.containsExactly("1");
			for (Connection connection : connections) {
				connection.close();
			}
		});
	}

	private static void perform(Deed deed, Connection connection) throws SQLException {
		try {
			deed.act().on(connection, NUMBER);
		}
		catch (SQLException ex) {
			// It may violate a constraint, which is a trace too.
		}
	}

	/**
	 * What may leave a trace.
	 */
	@FunctionalInterface
	private interface Trace {

		void on(Connection connection) throws SQLException;

	}

}
