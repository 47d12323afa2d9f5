package io.github.pristinedb.slot;

import java.sql.Connection;
import java.sql.SQLException;

import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.transaction.ConnectionObserver;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link LeasedTransaction}.
 */
class LeasedTransactionTests {

	private final Connection physical = mock(Connection.class);

	private final SlotConnector connector = mock(SlotConnector.class);

	private final EngineSession session = mock(EngineSession.class);

	private LeasedTransaction transaction;

	@BeforeEach
	void setUp() throws SQLException {
		SlotConnections connections = mock(SlotConnections.class);
		given(connections.getConnection()).willReturn(mock(Connection.class), this.physical);
		given(this.connector.connect(any())).willReturn(connections);
		Slot slot = new Slot(mock(ScenarioDatabase.class), null);
		this.transaction = new LeasedTransaction(slot, this.session, "A scenario");
	}

	@Test
	void settingsAreNotInForceThatAreOtherwiseOrMissing() {
		assertThat(LeasedTransaction.notInForce(Map.of("a", "1", "b", "2", "c", "3"),
				Map.of("a", "1", "b", "4", "d", "5")))
			.containsExactly("b=4", "d=5", "no c");
	}

	@Test
	void connectionIsClosedWhenItsTransactionCannotBegin() throws SQLException {
		SQLException failure = new SQLException("The database is locked");
		willThrow(failure).given(this.physical).getAutoCommit();
		assertThat(catchThrowable(this::open)).isSameAs(failure);
		then(this.physical).should().close();
		assertThat(this.transaction.inUse()).isEmpty();
	}

	@Test
	void connectionIsClosedAfterAnErrorToo() throws SQLException {
		Error failure = new NoClassDefFoundError("org/sqlite/SQLiteConnection");
		given(this.session.transactionRules(this.physical)).willThrow(failure);
		assertThat(catchThrowable(this::open)).isSameAs(failure);
		then(this.physical).should().close();
	}

	@Test
	void failureToCloseTheConnectionDoesNotHideWhy() throws SQLException {
		SQLException failure = new SQLException("The database is locked");
		SQLException another = new SQLException("The connection cannot be closed");
		willThrow(failure).given(this.physical).getAutoCommit();
		willThrow(another).given(this.physical).close();
		assertThatExceptionOfType(SQLException.class).isThrownBy(this::open)
			.isSameAs(failure)
			.satisfies((thrown) -> assertThat(thrown.getSuppressed()).containsExactly(another));
	}

	private void open() throws SQLException {
		this.transaction.open(mock(ConnectionObserver.class), this.connector, null);
	}

}
