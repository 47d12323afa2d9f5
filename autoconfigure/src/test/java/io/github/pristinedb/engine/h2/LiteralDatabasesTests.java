package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.DatabaseState;
import io.github.pristinedb.engine.UnusableDatabaseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LiteralDatabasesTests {

	private static final H2Script SCRIPT = H2Memory.script("CREATE TABLE item(name VARCHAR(20))",
			"INSERT INTO item VALUES('x')");

	private final LiteralDatabases literals = new LiteralDatabases(H2Memory.NAMES);

	@AfterEach
	void close() {
		this.literals.close();
	}

	@Test
	void databaseThatNobodyIsConnectedToIsMissing() {
		H2Database database = H2Memory.database("");
		assertThat(this.literals.state(database)).isEqualTo(DatabaseState.MISSING);
		assertThat(this.literals.occupant(database)).isNull();
		assertThat(this.literals.state(database)).isEqualTo(DatabaseState.MISSING);
	}

	@Test
	void databaseIsEmptyAsLongAsThereIsNothingButWhatInitMakes() throws SQLException {
		H2Database database = H2Memory
			.database(";INIT=CREATE SCHEMA IF NOT EXISTS a\\;SET SCHEMA a;DEFAULT_NULL_ORDERING=LAST");
		try (Connection connection = database.connect()) {
			assertThat(this.literals.state(database)).isEqualTo(DatabaseState.EMPTY);
			H2Memory.execute(connection, "CREATE DOMAIN a.b AS INT");
			assertThat(this.literals.state(database)).isEqualTo(DatabaseState.PRESENT);
		}
	}

	@Test
	void databaseOfAnotherUserCannotBeRead() throws SQLException {
		H2Database database = H2Memory.database("");
		H2Database others = H2Memory.at(database.url());
		try (Connection connection = new org.h2.Driver().connect(database.url() + ";USER=other;PASSWORD=x", null)) {
			assertThat(connection.isValid(1)).isTrue();
			assertThatExceptionOfType(UnusableDatabaseException.class).isThrownBy(() -> this.literals.state(others))
				.withMessageStartingWith("The database " + database + " cannot be read: Wrong user name or password");
			assertThat(this.literals.occupant(others)).isNull();
		}
	}

	@Test
	void databaseWaitsForItsApplicationAndGoesWithIt() throws SQLException {
		H2Database database = H2Memory.database("");
		assertThat(this.literals.create(database, SCRIPT)).isTrue();
		// A second migration of the same application.
		assertThat(this.literals.state(database)).isEqualTo(DatabaseState.PRESENT);
		assertThat(this.literals.create(database, SCRIPT)).isFalse();
		Object occupant = this.literals.occupant(database);
		assertThat(occupant).isNotNull().isEqualTo(this.literals.occupant(database));
		try (Connection connection = database.connect()) {
			assertThat(H2Memory.rows(connection, "SELECT name FROM item")).containsExactly("x");
			assertThat(this.literals.state(database)).isEqualTo(DatabaseState.PRESENT);
			assertThat(this.literals.occupant(database)).isEqualTo(occupant);
		}
		assertThat(this.literals.state(database)).isEqualTo(DatabaseState.MISSING);
		assertThat(this.literals.create(database, SCRIPT)).isTrue();
		assertThat(this.literals.occupant(database)).isNotNull().isNotEqualTo(occupant);
	}

	@Test
	void databaseStaysWhereItsUrlSaysSo() throws SQLException {
		H2Database database = H2Memory.database(";DB_CLOSE_DELAY=-1");
		assertThat(this.literals.create(database, SCRIPT)).isTrue();
		H2Memory.execute(database, "INSERT INTO item VALUES('y')");
		assertThat(this.literals.state(database)).isEqualTo(DatabaseState.PRESENT);
		this.literals.close();
		assertThat(H2Memory.rows(database, "SELECT name FROM item")).containsExactly("x", "y");
		H2Memory.execute(database, "SHUTDOWN");
	}

	@Test
	void databaseThatWasShutDownIsMadeAgain() throws SQLException {
		H2Database database = H2Memory.database("");
		this.literals.create(database, SCRIPT);
		H2Memory.execute(database, "SHUTDOWN");
		assertThat(this.literals.state(database)).isEqualTo(DatabaseState.MISSING);
		assertThat(this.literals.create(database, SCRIPT)).isTrue();
	}

	@Test
	void emptyDatabaseIsFilledUnderItsConnections() throws SQLException {
		H2Database database = H2Memory.database(";INIT=CREATE TABLE IF NOT EXISTS item(other INT)");
		try (Connection connection = database.connect()) {
			assertThat(this.literals.create(database, SCRIPT)).isTrue();
			assertThat(H2Memory.rows(connection, "SELECT name FROM item")).containsExactly("x");
		}
	}

	@Test
	void databaseThatCannotBeFilledIsAsItWasBefore() throws SQLException {
		H2Database database = H2Memory.database("");
		try (Connection connection = database.connect()) {
			assertThatExceptionOfType(DatabaseCopyException.class).isThrownBy(
					() -> this.literals.create(database, H2Memory.script("CREATE TABLE a(b INT)", "CREATE nothing")))
				.withMessageStartingWith("The database " + database
						+ " could not be created: H2 refuses CREATE nothing with error 42001.");
			assertThat(this.literals.state(database)).isEqualTo(DatabaseState.EMPTY);
			H2Memory.execute(connection, "CREATE TABLE a(b INT)");
		}
	}

	@Test
	void oneOfSeveralThreadsMakesTheDatabase() throws Exception {
		H2Database database = H2Memory.database("");
		int threads = 4;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		CountDownLatch start = new CountDownLatch(1);
		try {
			List<Future<Boolean>> made = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				made.add(executor.submit(() -> {
					start.await();
					return this.literals.create(database, SCRIPT);
				}));
			}
			start.countDown();
			int count = 0;
			for (Future<Boolean> each : made) {
				count += each.get() ? 1 : 0;
			}
			assertThat(count).isEqualTo(1);
		}
		finally {
			executor.shutdownNow();
		}
	}

}
