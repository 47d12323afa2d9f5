package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What a pool sets in its connections, by an init SQL or by its properties. It is not in
 * the options of the connection's start, so {@code RESET ALL} would drop it.
 *
 * @param statements the statements that set it again, each with a semicolon
 * @param whole whether they set all of it again
 */
record SessionSettings(String statements, boolean whole) {

	static final SessionSettings NONE = new SessionSettings("", true);

	/**
	 * More than settings, a role for example, or those of pools that set different
	 * things. A connection is of no use once it is settled.
	 */
	static final SessionSettings MORE = new SessionSettings("", false);

	/**
	 * A row that is null, or one for each setting. Somebody waits, and the session is
	 * new: it has not read the definition of any view.
	 */
	private static final String SETTINGS = """
			select null where current_user <> session_user or pg_my_temp_schema() <> 0
			  or exists (select from pg_listening_channels()) or exists (select from pg_cursor() where is_holdable)
			  or exists (select from pg_prepared_statement() where from_sql)
			  or exists (select from pg_lock_status() where locktype = 'advisory' and pid = pg_backend_pid())
			union all
			select format('set %s to %s; ', quote_ident(name), case when name in ('search_path', 'temp_tablespaces',
			    'session_preload_libraries', 'local_preload_libraries') then setting else quote_literal(setting) end)
			 from (select name, current_setting(name) as setting from pg_show_all_settings() where source = 'session'
			   and name not in ('application_name', 'extra_float_digits') order by name) settings""";

	/**
	 * Read the settings.
	 * @param first a connection before its first use
	 * @return the settings
	 * @throws SQLException if the connection fails
	 */
	static SessionSettings of(Connection first) throws SQLException {
		List<String> settings = Sql.column(first, SETTINGS);
		if (settings.contains(null)) {
			return MORE;
		}
		return settings.isEmpty() ? NONE : new SessionSettings(String.join("", settings), true);
	}

}
