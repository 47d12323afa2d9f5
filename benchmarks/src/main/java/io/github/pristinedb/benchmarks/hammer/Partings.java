package io.github.pristinedb.benchmarks.hammer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/**
 * Leaves the database and its connections as a {@link Parting} says.
 */
final class Partings {

	private static final List<String> PRAGMAS = List.of("foreign_keys = OFF", "temp_store = MEMORY",
			"case_sensitive_like = ON", "user_version = 99", "application_id = 99", "recursive_triggers = ON",
			"cache_size = 7", "query_only = OFF", "busy_timeout = 1", "ignore_check_constraints = ON");

	private final HammerRun run;

	private final ApplicationAccess access;

	private final String scenario;

	private final Model model;

	private final RandomGenerator random;

	private final String insert;

	/**
	 * Create the partings of a scenario.
	 * @param run what keeps all that it leaves to later scenarios
	 * @param access how it reaches the application
	 * @param scenario its name
	 * @param model what its database contains
	 * @param random its source of randomness
	 */
	Partings(HammerRun run, ApplicationAccess access, String scenario, Model model, RandomGenerator random) {
		this.run = run;
		this.access = access;
		this.scenario = scenario;
		this.model = model;
		this.random = random;
		this.insert = "INSERT INTO item (name, amount) VALUES ('" + scenario + " leaves', 1)";
	}

	void leave(Parting parting) throws SQLException, InterruptedException {
		switch (parting) {
			case TIDY -> {
			}
			case LEAKED_CONNECTION -> leakConnection();
			case LEAKED_TRANSACTION -> leakTransaction();
			case THREAD_LEFT_BEHIND -> leaveThread();
			case LATE_ASYNC -> leaveLateWork();
			case RACING_ASYNC -> leaveRacingWork();
			case OPEN_TRANSACTION -> leaveTransaction();
			case OPEN_TRANSACTION_OF_SQL ->
				this.access.execute(this.random.nextBoolean() ? "BEGIN" : "BEGIN IMMEDIATE", this.insert);
			case OPEN_SAVEPOINT_OF_SQL -> this.access.execute("SAVEPOINT halfway", this.insert);
			case OPEN_SAVEPOINT -> leaveSavepoint();
			case OPEN_RESULT -> leaveResult();
			case OPEN_METADATA -> leaveMetadata();
			case PRAGMAS -> this.access.execute(pragma(), this.insert);
			case PRAGMA_THROUGH_METADATA -> setPragmaThroughMetadata();
			case WRITE_AHEAD_LOG -> this.access.execute("PRAGMA journal_mode = WAL", this.insert);
			case EXCLUSIVE_LOCK -> this.access.execute("PRAGMA locking_mode = EXCLUSIVE", this.insert);
			case ATTACHED ->
				this.access.execute("ATTACH ':memory:' AS other", "CREATE TABLE other.item (id INTEGER)", this.insert);
			case PAGE_SIZE -> this.access.execute("PRAGMA page_size = 8192", "VACUUM", this.insert);
			case TEMPORARY -> this.access.execute("CREATE TEMP TABLE part (id INTEGER)",
					"CREATE TEMPORARY TRIGGER hammer_trigger AFTER INSERT ON main.item BEGIN DELETE FROM main.log; END",
					this.insert);
			case FUNCTION -> createFunction();
			case STATISTICS -> this.access.execute(this.insert, "ANALYZE");
			case EMPTY -> this.access.execute("DROP VIEW IF EXISTS item_parts", "DROP TABLE part", "DROP TABLE log",
					"DROP TABLE item", "DROP TABLE flyway_schema_history", "VACUUM");
		}
	}

	@SuppressWarnings("resource")
	private void leakConnection() throws SQLException {
		Connection leaked = this.access.connection();
		ApplicationAccess.execute(leaked, this.insert);
		this.run.abandon(leaked);
	}

	@SuppressWarnings("resource")
	private void leakTransaction() throws SQLException {
		Connection leaked = this.access.connection();
		leaked.setAutoCommit(false);
		ApplicationAccess.execute(leaked, this.insert);
		this.run.abandon(leaked);
	}

	@SuppressWarnings("resource")
	private void leaveThread() throws SQLException, InterruptedException {
		Connection connection = this.access.connection();
		CountDownLatch started = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			started.countDown();
			try (Statement statement = connection.createStatement()) {
				for (int i = 0; i < 100; i++) {
					statement.executeUpdate(this.insert);
				}
			}
			catch (SQLException ex) {
				// The connection was closed, or the database is gone: so it should be.
			}
		}, "left behind by " + this.scenario);
		thread.setDaemon(true);
		this.run.leave(thread);
		thread.start();
		started.await();
	}

	private void leaveLateWork() throws InterruptedException {
		CountDownLatch start = new CountDownLatch(1);
		this.run.postpone(this.access.port(), start,
				this.access.background().insertPartLate(start, this.model.newPart(), this.scenario + " late"));
	}

	private void leaveRacingWork() {
		for (int i = 0; i < 3; i++) {
			this.access.background().insertPart(this.model.newPart(), 1, this.scenario + " races");
		}
	}

	private void leaveTransaction() throws SQLException {
		try (Connection connection = this.access.connection()) {
			connection.setAutoCommit(false);
			ApplicationAccess.execute(connection, this.insert);
		}
	}

	private void leaveSavepoint() throws SQLException {
		try (Connection connection = this.access.connection()) {
			connection.setSavepoint("halfway");
			ApplicationAccess.execute(connection, this.insert);
		}
	}

	@SuppressWarnings("resource")
	private void leaveResult() throws SQLException {
		try (Connection connection = this.access.connection()) {
			ResultSet result = connection.createStatement().executeQuery("SELECT * FROM log");
			result.next();
		}
	}

	@SuppressWarnings("resource")
	private void leaveMetadata() throws SQLException {
		try (Connection connection = this.access.connection()) {
			connection.getMetaData().getTables(null, null, "%", null).next();
		}
	}

	private void setPragmaThroughMetadata() throws SQLException {
		try (Connection connection = this.access.connection()) {
			ApplicationAccess.execute(connection.getMetaData().getConnection(), pragma());
		}
	}

	private String pragma() {
		return "PRAGMA " + PRAGMAS.get(this.random.nextInt(PRAGMAS.size()));
	}

	private void createFunction() throws SQLException {
		try (Connection connection = this.access.connection()) {
			Function.create(connection.unwrap(SQLiteConnection.class), "hammer", new Hammer());
		}
	}

	/**
	 * A function that no other scenario should find.
	 */
	private static final class Hammer extends Function {

		@Override
		protected void xFunc() throws SQLException {
			result(1);
		}

	}

}
