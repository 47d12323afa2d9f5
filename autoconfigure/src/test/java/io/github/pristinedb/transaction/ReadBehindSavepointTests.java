package io.github.pristinedb.transaction;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.StatementTraits;
import io.github.pristinedb.engine.TransactionRules;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Statements that only read, of engines where a failure harms the transaction.
 */
class ReadBehindSavepointTests {

	private final TransactionRules rules = (sql) -> new StatementTraits(sql.startsWith("CREATE"),
			!sql.startsWith("SELECT 1"), false, false, false, false, null, null);

	private Connection driver;

	private Connection physical;

	private Connection connection;

	@BeforeEach
	void begin() throws SQLException {
		this.driver = DriverManager.getConnection("jdbc:sqlite:");
		this.physical = mock(Connection.class, delegatesTo(this.driver));
		EngineSession session = mock(EngineSession.class);
		given(session.transactionRules(this.physical)).willReturn(this.rules);
		this.connection = ScenarioTransaction
			.begin(this.physical, session, "a scenario", mock(ConnectionObserver.class))
			.connect();
	}

	@AfterEach
	void close() throws SQLException {
		this.driver.close();
	}

	@Test
	void statementThatFailsIsRolledBackToItsSavepoint() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> statement.executeQuery("SELECT x FROM nowhere"));
		}
		InOrder order = inOrder(this.physical);
		order.verify(this.physical).setSavepoint("pristine_read");
		order.verify(this.physical).rollback(any(Savepoint.class));
	}

	@Test
	void statementThatSucceedsLeavesNoSavepoint() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.executeQuery("SELECT 2").close();
		}
		InOrder order = inOrder(this.physical);
		order.verify(this.physical).setSavepoint("pristine_read");
		order.verify(this.physical).releaseSavepoint(any(Savepoint.class));
	}

	@Test
	void statementThatHarmsNothingHasNone() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.executeQuery("SELECT 1").close();
		}
		then(this.physical).should(never()).setSavepoint(any());
	}

}
