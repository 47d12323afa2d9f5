package io.github.pristinedb.test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.github.pristinedb.scope.ScenarioHandoverEvent;
import io.github.pristinedb.scope.Scenarios;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection that a pool is still opening, for nobody any more, when its scenario ends.
 */
@NotesProperties
@SpringBootTest(classes = { SlimNotes.class, SlowOpeningTests.Slow.class }, webEnvironment = WebEnvironment.NONE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SlowOpeningTests {

	private static volatile @Nullable CountDownLatch opening;

	private static volatile @Nullable CountDownLatch goOn;

	@Autowired
	private DataSource dataSource;

	@AfterAll
	static void letGo() {
		opening = null;
		goOn = null;
	}

	@Test
	@Order(1)
	void scenarioEndsWhileItsPoolOpensAConnection() throws Exception {
		CountDownLatch isOpening = new CountDownLatch(1);
		Connection connection = this.dataSource.getConnection();
		execute(connection, "CREATE TABLE extra (one TEXT)");
		opening = isOpening;
		goOn = new CountDownLatch(1);
		Thread other = new Thread(Scenarios.wrap(() -> borrow(this.dataSource)));
		other.start();
		isOpening.await();
		connection.close();
		other.join();
	}

	@Test
	@Order(2)
	void nextScenarioGetsNoConnectionThatKnowsTheEarlierSchema() throws Exception {
		assertThat(goOn).as("the first test is to be run as well, and to pass").isNotNull();
		try (Connection one = this.dataSource.getConnection(); Connection other = this.dataSource.getConnection()) {
			execute(other, "CREATE TABLE extra (two TEXT)");
			execute(one, "INSERT INTO extra (two) VALUES ('known to the other connection only')");
		}
		assertThat(opening).isNull();
	}

	private static void borrow(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			assertThat(connection.isValid(1)).isTrue();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Opens a connection that has read the schema, and keeps it to itself until the
	 * database is restored.
	 */
	public static class SlowDataSource extends SQLiteDataSource {

		@Override
		public SQLiteConnection getConnection(@Nullable String username, @Nullable String password)
				throws SQLException {
			SQLiteConnection connection = super.getConnection(username, password);
			CountDownLatch isOpening = opening;
			CountDownLatch mayGoOn = goOn;
			if (isOpening != null && mayGoOn != null) {
				opening = null;
				execute(connection, "SELECT one FROM extra");
				isOpening.countDown();
				try {
					mayGoOn.await();
				}
				catch (InterruptedException ex) {
					throw new SQLException(ex);
				}
			}
			return connection;
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Slow {

		@Bean
		HikariDataSource dataSource() {
			SlowDataSource driver = new SlowDataSource();
			driver.setUrl("jdbc:sqlite:target/scenario-slow.db");
			HikariDataSource dataSource = new HikariDataSource();
			dataSource.setDataSource(driver);
			return dataSource;
		}

		@EventListener
		void goOn(ScenarioHandoverEvent event) {
			CountDownLatch mayGoOn = goOn;
			if (mayGoOn != null) {
				mayGoOn.countDown();
			}
		}

	}

}
