package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.engine.EngineSession;
import io.github.pristinedb.engine.SqlDialect;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sqlite.SQLiteDataSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ConnectionBudget}.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("The tests may open|HikariPool")
class ConnectionBudgetTests {

	private final SqlDialect dialect = mock(SqlDialect.class);

	ConnectionBudgetTests() {
		given(this.dialect.isConnectionShortage(any()))
			.willAnswer((invocation) -> "53300".equals(((SQLException) invocation.getArgument(0)).getSQLState()));
	}

	@Test
	void poolsShareTheConnectionsOfAServer(CapturedOutput output) {
		ConnectionBudget budget = budget(10);
		HikariDataSource first = hikari(8);
		HikariDataSource second = hikari(8);
		HikariDataSource small = hikari(2);
		PoolControl leaving = PoolControl.of(second);
		budget.join(PoolControl.of(first));
		assertThat(first.getMaximumPoolSize()).isEqualTo(8);
		assertThat(output).doesNotContain("The tests may open");
		budget.join(leaving);
		assertThat(first.getMaximumPoolSize()).isEqualTo(5);
		budget.join(PoolControl.of(small));
		assertThat(first.getMaximumPoolSize()).isEqualTo(3);
		assertThat(second.getMaximumPoolSize()).isEqualTo(3);
		assertThat(small.getMaximumPoolSize()).isEqualTo(2);
		budget.leave(leaving);
		assertThat(first.getMaximumPoolSize()).isEqualTo(5);
		assertThat(output.getAll().split("The tests may open", -1)).hasSize(2);
		assertThat(output).contains("The tests may open 10 connections to the server at the same time, and 2 pools"
				+ " share them: each opens at most 5 instead of 8. Run fewer tests in parallel");
	}

	@Test
	void sixteenPoolsOfTenStayWithinAHundred() {
		ConnectionBudget budget = budget(100);
		int sum = 0;
		HikariDataSource[] pools = new HikariDataSource[16];
		for (int i = 0; i < pools.length; i++) {
			pools[i] = hikari(10);
			budget.join(PoolControl.of(pools[i]));
		}
		for (HikariDataSource pool : pools) {
			sum += pool.getMaximumPoolSize();
		}
		assertThat(sum).isEqualTo(96);
	}

	@Test
	void connectionsOfTheEngineCountToo() {
		ConnectionBudget budget = new ConnectionBudget(() -> 12, 1, Duration.ZERO);
		HikariDataSource first = hikari(10);
		HikariDataSource second = hikari(10);
		budget.join(PoolControl.of(first));
		budget.join(PoolControl.of(second));
		assertThat(first.getMaximumPoolSize() + second.getMaximumPoolSize()).isEqualTo(10);
	}

	@Test
	void anotherPoolHasRoomWhereNoneGetsSmaller() {
		ConnectionBudget budget = new ConnectionBudget(() -> 16, 1, Duration.ZERO);
		PoolControl large = PoolControl.of(hikari(7));
		assertThat(budget.hasRoomFor(large)).isTrue();
		budget.join(large);
		PoolControl small = PoolControl.of(hikari(2));
		assertThat(budget.hasRoomFor(small)).isTrue();
		budget.join(small);
		assertThat(budget.hasRoomFor(small)).isFalse();
		budget.leave(large);
		assertThat(budget.hasRoomFor(small)).isTrue();
		assertThat(budget.hasRoomFor(large)).isTrue();
		assertThat(budget.hasRoomFor(PoolControl.of(hikari(8)))).isFalse();
		assertThat(budget.hasRoomFor(PoolControl.of(new SQLiteDataSource()))).isTrue();
		assertThat(budget(Integer.MAX_VALUE).hasRoomFor(large)).isTrue();
	}

	@Test
	void idleConnectionsStayOpenWhereTheyFit() throws SQLException {
		ConnectionBudget budget = budget(4);
		try (HikariDataSource pool = hikari(4)) {
			budget.join(PoolControl.of(pool));
			Connection first = pool.getConnection();
			Connection physical = first.unwrap(Connection.class);
			first.close();
			budget.join(PoolControl.of(hikari(4)));
			try (Connection again = pool.getConnection()) {
				assertThat(again.unwrap(Connection.class)).isSameAs(physical);
			}
		}
	}

	@Test
	void whoeverTheServerHasNoConnectionForWaits() throws SQLException {
		int[] attempts = new int[1];
		String connection = open(new ConnectionBudget(() -> 10, 0, Duration.ofMinutes(1)), () -> {
			if (++attempts[0] < 3) {
				throw new SQLTransientConnectionException("Not available", new SQLException("too many", "53300"));
			}
			return "a connection";
		});
		assertThat(connection).isEqualTo("a connection");
		assertThat(attempts[0]).isEqualTo(3);
	}

