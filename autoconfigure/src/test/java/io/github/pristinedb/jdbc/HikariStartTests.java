package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Concurrently;
import io.github.pristinedb.test.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HikariStart}.
 */
class HikariStartTests {

	@Test
	void poolThatIsStartedHereIsKeptByNoThreadAndOthersAreAsTheyWere() throws SQLException {
		try (HikariDataSource here = pool(); HikariDataSource elsewhere = pool()) {
			for (int i = 0; i < 2; i++) {
				HikariStart.connect(here).close();
				elsewhere.getConnection().close();
			}
			assertThat(isWeak(here)).isTrue();
			assertThat(isWeak(elsewhere)).isEqualTo(isWeakByItself());
		}
		assertThat(System.getProperty(HikariStart.PROPERTY)).isNull();
	}

	@Test
	void slotsPoolsAreStartedSo() {
		Stage.context()
			.run((context) -> Stage.scenario(context,
					() -> assertThat(isWeak(used(context.getBean(HikariDataSource.class)))).isTrue()));
	}

	@Test
	void poolsThatStartAtTheSameTimeAreAllStartedSo() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch finished = new CountDownLatch(1);
		Concurrently.run(2, (number) -> {
			if (number == 0) {
				await(begun);
			}
			try (HikariDataSource pool = (number == 0) ? pool() : new Dawdling(begun, finished)) {
				HikariStart.connect(pool).close();
				assertThat(isWeak(pool)).isTrue();
			}
			finished.countDown();
			return null;
		});
		assertThat(System.getProperty(HikariStart.PROPERTY)).isNull();
	}

	@Test
	void poolsThatStartWhileTheFirstConnectionIsOpenedAreAsTheyWere() throws SQLException {
		try (HikariDataSource here = pool(); HikariDataSource elsewhere = pool()) {
			here.setDataSource(new DriverConnections(new SQLiteDataSource() {

				@Override
				public SQLiteConnection getConnection(String username, String password) throws SQLException {
					elsewhere.getConnection().close();
					return super.getConnection(username, password);
				}

			}, (connection) -> {
			}));
			HikariStart.connect(here).close();
			assertThat(isWeak(here)).isTrue();
			assertThat(isWeak(elsewhere)).isEqualTo(isWeakByItself());
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void connectionThatChecksThePoolIsTheOneThatIsAskedFor(boolean autoCommit) throws SQLException {
		List<Connection> opened = new ArrayList<>();
		try (HikariDataSource pool = pool()) {
			pool.setAutoCommit(autoCommit);
			pool.setDataSource(new DriverConnections(new SQLiteDataSource(), opened::add));
			try (Connection connection = HikariStart.connect(pool)) {
				assertThat(opened).hasSize(1);
				assertThat(connection.unwrap(SQLiteConnection.class)).isSameAs(opened.get(0));
				assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
				assertThat(connection.getNetworkTimeout()).isZero();
				assertThat(connection.isValid(1)).isTrue();
			}
			assertThat(opened.get(0).isClosed()).isFalse();
		}
		assertThat(opened.get(0).isClosed()).isTrue();
	}

	@Test
	void statementThatBelongsToAConnectionIsExecutedOnce() throws SQLException {
		AtomicInteger opened = new AtomicInteger();
		try (HikariDataSource pool = pool()) {
			pool.setConnectionInitSql("CREATE TEMP TABLE once (id INTEGER)");
			pool.setDataSource(new DriverConnections(new SQLiteDataSource(), (connection) -> opened.incrementAndGet()));
			HikariStart.connect(pool).close();
			assertThat(opened).hasValue(2);
		}
	}

	@ParameterizedTest
	@CsvSource({ "0, -1, 1", "1, 1, 1" })
	void poolWithoutACheckOrWithIdleConnectionsClosesWhatItOpens(int idle, long timeout, int number)
			throws SQLException {
		List<Connection> opened = new CopyOnWriteArrayList<>();
		try (HikariDataSource pool = pool()) {
			pool.setMinimumIdle(idle);
			pool.setMaximumPoolSize(1);
			pool.setInitializationFailTimeout(timeout);
			pool.setDataSource(new DriverConnections(new SQLiteDataSource(), opened::add));
			Connection connection = HikariStart.connect(pool);
			assertThat(connection.unwrap(Connection.class)).isInstanceOf(SQLiteConnection.class);
			connection.close();
			assertThat(opened).hasSize(number);
		}
		for (Connection connection : opened) {
			assertThat(connection.isClosed()).isTrue();
		}
	}

	@Test
	void connectionThatNobodyTakesAfterTheCheckIsClosed() throws SQLException {
		List<Connection> opened = new ArrayList<>();
		DriverConnections driver = new DriverConnections(new SQLiteDataSource(), opened::add);
		driver.keepNext();
		Connection kept = driver.getConnection();
		kept.close();
		kept.close();
		assertThat(kept.isClosed()).isTrue();
		assertThat(opened.get(0).isClosed()).isFalse();
		driver.keepNoMore();
		assertThat(opened.get(0).isClosed()).isTrue();
	}

	@Test
	void connectionThatIsCheckedForTooLongIsClosedByThePool() throws SQLException {
		List<Connection> opened = new ArrayList<>();
		DriverConnections driver = new DriverConnections(new SQLiteDataSource(), opened::add);
		driver.keepNext();
		try (Connection checking = driver.getConnection(); Connection other = driver.getConnection()) {
			assertThat(other).isSameAs(opened.get(1));
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> checking.prepareStatement("nonsense"));
			driver.keepNoMore();
		}
		assertThat(opened.get(0).isClosed()).isTrue();
	}

	@Test
	void connectionThatIsLostInTheCheckIsOpenedAgain() throws SQLException {
		List<Connection> opened = new ArrayList<>();
		DriverConnections driver = new DriverConnections(new SQLiteDataSource(), opened::add);
		driver.keepNext();
		try (Connection checking = driver.getConnection()) {
			opened.get(0).close();
			assertThat(checking.isClosed()).isTrue();
		}
		try (Connection other = driver.getConnection()) {
			assertThat(other).isSameAs(opened.get(1));
		}
		driver.keepNoMore();
	}

	@Test
	void poolThatCannotStartLeavesNothingBehind() {
		try (HikariDataSource pool = pool()) {
			pool.setJdbcUrl("jdbc:sqlite:/no/such/directory/scenario.db");
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> HikariStart.connect(pool));
		}
		assertThat(System.getProperty(HikariStart.PROPERTY)).isNull();
	}

	@Test
	void whatTheUserHasSetStays() throws SQLException {
		System.setProperty(HikariStart.PROPERTY, "false");
		try (HikariDataSource pool = pool()) {
			HikariStart.connect(pool).close();
			assertThat(isWeak(pool)).isFalse();
			assertThat(System.getProperty(HikariStart.PROPERTY)).isEqualTo("false");
		}
		finally {
			System.clearProperty(HikariStart.PROPERTY);
		}
	}

	private static HikariDataSource pool() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl("jdbc:sqlite::memory:");
		pool.setMinimumIdle(0);
		return pool;
	}

	private static HikariDataSource used(HikariDataSource dataSource) throws SQLException {
		try (Connection connection = dataSource.getConnection()) {
			assertThat(connection.isClosed()).isFalse();
		}
		return ScenarioDataSource.find(dataSource).unwrap(HikariDataSource.class);
	}

	private static void await(CountDownLatch latch) throws SQLException {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new SQLException(ex);
		}
	}

	private static boolean isWeak(HikariDataSource pool) {
		return (boolean) ReflectionTestUtils.getField(bag(pool), "useWeakThreadLocals");
	}

	private static boolean isWeakByItself() {
		return HikariDataSource.class.getClassLoader() != ClassLoader.getSystemClassLoader();
	}

	private static Object bag(HikariDataSource pool) {
		return ReflectionTestUtils.getField(ReflectionTestUtils.getField(pool, "pool"), "connectionBag");
	}

	/**
	 * Is about to be made for as long as another one takes.
	 */
	private static final class Dawdling extends HikariDataSource {

		private final CountDownLatch begun;

		private final CountDownLatch finished;

		Dawdling(CountDownLatch begun, CountDownLatch finished) {
			this.begun = begun;
			this.finished = finished;
			setJdbcUrl("jdbc:sqlite::memory:");
			setMinimumIdle(0);
		}

		@Override
		public Connection getConnection() throws SQLException {
			this.begun.countDown();
			await(this.finished);
			return super.getConnection();
		}

	}

}
