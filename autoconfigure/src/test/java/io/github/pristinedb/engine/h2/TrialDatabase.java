package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.github.pristinedb.engine.ScenarioDatabase;
import io.github.pristinedb.engine.ScenarioDatabase.Restoration;
import org.jspecify.annotations.Nullable;

/**
 * The database of a slot with the connections of a pool, which random programs have one
 * after another.
 */
final class TrialDatabase implements AutoCloseable {

	static final int CONNECTIONS = 3;

	/**
	 * What became of the database after a program.
	 */
	enum End {

		CLEAN, IN_PLACE, RECONNECT, REFUSED

	}

	private final ScenarioDatabase database;

	private final H2Image baseline;

	private final Map<String, String> queries;

	private final boolean closesConnections;

	private final TrialConnection[] connections = new TrialConnection[CONNECTIONS];

	private @Nullable TrialContent observer;

	private final Map<String, String> pristine;

	private @Nullable String numbers;

	/**
	 * A database with all connections open.
	 * @param database the database
	 * @param baseline its content
	 * @param queries the queries that read it
	 * @param closesConnections whether connections with settings of their own are closed
	 */
	TrialDatabase(ScenarioDatabase database, H2Image baseline, Map<String, String> queries, boolean closesConnections)
			throws SQLException {
		this.closesConnections = closesConnections;
		this.queries = queries;
		this.database = database;
		this.baseline = baseline;
		this.pristine = new LinkedHashMap<>(observer().read());
		connect();
		this.pristine.put("prepared", this.connections[0].prepared());
		this.pristine.put("session", this.connections[0].session());
	}

	private Connection open() throws SQLException {
		return ((H2Database) this.database.database()).connect();
	}

	private TrialContent observer() throws SQLException {
		if (this.observer == null) {
			this.observer = new TrialContent(open(), this.queries);
		}
		return this.observer;
	}

	private void connect() throws SQLException {
		for (int i = 0; i < CONNECTIONS; i++) {
			if (this.connections[i] == null) {
				this.connections[i] = new TrialConnection(open());
			}
		}
	}

	TrialConnection connection(int index) {
		return this.connections[index];
	}

	/**
	 * Give a connection back to the pool, which closes one that has settings of its own.
	 * @param index the connection
	 * @param forgets whether an open transaction is forgotten
	 * @param committed whether it is committed otherwise
	 */
	void giveBack(int index, boolean forgets, boolean committed) {
		TrialConnection connection = this.connections[index];
		if (!(forgets && connection.isInTransaction()) && !connection.giveBack(committed) && this.closesConnections) {
			giveUp(index);
		}
	}

	/**
	 * Undo what was forgotten.
	 */
	void giveBackForgotten() {
		for (int i = 0; i < CONNECTIONS; i++) {
			if (this.connections[i] != null) {
				giveBack(i, false, false);
			}
		}
	}

	private void giveUp(int index) {
		this.connections[index].close();
		this.connections[index] = null;
	}

	/**
	 * End a scenario, as a slot does: settle, look, and restore.
	 */
	End end() throws SQLException {
		if (this.database.needsSettling()) {
			for (TrialConnection connection : this.connections) {
				if (connection != null) {
					this.database.settle(connection.jdbc());
				}
			}
		}
		if (this.database.isClean(this::open)) {
			return End.CLEAN;
		}
		Restoration restoration = this.database.restore(this.baseline, this::open);
		if (restoration == Restoration.RECONNECT) {
			disconnect();
			this.pristine.put(TrialContent.USERS, Objects.requireNonNull(observer().read().get(TrialContent.USERS)));
		}
		return End.valueOf(restoration.name());
	}

	/**
	 * Compare the database with its baseline.
	 * @return the first difference, or {@code null} if there is none
	 */
	@Nullable String difference() {
		try {
			Map<String, String> now = observer().read();
			connect();
			for (TrialConnection connection : this.connections) {
				now.put("prepared", connection.prepared());
				now.put("session", connection.session());
				String difference = difference(now);
				if (difference != null) {
					return difference;
				}
			}
			return null;
		}
		catch (SQLException ex) {
			return "the database cannot be read: " + ex;
		}
	}

	private @Nullable String difference(Map<String, String> now) {
		for (Map.Entry<String, String> expected : this.pristine.entrySet()) {
			String actual = String.valueOf(now.get(expected.getKey()));
			if (!actual.equals(expected.getValue())) {
				return expected.getKey() + ": " + difference(expected.getValue(), actual);
			}
		}
		return null;
	}

	private static String difference(String expected, String actual) {
		int same = 0;
		while (same < Math.min(expected.length(), actual.length()) && expected.charAt(same) == actual.charAt(same)) {
			same++;
		}
		int start = Math.max(0, same - 40);
		return "…" + actual.substring(start, Math.min(actual.length(), start + 160)) + "… instead of …"
				+ expected.substring(start, Math.min(expected.length(), start + 160)) + "…";
	}

	/**
	 * Write through every index, try what foreign keys forbid, ask for the numbers that
	 * come next, and undo it.
	 * @return what is wrong with the database, or {@code null}
	 */
	@Nullable String probe() {
		try (Connection connection = open(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			for (int table = 1; table <= TrialSchema.TABLES; table++) {
				statement.execute("UPDATE t" + table + " SET name = name || 'x', code = code || 'x', amount = -amount");
			}
			for (int table : new int[] { 2, 3, 4, 5, 22 }) {
				if (!isRefused(statement, "INSERT INTO t" + table + "(name, parent) VALUES ('probe', 99999)")) {
					return "the foreign key of t" + table + " is not checked";
				}
			}
			StringBuilder next = new StringBuilder();
			for (String query : TrialSchema.NEXT_NUMBERS) {
				next.append(H2Memory.rows(connection, query));
			}
			String numbers = next.toString();
			statement.execute("UPDATE document SET text = text || 'x'");
			statement.execute("DELETE FROM t9");
			connection.rollback();
			this.numbers = (this.numbers != null) ? this.numbers : numbers;
			return this.numbers.equals(numbers) ? null : "numbers: " + difference(this.numbers, numbers);
		}
		catch (SQLException ex) {
			return "the database cannot be written to: " + ex;
		}
	}

	private static boolean isRefused(Statement statement, String sql) throws SQLException {
		try {
			statement.execute(sql);
			return false;
		}
		catch (SQLException ex) {
			if (!"23506".equals(ex.getSQLState())) {
				throw ex;
			}
			return true;
		}
	}

	void disconnect() throws SQLException {
		for (int i = 0; i < CONNECTIONS; i++) {
			if (this.connections[i] != null) {
				giveUp(i);
			}
		}
		if (this.observer != null) {
			this.observer.close();
			this.observer = null;
		}
	}

	@Override
	public void close() throws SQLException {
		disconnect();
		this.database.close();
	}

}
