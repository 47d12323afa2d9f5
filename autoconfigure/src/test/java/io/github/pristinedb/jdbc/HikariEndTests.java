package io.github.pristinedb.jdbc;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HikariEnd}.
 */
class HikariEndTests {

	@Test
	void poolIsClosedWhenItHasClosedWhatWasEvicted() throws Exception {
		Closing driver = new Closing();
		HikariDataSource pool = new HikariDataSource();
		pool.setDataSource(driver);
		pool.setMinimumIdle(0);
		// Else the connection by which the pool checks itself would be closed at once.
		pool.setInitializationFailTimeout(-1);
		PoolControl control = PoolControl.of(pool);
		pool.getConnection().close();
		control.closeIdleConnections();
		assertThat(driver.begun.await(60, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Void> closed = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			control.close();
			closed.complete(null);
		});
		thread.start();
		while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
			Thread.onSpinWait();
		}
		assertThat(pool.isClosed()).isFalse();
		driver.free.countDown();
		closed.get(60, TimeUnit.SECONDS);
		assertThat(pool.isClosed()).isTrue();
	}

	@Test
	void poolIsKnownByTheNameThatIsAskedFor() throws SQLException {
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl("jdbc:sqlite::memory:");
			pool.getConnection().close();
			assertThat(ReflectionTestUtils.getField(pool.getHikariPoolMXBean(), "closeConnectionExecutor"))
				.isInstanceOf(ThreadPoolExecutor.class);
		}
	}

	@Test
	void poolThatNeverStartedOrIsClosedIsLeftAlone() {
		HikariDataSource pool = new HikariDataSource();
		HikariEnd.await(pool);
		pool.close();
		HikariEnd.await(pool);
		assertThat(pool.isClosed()).isTrue();
	}

	/**
	 * Connections whose end waits for a test.
	 */
	private static final class Closing extends AbstractDataSource {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch free = new CountDownLatch(1);

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
			return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
					(proxy, method, arguments) -> {
						if (method.getName().equals("close")) {
							this.begun.countDown();
							this.free.await(60, TimeUnit.SECONDS);
						}
						return method.invoke(connection, arguments);
					});
		}

		@Override
		public Connection getConnection(String user, String password) throws SQLException {
			return getConnection();
		}

	}

}
