package io.github.pristinedb.engine.postgresql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The settings of sessions that put databases back, whatever the server, the database,
 * the role and the driver have set.
 */
final class ControlSettings {

	/**
	 * Values as text, and plans, are the same in each session.
	 */
	private static final Map<String, String> COMMON = new LinkedHashMap<>();

	static {
		COMMON.put("search_path", "pg_catalog");
		COMMON.put("datestyle", "ISO");
		COMMON.put("intervalstyle", "postgres");
		COMMON.put("timezone", "UTC");
		COMMON.put("bytea_output", "hex");
		COMMON.put("extra_float_digits", "3");
		COMMON.put("lc_monetary", "C");
		COMMON.put("xmloption", "content");
		COMMON.put("client_min_messages", "warning");
		COMMON.put("statement_timeout", "0");
		COMMON.put("default_tablespace", "");
		COMMON.put("default_table_access_method", "heap");
		COMMON.put("row_security", "on");
		COMMON.put("jit", "off");
	}

	private static final Map<String, String> CONTROL = new LinkedHashMap<>(COMMON);

	static {
		CONTROL.put("pristine.control", "on");
		CONTROL.put("lock_timeout", "100ms");
		CONTROL.put("synchronous_commit", "off");
		CONTROL.put("default_transaction_read_only", "off");
		CONTROL.put("default_transaction_isolation", "read committed");
		CONTROL.put("default_transaction_deferrable", "off");
		CONTROL.put("idle_in_transaction_session_timeout", "0");
		CONTROL.put("idle_session_timeout", "0");
		// Few rows are looked for by an index, whatever the statistics say.
		CONTROL.put("enable_hashjoin", "off");
		CONTROL.put("enable_mergejoin", "off");
		// No plan is worth being made twice.
		CONTROL.put("plan_cache_mode", "force_generic_plan");
		// Each scan gives rows in their order, from the first one on.
		CONTROL.put("synchronize_seqscans", "off");
		CONTROL.put("max_parallel_workers_per_gather", "0");
		CONTROL.put("stats_fetch_consistency", "none");
	}

	private ControlSettings() {
	}

	/**
	 * The option of a control connection's start. Its own writes do not count, and no
	 * trigger of the application's sees them.
	 * @return the value of the connection property {@code options}
	 */
	static String startOptions() {
		return "-c role=none -c track_counts=off -c session_replication_role=replica";
	}

	/**
	 * Statements for a superuser's control connection.
	 */
	static String forSession() {
		return "set track_counts = off; set session_replication_role = replica; " + statements("set ", CONTROL);
	}

	/**
	 * Statements for the control connection of a user who can only look.
	 */
	static String forLooking() {
		return statements("set ", CONTROL);
	}

	/**
	 * Statements for one transaction that installs the schema. Triggers and event
	 * triggers of the application's do not see it.
	 */
	static String forTransaction() {
		return "set local session_replication_role = replica; " + statements("set local ", COMMON);
	}

	/**
	 * Statements for one transaction that reads all rows by whatever connection.
	 * @param millis how long a statement may take; those that only ask for names have a
	 * second
	 */
	static String forReading(long millis) {
		return statements("set local ", COMMON) + "; set local role none; set local row_security = off"
				+ "; set local lock_timeout = '100ms'; set local statement_timeout = " + Math.max(1000, millis);
	}

	private static String statements(String command, Map<String, String> settings) {
		return settings.entrySet()
			.stream()
			.map((setting) -> command + setting.getKey() + " = '" + setting.getValue() + "'")
			.collect(Collectors.joining("; "));
	}

}
