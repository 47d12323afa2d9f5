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
	 * Read the settings.
	 * @param first a connection before its first use
	 * @return the settings
	 * @throws SQLException if the connection fails
	 */
	static SessionSettings of(Connection first) throws SQLException {
		boolean more = Sql.value(first, """
				select current_user <> session_user or exists (select from pg_listening_channels())
				  or exists (select from pg_cursors where is_holdable)
				  or exists (select from pg_prepared_statements where from_sql) or pg_my_temp_schema() <> 0
				  or exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid())""")
			.equals("t");
		if (more) {
			return MORE;
		}
		List<String> settings = Sql.column(first, """
				select format('set %s to %s; ', quote_ident(name), case when name in ('search_path', 'temp_tablespaces',
				    'session_preload_libraries', 'local_preload_libraries') then current_setting(name)
				   else quote_literal(current_setting(name)) end)
				 from pg_settings where source = 'session' and name not in ('application_name', 'extra_float_digits')
				 order by name""");
		return settings.isEmpty() ? NONE : new SessionSettings(String.join("", settings), true);
	}

}
