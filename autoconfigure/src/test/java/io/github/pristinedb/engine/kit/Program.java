package io.github.pristinedb.engine.kit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random program over some connections, which does the same wherever it runs as long as
 * all calls have the same results.
 */
final class Program {

	// Of what a program can do with JDBC alone.
	private static final int CALLS = 16;

	private static final List<String> STATE = List.of("SELECT 1, count(*), sum(id), sum(amount) FROM author",
			"SELECT 2, count(*), sum(id), sum(author) FROM book", "SELECT 3, count(*), sum(id), sum(id) FROM entry");

	private static final String WHOLE_STATE = String.join(" UNION ALL ", STATE) + " ORDER BY 1";

	private final List<Deed> deeds;

	private final Random random;

	private final List<Connection> connections = new ArrayList<>();

	private final List<List<Savepoint>> savepoints = new ArrayList<>();

	private final List<Opener> openers;

	private final boolean pooled;

	/**
	 * A program at its start.
	 * @param deeds what it may do beside JDBC's own calls
	 * @param seed what decides it
	 * @param openers what opens each connection, again when the program has closed it
	 * @param pooled whether the connections are a pool's, which hands the same ones out
	 * again and knows nothing of a transaction that a savepoint begins
	 * @throws SQLException if there is no connection
	 */
	Program(List<Deed> deeds, long seed, List<Opener> openers, boolean pooled) throws SQLException {
		this.pooled = pooled;
		this.deeds = deeds;
		this.random = new Random(seed);
		this.openers = openers;
		for (Opener opener : openers) {
			this.connections.add(opener.open());
			this.savepoints.add(new ArrayList<>());
		}
	}

	/**
	 * Do the next thing.
	 * @return what was done, what came of it, and what the connection sees then
	 * @throws SQLException if the connection cannot be opened again
	 */
	String step() throws SQLException {
		int index = this.random.nextInt(this.connections.size());
		int call = this.random.nextInt(2 * CALLS);
		int number = this.random.nextInt(1_000);
		Deed deed = this.deeds.get(this.random.nextInt(this.deeds.size()));
		String name = (call < CALLS) ? "call " + call : deed.name();
		Connection connection = this.connections.get(index);
		String result;
		try {
			result = String.valueOf((call < CALLS) ? call(index, call, number) : deed.act().on(connection, number));
		}
		catch (SQLException ex) {
			result = failure(ex);
		}
		return "connection " + index + ", " + name + ", " + number + ": " + result + " -> " + state(index);
	}

	private static String failure(SQLException ex) {
		return ex.getClass().getName() + " " + ex.getSQLState() + " " + ex.getErrorCode();
	}

	private String state(int index) throws SQLException {
		if (this.connections.get(index).isClosed()) {
			this.connections.set(index, this.openers.get(index).open());
			this.savepoints.get(index).clear();
		}
		Connection connection = this.connections.get(index);
		boolean autoCommit = connection.getAutoCommit();
		try {
			return autoCommit + " " + Rows.of(connection, WHOLE_STATE);
		}
		catch (SQLException ex) {
			// Another one has a table locked, or it is gone.
			StringBuilder state = new StringBuilder().append(autoCommit).append(' ').append(failure(ex));
			for (String query : STATE) {
				try {
					state.append(' ').append(Rows.of(connection, query));
				}
				catch (SQLException one) {
					state.append(' ').append(failure(one));
				}
			}
			return state.toString();
		}
	}

	private Object call(int index, int call, int number) throws SQLException {
		Connection connection = this.connections.get(index);
		List<Savepoint> savepoints = this.savepoints.get(index);
		switch (call) {
			case 0, 1, 2 -> connection.setAutoCommit(number % 4 == 0);
			case 3, 4, 5 -> connection.commit();
			case 6, 7 -> connection.rollback();
			case 8, 9, 10 -> {
				if (!this.pooled || !connection.getAutoCommit()) {
					savepoints
						.add((call == 10) ? connection.setSavepoint("s" + number % 3) : connection.setSavepoint());
				}
			}
			case 11, 12 -> {
				if (!savepoints.isEmpty()) {
					connection.rollback(savepoints.get(number % savepoints.size()));
				}
			}
			case 13, 14 -> {
				if (!savepoints.isEmpty()) {
					connection.releaseSavepoint(savepoints.get(number % savepoints.size()));
				}
			}
			default -> {
				if (!this.pooled && number % 2 == 0) {
					connection.close();
				}
			}
		}
		return "done";
	}

	/**
	 * End all transactions.
	 */
	void end() {
		boolean commit = this.random.nextBoolean();
		for (Connection connection : this.connections) {
			if (!commit || !ends(connection::commit)) {
				ends(connection::rollback);
			}
		}
	}

	/**
	 * There may be no transaction, or one that cannot be committed yet; and a connection
	 * may be of no more use.
	 */
	private static boolean ends(Ending ending) {
		try {
			ending.run();
			return true;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	/**
	 * Close all connections.
	 */
	void close() {
		for (Connection connection : this.connections) {
			ends(connection::close);
		}
	}

	/**
	 * A connection of the program.
	 * @return the first one
	 */
	Connection first() {
		return this.connections.get(0);
	}

	@FunctionalInterface
	private interface Ending {

		void run() throws SQLException;

	}

	/**
	 * Opens a connection.
	 */
	@FunctionalInterface
	interface Opener {

		Connection open() throws SQLException;

	}

}
