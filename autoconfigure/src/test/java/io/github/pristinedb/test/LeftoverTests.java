package io.github.pristinedb.test;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import io.github.pristinedb.test.NotesApplication.Notes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.sqlite.SQLiteConnection;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a test leaves on its connections, and the next one must not find: each test runs
 * twice.
 */
@NotesProperties
@SpringBootTest(classes = NotesApplication.class)
class LeftoverTests {

	private static final AtomicReference<Leaked> leaked = new AtomicReference<>();

	@Autowired
	private DataSource dataSource;

	@Autowired
	private Notes notes;

	@BeforeEach
	void eachConnectionStartsFromTheBaselineAndCanWrite() throws SQLException {
		List<Connection> connections = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			Connection connection = this.dataSource.getConnection();
			connections.add(connection);
			assertThat(connection.getAutoCommit()).isTrue();
			assertThat(number(connection, "SELECT count(*) FROM note")).isEqualTo(2);
			assertThat(number(connection, "SELECT foreign_keys FROM pragma_foreign_keys")).isZero();
		}
		for (Connection connection : connections) {
			execute(connection, "INSERT INTO note (text) VALUES ('written by each')");
			connection.close();
		}
		this.notes.jdbc().sql("DELETE FROM note WHERE text = 'written by each'").update();
	}

	@RepeatedTest(2)
	void transactionThatSqlBegan() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			execute(connection, "BEGIN");
			execute(connection, "INSERT INTO note (text) VALUES ('not committed')");
		}
	}

	@RepeatedTest(2)
	void savepointOfSql() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			execute(connection, "SAVEPOINT halfway");
			execute(connection, "INSERT INTO note (text) VALUES ('not committed')");
		}
	}

	@RepeatedTest(2)
	void savepointOfJdbcOutsideOfATransaction() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			connection.setSavepoint();
			execute(connection, "INSERT INTO note (text) VALUES ('not committed')");
		}
	}

	@RepeatedTest(2)
	void metadataThatWereNotReadToTheirEnd() throws SQLException {
		this.notes.add("seen by the query that is left open");
		try (Connection connection = this.dataSource.getConnection()) {
			assertThat(connection.getMetaData().getTables(null, null, "%", null).next()).isTrue();
		}
	}

	@RepeatedTest(2)
	void settingMadeThroughTheConnectionOfTheMetadata() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			DatabaseMetaData metaData = connection.getMetaData();
			assertThat(metaData.getConnection()).isSameAs(connection);
			execute(metaData.getConnection(), "PRAGMA foreign_keys = ON");
		}
	}

	@RepeatedTest(2)
	void connectionLeftOpenIsClosedAndItsPlaceNotTakenByAnotherDatabase() throws SQLException {
		Leaked earlier = leaked.getAndSet(null);
		if (earlier != null) {
			Awaitility.await().until(earlier.physical()::isClosed);
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> execute(earlier.connection(), "INSERT INTO note (text) VALUES ('too late')"));
			assertThat(file(this.dataSource.getConnection())).isNotEqualTo(earlier.file());
			return;
		}
		Connection connection = this.dataSource.getConnection();
		leaked.set(new Leaked(connection, connection.unwrap(SQLiteConnection.class), file(connection)));
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static int number(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getInt(1);
		}
	}

	private static String file(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("SELECT file FROM pragma_database_list")) {
			result.next();
			return result.getString(1);
		}
	}

	/**
	 * A connection that a test did not close.
	 *
	 * @param connection the connection
	 * @param physical the driver's own
	 * @param file the database that it is to
	 */
	private record Leaked(Connection connection, SQLiteConnection physical, String file) {

	}

}
