package io.github.pristinedb.engine.postgresql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A connection of a pool, with the statements that bring its session back to how the pool
 * opened it. What the server should know of it is asked first.
 */
final class SettledSession {

	/**
	 * Lets the server count what the session has written, as soon as it is idle.
	 */
	static final String FLUSH = "select pg_stat_force_next_flush()";

	/**
	 * {@code DISCARD ALL} would drop the driver's prepared statements too. Counters are
	 * shared once a second at most, unless the last function forces it.
	 */
	private static final String SETTLING = """
			select current_setting('track_counts'), exists (select from pg_listening_channels()),
			 array(select name from pg_prepared_statements where from_sql),
			 exists (select from unnest(%s) n where current_setting(n, true) is not null);
			set session authorization default; reset role; reset all; %sclose all; unlisten *;
			discard temp; discard sequences; select pg_advisory_unlock_all(), pg_stat_force_next_flush()""";

	private final Connection connection;

	private final int backend;

	private final PreparedStatement settling;

	private boolean spent;

	/**
	 * Prepare the statements.
	 * @param connection the connection
	 * @param settings what the pool sets
	 * @param custom names of settings that a new session does not know, as an array
	 */
	SettledSession(Connection connection, SessionSettings settings, String custom) throws SQLException {
		this.connection = connection;
		this.backend = backend(connection);
		this.settling = connection.prepareStatement(SETTLING.formatted(custom, settings.statements()));
	}

	static int backend(Connection connection) throws SQLException {
		return connection.unwrap(PGConnection.class).getBackendPID();
	}

	int backend() {
		return this.backend;
	}

	/**
	 * Whether the session knows a setting that no new session would know, and that no
	 * statement makes it forget.
	 */
	boolean isSpent() {
		return this.spent;
	}

	/**
	 * Settle the connection.
	 * @return {@code null}, or why its writes were not counted
	 */
	@Nullable String settle() throws SQLException {
		boolean autoCommit = this.connection.getAutoCommit();
		if (!autoCommit) {
			this.connection.setAutoCommit(true);
		}
		try {
			return execute();
		}
		finally {
			if (!autoCommit) {
				this.connection.setAutoCommit(false);
			}
		}
	}

	private @Nullable String execute() throws SQLException {
		this.settling.execute();
		try (ResultSet state = this.settling.getResultSet()) {
			state.next();
			if (state.getBoolean(2)) {
				// The driver keeps what has arrived.
				this.connection.unwrap(PGConnection.class).getNotifications();
			}
			deallocate(state.getArray(3));
			this.spent = state.getBoolean(4);
			return state.getString(1).equals("on") ? null : "a test has turned track_counts off";
		}
	}

	private void deallocate(Array names) throws SQLException {
		for (String name : (String[]) names.getArray()) {
			Sql.execute(this.connection, "deallocate " + AdminConnection.quoted(name));
		}
	}

}
