package io.github.pristinedb.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.Concurrently;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

import org.springframework.boot.jdbc.metadata.HikariDataSourcePoolMetadata;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SlotPool}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SlotPoolTests {

	@TempDir
	private Path temporary;

	private SlotPool pool;

	@BeforeEach
	void createPool() {
		this.pool = on(new SlotPool());
	}

	@Test
	void startsAndEndsWithoutALineInTheLog(CapturedOutput output) throws SQLException {
		try (SlotPool pool = this.pool; Connection connection = pool.getConnection()) {
			assertThat(connection.isWrapperFor(SQLiteConnection.class)).isTrue();
		}
		assertThat(output).doesNotContain("HikariDataSource", "quiet");
	}

	@Test
	void poolsOfTheApplicationTellWhatTheyDoAsEver(CapturedOutput output) throws SQLException {
		try (HikariDataSource own = on(new HikariDataSource()); Connection connection = own.getConnection()) {
			assertThat(connection.isValid(1)).isTrue();
		}
		assertThat(output).contains("quiet - Start completed.", "quiet - Shutdown completed.");
	}

	@Test
	void isOnePoolForAllWhoAskAtOnce() throws Exception {
		try (SlotPool pool = this.pool) {
			Concurrently.run(8, (number) -> {
				pool.getConnection().close();
				return null;
			});
			assertThat(pool.isRunning()).isTrue();
			assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isBetween(1, 8);
		}
		assertThat(this.pool.isRunning()).isFalse();
		assertThat(this.pool.isClosed()).isTrue();
	}

	@Test
	void springBootReadsItsFigures() throws SQLException {
		try (SlotPool pool = this.pool; Connection connection = pool.getConnection()) {
			assertThat(connection.isClosed()).isFalse();
			assertThat(new HikariDataSourcePoolMetadata(pool).getActive()).isOne();
		}
	}

	@Test
	void connectionThatIsEvictedIsHandedOutNoMore() throws SQLException {
		try (SlotPool pool = this.pool) {
			Connection connection = pool.getConnection();
			Connection driver = connection.unwrap(SQLiteConnection.class);
			pool.evictConnection(driver);
			connection.close();
			assertThat(driver(pool)).as("not a connection of the pool's").isSameAs(driver);
			connection = pool.getConnection();
			pool.evictConnection(connection);
			connection.close();
			assertThat(driver(pool)).isNotSameAs(driver);
		}
	}

	private static Connection driver(SlotPool pool) throws SQLException {
		try (Connection connection = pool.getConnection()) {
			return connection.unwrap(SQLiteConnection.class);
		}
	}

	@Test
	void leadsToWhatOpensItsConnections() throws SQLException {
		SQLiteDataSource driver = sqlite();
		try (SlotPool of = new SlotPool()) {
			of.setDataSource(driver);
			of.getConnection().close();
			assertThat(of.unwrap(SQLiteDataSource.class)).isSameAs(driver);
			assertThat(of.unwrap(HikariDataSource.class)).isSameAs(of);
			assertThat(of.isWrapperFor(SQLiteDataSource.class)).isTrue();
			assertThat(of.isWrapperFor(SQLiteConnection.class)).isFalse();
		}
	}

	@Test
	void poolThatIsClosedOrCannotStartSaysSo() {
		this.pool.setJdbcUrl("jdbc:sqlite:" + this.temporary);
		assertThatExceptionOfType(SQLException.class).isThrownBy(this.pool::getConnection);
		assertThat(this.pool.isRunning()).isFalse();
		this.pool.close();
		this.pool.close();
		assertThatExceptionOfType(SQLException.class).isThrownBy(this.pool::getConnection)
			.withMessage("SlotPool (quiet) has been closed.");
	}

	@Test
	void poolThatIsClosedWhileItStartsHandsNothingOut() {
		SlotPool pool = this.pool;
		AtomicInteger opened = new AtomicInteger();
		pool.setDataSource(new DelegatingDataSource(sqlite()) {
			@Override
			public Connection getConnection() throws SQLException {
				if (opened.getAndIncrement() > 0) {
					throw new SQLException("The database is given up");
				}
				pool.close();
				return super.getConnection();
			}
		});
		assertThatExceptionOfType(SQLException.class).isThrownBy(pool::getConnection)
			.withMessage("SlotPool (quiet) has been closed.");
		assertThat(pool.isRunning()).isFalse();
		assertThat(opened).hasValue(1);
	}

	@Test
	void threadThatWaitsForAConnectionIsToldThatThePoolIsClosed() throws Exception {
		this.pool.setMaximumPoolSize(1);
		try (SlotPool pool = this.pool; Connection only = pool.getConnection()) {
			assertThat(only.isClosed()).isFalse();
			List<Boolean> interrupted = Concurrently.run(2, (number) -> {
				if (number == 0) {
					Awaitility.await().until(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 1);
					this.pool.close();
				}
				else {
					assertThatExceptionOfType(SQLException.class).isThrownBy(pool::getConnection)
						.withMessage("SlotPool (quiet) has been closed.");
				}
				return Thread.currentThread().isInterrupted();
			});
			assertThat(interrupted).containsOnly(false);
		}
	}

	private SQLiteDataSource sqlite() {
		SQLiteDataSource driver = new SQLiteDataSource();
		driver.setUrl("jdbc:sqlite:" + this.temporary.resolve("a.db"));
		return driver;
	}

	private <T extends HikariDataSource> T on(T pool) {
		pool.setPoolName("quiet");
		pool.setMinimumIdle(0);
		pool.setJdbcUrl("jdbc:sqlite:" + this.temporary.resolve("a.db"));
		return pool;
	}

}
