package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A database with the connections of a pool, which random programs have one after
 * another.
 */
final class ResetTrialSlot implements AutoCloseable {

	static final int CONNECTIONS = 3;

	private final ResetTrialTemplate template;

	private final String name;

	private final Connection control;

	private final SlotWatch watch;

	private final PreparedStatement query;

	private final Connection[] connections = new Connection[CONNECTIONS];

	private final Map<String, String> pristine;

	ResetTrialSlot(ResetTrialTemplate template, ResetTrialMutant mutant) throws SQLException {
		this.template = template;
		this.name = template.fixture().copy();
		this.control = template.fixture().control(this.name);
		mutant.change(this.control);
		this.watch = mutant.watch(this.control);
		this.query = this.control.prepareStatement(template.query());
		open();
		this.pristine = content();
	}

	/**
	 * Open the connections that are closed. A new one is settled, so that it is known.
	 */
	private void open() throws SQLException {
		for (int i = 0; i < CONNECTIONS; i++) {
			if (this.connections[i] == null || this.connections[i].isClosed()) {
				this.connections[i] = PostgresServer.connect(this.name);
				this.watch.settle(this.connections[i]);
			}
		}
	}

	Connection connection(int index) throws SQLException {
		if (this.connections[index].isClosed()) {
			this.connections[index] = PostgresServer.connect(this.name);
		}
		return this.connections[index];
	}

	/**
	 * End a scenario as a slot does.
	 * @return {@code null} if the database was put back, else {@code "clean"} or the
	 * reason of the refusal
	 */
	@Nullable String end() throws SQLException {
		for (Connection connection : this.connections) {
			if (!connection.isClosed()) {
				this.watch.settle(connection);
			}
		}
		SlotWatch.Return end = this.watch.bringBack();
		return end.written() ? end.refusal() : "clean";
	}

	/**
	 * Compare the database, and the sessions, with the baseline.
	 * @return the first difference, or {@code null} if there is none
	 */
	@Nullable String difference() throws SQLException {
		open();
		Map<String, String> now = content();
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
		int start = Math.max(0, same - 60);
		return "…" + actual.substring(start, Math.min(actual.length(), start + 200)) + "… instead of …"
				+ expected.substring(start, Math.min(expected.length(), start + 200)) + "…";
	}

	private Map<String, String> content() throws SQLException {
		Map<String, String> content = new LinkedHashMap<>();
		try (ResultSet rows = this.query.executeQuery()) {
			while (rows.next()) {
				content.put(rows.getString(1), String.valueOf(rows.getString(2)));
			}
		}
		for (int i = 0; i < CONNECTIONS; i++) {
			content.put("session " + i, session(this.connections[i]));
		}
		return content;
	}

	private static String session(Connection connection) throws SQLException {
		List<String> state = new ArrayList<>(Sql.column(connection,
				"""
						select row(current_user, session_user, (select count(*) from pg_cursors),
						  (select count(*) from pg_listening_channels()), (select count(*) from pg_prepared_statements where from_sql),
						  (select count(*) from pg_locks where pid = pg_backend_pid() and locktype = 'advisory'),
						  (select string_agg(name || '=' || setting, ' ' order by name) from pg_settings
						    where source = 'session' and name <> 'extra_float_digits' and name <> 'application_name'),
						  current_setting('search_path'), current_setting('timezone'), current_setting('datestyle'),
						  current_setting('default_transaction_isolation'), current_setting('session_replication_role'))"""));
		try {
			state.add(Sql.value(connection, "select currval('public.order_seq')"));
		}
		catch (SQLException ex) {
			state.add("no current value");
		}
		return state.toString();
	}

	@Override
	public void close() throws SQLException {
		for (Connection connection : this.connections) {
			connection.close();
		}
		this.control.close();
		this.template.fixture().drop(this.name);
	}

}
