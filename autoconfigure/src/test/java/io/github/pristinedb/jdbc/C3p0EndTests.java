package io.github.pristinedb.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.mchange.v2.c3p0.DataSources;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link C3p0End}.
 */
class C3p0EndTests {

	@Test
	void poolIsClosedWhenItHasOpenedWhatItBeganToOpen() throws Exception {
		Opening driver = new Opening();
		DataSource pool = DataSources.pooledDataSource(driver);
		new Thread(() -> {
			try {
				pool.getConnection();
			}
			catch (SQLException ex) {
				// The pool may be closed before this thread is told of its connection.
			}
		}).start();
		assertThat(driver.begun.await(60, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Void> closed = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			PoolControl.of(pool).close();
			closed.complete(null);
		});
		thread.start();
		while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
			Thread.onSpinWait();
		}
		assertThat(closed).isNotDone();
		driver.free.countDown();
		closed.get(60, TimeUnit.SECONDS);
		assertThat(driver.opening).hasValue(0);
		assertThat(manager(pool)).isNull();
	}

	@Test
	void poolThatNeverStartedIsNotStartedToBeClosed() {
		ComboPooledDataSource pool = new ComboPooledDataSource();
		pool.setJdbcUrl("jdbc:sqlite::memory:");
		C3p0End.await(pool);
		assertThat(manager(pool)).isNull();
		pool.close();
		C3p0End.await(pool);
		assertThat(manager(pool)).isNull();
	}

	@Test
	void whatRunsThePoolIsKnownByTheNameThatIsAskedFor() throws SQLException {
		try (ComboPooledDataSource pool = new ComboPooledDataSource()) {
			pool.setJdbcUrl("jdbc:sqlite::memory:");
			pool.getConnection().close();
			assertThat(manager(pool)).isNotNull();
		}
	}

	private static Object manager(DataSource pool) {
		return ReflectionTestUtils.getField(pool, "poolManager");
	}

	/**
	 * Connections that wait for a test until they are open.
	 */
	private static final class Opening extends AbstractDataSource {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch free = new CountDownLatch(1);

		private final AtomicInteger opening = new AtomicInteger();

		@Override
		public Connection getConnection() throws SQLException {
			this.opening.incrementAndGet();
			this.begun.countDown();
			try {
				this.free.await(60, TimeUnit.SECONDS);
				return DriverManager.getConnection("jdbc:sqlite::memory:");
			}
			catch (InterruptedException ex) {
				throw new SQLException(ex);
			}
			finally {
				this.opening.decrementAndGet();
			}
		}

		@Override
		public Connection getConnection(String user, String password) throws SQLException {
			return getConnection();
		}

	}

}
