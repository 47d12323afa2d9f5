package io.github.pristinedb.slot;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.github.pristinedb.engine.ConnectionSource;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.ManagedDatabase;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.event.PristineEvent.SlotRetired;
import io.github.pristinedb.scope.ScenarioException;
import io.github.pristinedb.test.RecordedEvents;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * What slots do for engines that need connections to bring a database back.
 */
class SettlingTests {

	private final Connection one = mock(Connection.class);

	private final Connection two = mock(Connection.class);

	private final SlotConnections connections = mock(SlotConnections.class);

	private final ScenarioDatabase database = mock(ScenarioDatabase.class);

	private final EngineSession session = mock(EngineSession.class);

	private final ManagedDatabase model = new ManagedDatabase(mock(DatabaseEngine.class), NamedDatabase.mock());

	private final Slots slots = new Slots(this.model, this.session);

	private Slot slot;

	@BeforeEach
	void connect() throws SQLException {
		RecordedEvents.clear();
		given(this.session.connectionBudget()).willReturn(Integer.MAX_VALUE);
		given(this.session.create(any(), any(), any())).willReturn(this.database);
		given(this.connections.getConnection()).willReturn(this.one);
		given(this.connections.isQuiet()).willReturn(true);
		willAnswer((invocation) -> {
			SlotConnections.Action action = invocation.getArgument(0);
			for (Connection connection : List.of(this.one, this.two)) {
				action.accept(connection);
			}
			return null;
		}).given(this.connections).forEachOpen(any());
		SlotConnector connector = mock(SlotConnector.class);
		given(connector.connect(any())).willReturn(this.connections);
		this.slot = this.slots.lease(null).slot();
		this.slot.inspected(connector);
	}

	@Test
	void eachConnectionIsSettledBeforeTheDatabaseIsLookedAt() throws SQLException {
		given(this.database.needsSettling()).willReturn(true);
		given(this.database.isClean(any())).willReturn(true);
		this.slots.giveBack(this.slot);
		assertThat(this.slots.lease(null).slot()).isSameAs(this.slot);
		InOrder order = inOrder(this.database);
		order.verify(this.database).unsettle();
		order.verify(this.database).settle(this.one);
		order.verify(this.database).settle(this.two);
		order.verify(this.database).isClean(any());
	}

	@Test
	void connectionsAreClosedOnceTheyAreSettledIfTheirPoolSetsUpMore() throws SQLException {
		given(this.database.needsSettling()).willReturn(true);
		given(this.database.closesSettled()).willReturn(true);
		this.slots.giveBack(this.slot);
		InOrder order = inOrder(this.database, this.connections);
		order.verify(this.database).settle(this.two);
		order.verify(this.connections).closeIdle();
		assertThat(RecordedEvents.of(SlotRetired.class)).isEmpty();
	}

	@Test
	void slotWhoseConnectionCannotBeSettledIsRetired() throws SQLException {
		given(this.database.needsSettling()).willReturn(true);
		willThrow(new SQLException("The server is gone")).given(this.database).settle(this.two);
		this.slots.giveBack(this.slot);
		then(this.database).should().close();
		assertThat(RecordedEvents.of(SlotRetired.class)).extracting(SlotRetired::reason)
			.containsExactly("a connection could not be settled");
	}

	@Test
	void connectionsOfAScopeAreClosedBeforeItsDatabaseIsLookedAt() {
		given(this.database.needsSettling()).willReturn(true);
		this.slot.isUnwritten();
		InOrder order = inOrder(this.connections, this.database);
		order.verify(this.database).unsettle();
		order.verify(this.connections).closeIdle();
		order.verify(this.database).isClean(any());
	}

	@Test
	void connectionsOfAScopeStayOpenWhereNothingHasToBeSettled() {
		this.slot.isUnwritten();
		then(this.connections).should(never()).closeIdle();
	}

	@Test
	void slotOfAPoolThatHidesItsConnectionsIsRetired() {
		given(this.database.needsSettling()).willReturn(true);
		given(this.connections.isQuiet()).willReturn(false);
		this.slots.giveBack(this.slot);
		then(this.database).should().close();
		then(this.database).should(never()).isClean(any());
	}

	@Test
	void engineWithoutNeedCostsNothing() throws SQLException {
		this.slots.giveBack(this.slot);
		then(this.connections).should(never()).forEachOpen(any());
	}

	@Test
	void engineIsLentAConnectionOfTheSlot() throws SQLException {
		given(this.database.isClean(any())).willAnswer((invocation) -> {
			ConnectionSource idle = invocation.getArgument(0);
			return idle.borrow() == this.one;
		});
		assertThat(this.slot.isClean()).isTrue();
	}

	@Test
	void captureThatAnEngineRefusesIsAClearError() {
		given(this.database.capture()).willReturn(null);
		Baselines baselines = new Baselines(this.model, this.session);
		assertThatExceptionOfType(ScenarioException.class).isThrownBy(() -> baselines.capture(this.slot))
			.satisfies((ex) -> assertThat(ex.getDescription()).contains("connections to it are in use"))
			.satisfies((ex) -> assertThat(ex.getAction()).contains("Close all connections"));
	}

}