	/**
	 * As a slot's pool does it.
	 */
	private <T> T open(ConnectionBudget budget, ConnectionBudget.Opener<T> opener) throws SQLException {
		try {
			return opener.open();
		}
		catch (SQLException ex) {
			return budget.openAfter(ex, this.dialect, opener);
		}
	}

	@Test
	void whoeverHasWaitedTooLongIsToldTheFigures() {
		ConnectionBudget budget = budget(10);
		budget.join(PoolControl.of(hikari(4)));
		assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(() -> open(budget, () -> {
			throw new SQLException("too many clients", "53300");
		}))
			.withMessageContaining("(too many clients). The tests of this JVM may open 10, and 1 pools share them.")
			.withMessageContaining("Run fewer tests in parallel");
	}

	@Test
	void interruptionEndsTheWait() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(SQLTransientConnectionException.class)
			.isThrownBy(() -> open(new ConnectionBudget(() -> 10, 0, Duration.ofMinutes(1)), () -> {
				throw new SQLException("too many clients", "53300");
			}));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void otherFailuresAreNotWaitedFor() {
		SQLException failure = new SQLException("wrong password", "28P01");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> open(new ConnectionBudget(() -> 10, 0, Duration.ofMinutes(1)), () -> {
				throw failure;
			}))
			.isSameAs(failure);
	}

	@Test
	void eachPoolHasTwoConnectionsAtLeast() {
		ConnectionBudget budget = budget(1);
		BasicDataSource dbcp = new BasicDataSource();
		dbcp.setInitialSize(4);
		dbcp.setMaxIdle(6);
		org.apache.tomcat.jdbc.pool.DataSource tomcat = new org.apache.tomcat.jdbc.pool.DataSource();
		budget.join(PoolControl.of(dbcp));
		budget.join(PoolControl.of(tomcat));
		assertThat(dbcp.getMaxTotal()).isEqualTo(2);
		assertThat(dbcp.getInitialSize()).isEqualTo(2);
		assertThat(dbcp.getMaxIdle()).isEqualTo(2);
		assertThat(tomcat.getMaxActive()).isEqualTo(2);
		assertThat(tomcat.getInitialSize()).isEqualTo(2);
	}

	@Test
	void poolThatIsRunningOpensNoMoreThanItsShare() throws SQLException {
		ConnectionBudget budget = budget(4);
		try (HikariDataSource pool = hikari(4)) {
			pool.setConnectionTimeout(250);
			budget.join(PoolControl.of(pool));
			Connection[] held = { pool.getConnection(), pool.getConnection(), pool.getConnection() };
			budget.join(PoolControl.of(hikari(4)));
			for (Connection connection : held) {
				connection.close();
			}
			try (Connection one = pool.getConnection(); Connection two = pool.getConnection()) {
				assertThat(one).isNotSameAs(two);
				assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(pool::getConnection);
			}
		}
	}

	@Test
	void nothingIsLimitedWhereAnyNumberIsAllowed() {
		EngineSession session = mock(EngineSession.class);
		given(session.connectionBudget()).willReturn(Integer.MAX_VALUE);
		HikariDataSource pool = hikari(50);
		ConnectionBudget.of(session).join(PoolControl.of(pool));
		ConnectionBudget.of(session).leave(PoolControl.of(pool));
		assertThat(pool.getMaximumPoolSize()).isEqualTo(50);
		assertThat(ConnectionBudget.of(session)).isSameAs(ConnectionBudget.of(session));
	}

	@Test
	void dataSourceWithoutAPoolHasNoShare() {
		ConnectionBudget budget = budget(2);
		DataSource driver = new SQLiteDataSource();
		HikariDataSource pool = hikari(2);
		budget.join(PoolControl.of(driver));
		budget.join(PoolControl.of(pool));
		assertThat(pool.getMaximumPoolSize()).isEqualTo(2);
	}

	@Test
	void poolOfAnySizeGetsAShareToo(CapturedOutput output) {
		BasicDataSource unlimited = new BasicDataSource();
		unlimited.setMaxTotal(-1);
		budget(6).join(PoolControl.of(unlimited));
		assertThat(unlimited.getMaxTotal()).isEqualTo(6);
		assertThat(output).contains("each opens at most 6 instead of any number");
	}

	private static ConnectionBudget budget(int connections) {
		return new ConnectionBudget(() -> connections, 0, Duration.ZERO);
	}

	private static HikariDataSource hikari(int size) {
		HikariDataSource pool = new SlotPool();
		pool.setJdbcUrl("jdbc:sqlite::memory:");
		pool.setPoolName("budget");
		pool.setMaximumPoolSize(size);
		pool.setMinimumIdle(0);
		return pool;
	}

}
