package io.github.pristinedb.engine.kit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.github.pristinedb.engine.kit.Deed.Kind;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.scope.Isolation;
import io.github.pristinedb.test.RecordedEvents;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clean and dirty: whatever a scenario did, nothing of it is left for the next one.
 */
abstract class CleaningContract extends EngineContract {

	private static final int NUMBER = 4;

	private static final int TOGETHER = 5;

	CleaningContract(EngineFixture fixture) {
		super(fixture);
	}

	@Test
	void nothingIsLeftOfWhatWasCommitted() throws Exception {
		inContext(Isolation.DATABASE, (context) -> {
			for (Deed deed : Deeds.of(this.fixture, Kind.FOR_GOOD, Kind.SCHEMA, Kind.STICKY, Kind.TRANSACTION)) {
				leavesNothing(context, deed.name(), (connection) -> deed.act().on(connection, NUMBER));
			}
		});
	}

	@Test
	void nothingIsLeftOfRowsThatWereCommittedAndTheyCostNoSlot() {
		// No slot of another test's is given up meanwhile.
		context().run((context) -> {
			for (Deed deed : Deeds.of(this.fixture, Kind.READ, Kind.ROWS)) {
				RecordedEvents.clear();
				leavesNothing(context, deed.name(), (connection) -> perform(deed, connection));
				if (this.fixture.wearsOut() && !RecordedEvents.of(SlotRetired.class).isEmpty()) {
					RecordedEvents.clear();
					leavesNothing(context, deed.name(), (connection) -> perform(deed, connection));
				}
				if (this.fixture.restoresInPlace()) {
					assertThat(RecordedEvents.of(SlotRetired.class)).as("after: %s", deed).isEmpty();
				}
			}
		});
	}

	@Test
	void nothingIsLeftOfWhatWasRolledBack() throws Exception {
		inContext(Isolation.DATABASE, (context) -> leaveNothing(context, (connection, deed) -> {
			connection.setAutoCommit(false);
			perform(deed, connection);
			connection.rollback();
		}));
	}

	@Test
	void nothingIsLeftOfWhatWasNeitherCommittedNorRolledBack() throws Exception {
		inContext(Isolation.DATABASE, (context) -> leaveNothing(context, (connection, deed) -> {
			connection.setAutoCommit(false);
			perform(deed, connection);
		}));
	}

	/**
	 * Several deeds in a scenario, each by a connection that is given back after it.
	 */
	private void leaveNothing(ApplicationContext context, Undone undone) throws Exception {
		// What cannot be rolled back hides what the next deed does.
		leaveNothing(context, undone, this.fixture.rollsSchemaBack() ? TOGETHER : 1, Kind.SCHEMA);
		leaveNothing(context, undone, TOGETHER, Kind.READ, Kind.ROWS);
	}

	private void leaveNothing(ApplicationContext context, Undone undone, int together, Kind... kinds) throws Exception {
		List<Deed> deeds = Deeds.of(this.fixture, kinds);
		for (int i = 0; i < deeds.size(); i += together) {
			List<Deed> some = deeds.subList(i, Math.min(i + together, deeds.size()));
			DataSource dataSource = KitContext.dataSource(context);
			nextFindsNothing(context, some.toString(), () -> {
				for (Deed deed : some) {
					try (Connection connection = dataSource.getConnection()) {
						undone.on(connection, deed);
					}
				}
			});
		}
	}

	@Test
	void nothingIsLeftOfTheStateOfAConnection() throws Exception {
		inContext(Isolation.DATABASE, (context) -> {
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

	private void leavesNothing(ApplicationContext context, String name, Trace deed) throws Exception {
		nextFindsNothing(context, name, () -> {
			try (Connection connection = KitContext.dataSource(context).getConnection()) {
				deed.on(connection);
			}
			catch (SQLException ex) {
				// Whatever becomes of it.
			}
		});
	}

	/**
	 * The next scenario finds the whole content, on each connection that it may get, and
	 * can write.
	 */
	private void nextFindsNothing(ApplicationContext context, String name, Stage.Action deed) throws Exception {
		DataSource dataSource = KitContext.dataSource(context);
		Stage.scenario(context, deed);
		Stage.scenario(context, () -> {
			try (Connection one = dataSource.getConnection(); Connection other = dataSource.getConnection()) {
				assertThat(KitContext.content(this.fixture, one).differencesFrom(pristine())).as("after: %s", name)
					.isEmpty();
				assertThat(KitContext.view(this.fixture, other).differencesFromItsPartOf(pristine()))
					.as("after: %s", name)
					.isEmpty();
				assertThat(Deeds.common(this.fixture).get(2).act().on(one, 4711)).as("after: %s", name).isNotNull();
				assertThat(Rows.of(other, "SELECT count(*) FROM author WHERE amount = 4711")).as("after: %s", name)
					.containsExactly("1");
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

	/**
	 * A deed that is not committed.
	 */
	@FunctionalInterface
	private interface Undone {

		void on(Connection connection, Deed deed) throws SQLException;

	}

}
