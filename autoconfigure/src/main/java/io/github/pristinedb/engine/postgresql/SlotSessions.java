package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The sessions of a slot's database: the control connection, and those of its pools. A
 * session that was closed counts what it has written when its backend leaves, which is
 * after {@link Connection#close()} returns. A session of somebody else counts it at any
 * time.
 */
class SlotSessions {

	private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

	private final Connection control;

	private final Map<Connection, SettledSession> known = new IdentityHashMap<>();

	// Those that nobody has used since.
	private final Set<SettledSession> settled = new HashSet<>();

	private @Nullable SessionSettings settings;

	private final String custom;

	private @Nullable String doubt;

	/**
	 * No connection of a pool is known yet.
	 * @param control the control connection
	 * @param custom the {@link CustomSettings} of the database
	 */
	SlotSessions(Connection control, String custom) {
		this.control = control;
		this.custom = custom;
	}

	/**
	 * Look at what a pool sets.
	 * @param first its first connection
	 */
	void inspect(Connection first) throws SQLException {
		SessionSettings found = SessionSettings.of(first);
		if (this.settings == null) {
			this.settings = found;
		}
		else if (!found.equals(this.settings)) {
			this.settings = SessionSettings.MORE;
		}
	}

	/**
	 * Whether settling takes from a connection what its pool has set, or leaves what a
	 * scenario has set.
	 */
	boolean closesSettled() {
		return (this.settings != null && !this.settings.whole())
				|| this.known.values().stream().anyMatch(SettledSession::isSpent);
	}

	/**
	 * Settle a connection. If a setting kept the server from counting, the doubt is kept.
	 */
	void settle(Connection used) throws SQLException {
		SettledSession session = this.known.get(used);
		if (session == null) {
			SessionSettings settings = this.settings;
			session = new SettledSession(used, (settings != null) ? settings : SessionSettings.NONE, this.custom);
			this.known.put(used, session);
		}
		String doubt = session.settle();
		this.settled.add(session);
		if (doubt != null) {
			this.doubt = doubt;
		}
	}

	/**
	 * Connections may have been used since they were settled. They belong to the others
	 * until they are settled again.
	 */
	void unsettle() {
		this.settled.clear();
	}

	/**
	 * Whether a connection was never settled.
	 */
	boolean isNew(Connection connection) {
		return !this.known.containsKey(connection);
	}

	/**
	 * Why counters cannot be relied on.
	 * @return the reason, or {@code null} if they can
	 */
	@Nullable String doubt() {
		return this.doubt;
	}

	/**
	 * How many sessions the database has if nobody else uses it.
	 * @return the number
	 */
	@Nullable Integer number() throws SQLException {
		Iterator<Map.Entry<Connection, SettledSession>> connections = this.known.entrySet().iterator();
		while (connections.hasNext()) {
			Map.Entry<Connection, SettledSession> connection = connections.next();
			if (connection.getKey().isClosed()) {
				this.settled.remove(connection.getValue());
				connections.remove();
			}
		}
		return this.settled.size() + 1;
	}

	/**
	 * Wait until backends have left that belong to no open connection.
	 * @return {@code null}, or the reason why there is somebody else
	 */
	@Nullable String awaitOthers() throws SQLException {
		long start = System.nanoTime();
		while (true) {
			List<String> others = others();
			if (others.isEmpty()) {
				return null;
			}
			if (System.nanoTime() - start > PATIENCE) {
				return "another session uses it, " + others.get(0);
			}
			try {
				TimeUnit.MILLISECONDS.sleep(1);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return "the thread was interrupted that waited for closed connections";
			}
		}
	}

	private List<String> others() throws SQLException {
		String known = this.settled.stream()
			.map((session) -> String.valueOf(session.backend()))
			.collect(Collectors.joining(", "));
		List<String> others = new ArrayList<>();
		try (Statement statement = this.control.createStatement(); ResultSet rows = statement.executeQuery("""
				select 'process ' || pid || coalesce(' (' || nullif(application_name, '') || ')', '')
				 from pg_stat_activity where datname = current_database() and pid <> all ('{%s}'::int[])
				  and pid <> pg_backend_pid() and backend_type not like 'autovacuum%%'""".formatted(known))) {
			while (rows.next()) {
				others.add(rows.getString(1));
			}
		}
		return others;
	}

}
