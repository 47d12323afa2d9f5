package io.github.pristinedb.benchmarks.hammer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;

/**
 * Leaves the database and its connections as a {@link Parting} says.
 */
final class Partings {

	private final HammerRun run;

	private final ApplicationAccess access;

	private final String scenario;

	private final Model model;

	private final RandomGenerator random;

	private final String insert;

	private final HammerDatabase database;

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
		this.database = run.options().engine().database();
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
			case OPEN_SAVEPOINT -> leaveSavepoint();
			case OPEN_RESULT -> leaveResult();
			case OPEN_METADATA -> leaveMetadata();
			case SETTINGS_THROUGH_METADATA -> changeSettingsThroughMetadata(statements(parting));
			case FUNCTION -> createFunction();
			case SHUT_DOWN -> shutDown();
			default -> this.access.execute(statements(parting));
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

	private void changeSettingsThroughMetadata(String... statements) throws SQLException {
		try (Connection connection = this.access.connection()) {
			ApplicationAccess.execute(connection.getMetaData().getConnection(), statements);
		}
	}

	private void shutDown() throws SQLException {
		Connection connection = this.access.connection();
		try {
			ApplicationAccess.execute(connection, statements(Parting.SHUT_DOWN));
		}
		finally {
			close(connection);
		}
	}

	private static void close(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException ex) {
			// The pool asks it for its warnings, and its database is gone.
		}
	}

	private String[] statements(Parting parting) {
		return this.database.statements(parting, this.insert, this.random).toArray(String[]::new);
	}

	private void createFunction() throws SQLException {
		try (Connection connection = this.access.connection()) {
			this.database.createFunction(connection);
		}
	}

}
