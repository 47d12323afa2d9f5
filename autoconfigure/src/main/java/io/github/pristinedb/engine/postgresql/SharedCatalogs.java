package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

/**
 * What all databases of a server share: roles, settings, tablespaces. A copy of a
 * database would not take back what a test has changed there, so it is told. Counters
 * tell that somebody did, in whichever process; {@link SharedChanges} knows the
 * statements of this one.
 */
final class SharedCatalogs {

	/**
	 * What each of the numbers counts that {@code pristine.shared_writes} returns.
	 */
	private static final Map<String, String> COUNTED = new LinkedHashMap<>();

	static {
		COUNTED.put("pg_authid", SharedChanges.ROLES);
		COUNTED.put("pg_auth_members", SharedChanges.MEMBERS);
		COUNTED.put("pg_db_role_setting", SharedChanges.SETTINGS);
		COUNTED.put("pg_tablespace", SharedChanges.TABLESPACES);
		COUNTED.put("pg_parameter_acl", SharedChanges.PARAMETERS);
	}

	private final Connection control;

	private long[] writes;

	private final String place;

	/**
	 * Remember the present state.
	 * @param control the control connection
	 * @throws SQLException if it fails
	 */
	SharedCatalogs(Connection control) throws SQLException {
		this.control = control;
		this.writes = Catalogs.longs(control, "select pristine.shared_writes()");
		this.place = place();
	}

	/**
	 * The function that counts.
	 */
	static String preparation() {
		return "create function pristine.shared_writes() returns bigint[] language sql stable as "
				+ Sql.dollarQuoted("select " + expression());
	}

	/**
	 * What the function returns, for those who call it often.
	 */
	static String expression() {
		StringJoiner counters = new StringJoiner(", ", "array[",
				", coalesce((extract(epoch from (pg_stat_file('postgresql.auto.conf', true)).modification) * 1000000)::bigint, 0)]");
		for (String catalog : COUNTED.keySet()) {
			String oid = "'" + catalog + "'::regclass";
			counters.add(
					"pg_stat_get_tuples_inserted(%1$s) + pg_stat_get_tuples_updated(%1$s) + pg_stat_get_tuples_deleted(%1$s)"
						.formatted(oid));
		}
		return counters.toString();
	}

	/**
	 * Tell what was changed since the last time. Any process may have done it, so the
	 * slot is none the worse for it.
	 * @param writes the counters by now
	 * @return {@code null}, or what belongs to the database itself
	 */
	@Nullable String changed(long[] writes) throws SQLException {
		boolean own = !place().equals(this.place);
		int number = 0;
		for (String what : COUNTED.values()) {
			if (!own || !what.equals(SharedChanges.SETTINGS)) {
				tell(writes, number, what);
			}
			number++;
		}
		tell(writes, number, SharedChanges.SYSTEM);
		this.writes = writes;
		return own ? "the settings or rights of the database" : null;
	}

	boolean isChanged(long[] writes) {
		return !Arrays.equals(writes, this.writes);
	}

	private void tell(long[] writes, int number, String what) {
		if (writes[number] != this.writes[number]) {
			SharedChanges.OF_THIS_RUN.seen(what);
		}
	}

	/**
	 * The row of the database in the server's list, which a copy would have as new.
	 */
	private String place() throws SQLException {
		return Sql.value(this.control, """
				select row(d.datdba, d.datacl, d.datconnlimit, d.dattablespace, d.datallowconn, d.datistemplate,
				  array(select s::text from pg_db_role_setting s where s.setdatabase = d.oid order by 1))
				 from pg_database d where datname = current_database()""");
	}

}
