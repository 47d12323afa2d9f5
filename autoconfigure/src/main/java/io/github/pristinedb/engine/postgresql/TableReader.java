package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads the tables of a database from its catalogs: those of all schemas, and those of
 * extensions too. Foreign tables are left out, since their rows are elsewhere.
 */
final class TableReader {

	/**
	 * The relations of the application's that have rows of their own.
	 */
	private static final String TABLES = """
			select c.oid, c.oid::regclass::text, c.relkind,
			  exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgenabled in ('A', 'R'))
			    or exists (select from pg_rewrite r where r.ev_class = c.oid and c.relkind = 'r' and r.ev_enabled in ('A', 'R')), c.reltoastrelid
			 from pg_class c join pg_namespace n on n.oid = c.relnamespace
			 where c.relkind in ('r', 'm') and c.relispopulated and c.relpersistence <> 't' and n.nspname <> 'pristine'
			  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by c.oid""";

	private static final String COLUMNS = """
			select a.attrelid, a.attnum, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
			  t.typnamespace = 'pg_catalog'::regnamespace
			 from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
			  join pg_type t on t.oid = a.atttypid
			 where c.relkind in ('r', 'm') and n.nspname !~ '^pg_' and n.nspname not in ('pristine', 'information_schema')
			  and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attrelid, a.attnum""";

	/**
	 * The columns of the best index that tells rows apart: the primary key, or the
	 * smallest unique one whose columns are never null. Those of the catalogs, which are
	 * more than most applications have, are left out.
	 */
	private static final String KEYS = """
			select i.indrelid, k.attnum, quote_ident(n.nspname) || '.' || o.oprname
			 from (select distinct on (indrelid) * from pg_index x where x.indrelid >= 16384 and x.indisunique and x.indisvalid and x.indpred is null
			    and x.indexprs is null and x.indnkeyatts > 0
			    and (select c.relam from pg_class c where c.oid = x.indexrelid) = (select oid from pg_am where amname = 'btree')
			    and not exists (select from unnest(x.indkey[0:x.indnkeyatts - 1]) u (attnum)
			      join pg_attribute a on a.attrelid = x.indrelid and a.attnum = u.attnum
			      where not a.attnotnull or a.attgenerated <> '')
			    order by x.indrelid, x.indisprimary desc, x.indnkeyatts, x.indexrelid) i,
			  unnest(i.indkey[0:i.indnkeyatts - 1], i.indclass[0:i.indnkeyatts - 1]) with ordinality k (attnum, opclass, place)
			  join pg_opclass c on c.oid = k.opclass
			  join pg_amop m on m.amopfamily = c.opcfamily and m.amopstrategy = 3
			    and m.amoplefttype = c.opcintype and m.amoprighttype = c.opcintype
			  join pg_operator o on o.oid = m.amopopr join pg_namespace n on n.oid = o.oprnamespace
			 order by i.indrelid, k.place""";

	private final Connection connection;

	private final Map<Long, Map<Integer, BaselineColumn>> columns = new HashMap<>();

	private final Map<Long, BaselineKey> keys = new HashMap<>();

	/**
	 * Read the columns and keys.
	 * @param connection a connection that looks for names in {@code pg_catalog} alone
	 * @throws SQLException if it fails
	 */
	TableReader(Connection connection) throws SQLException {
		this.connection = connection;
		try (Statement statement = connection.createStatement()) {
			try (ResultSet rows = statement.executeQuery(COLUMNS)) {
				while (rows.next()) {
					this.columns.computeIfAbsent(rows.getLong(1), (table) -> new HashMap<>())
						.put(rows.getInt(2),
								new BaselineColumn(rows.getString(3), rows.getString(4), rows.getBoolean(5)));
				}
			}
			try (ResultSet rows = statement.executeQuery(KEYS)) {
				readKeys(rows);
			}
		}
	}

	private void readKeys(ResultSet rows) throws SQLException {
		Map<Long, List<BaselineKey.Part>> parts = new HashMap<>();
		while (rows.next()) {
			BaselineColumn column = this.columns.getOrDefault(rows.getLong(1), Map.of()).get(rows.getInt(2));
			if (column != null) {
				parts.computeIfAbsent(rows.getLong(1), (table) -> new ArrayList<>())
					.add(new BaselineKey.Part(column, rows.getString(3)));
			}
		}
		parts.forEach((table, columns) -> this.keys.put(table, new BaselineKey(List.copyOf(columns))));
	}

	/**
	 * Read the tables.
	 * @return the tables, by their number
	 * @throws SQLException if the connection fails
	 */
	List<BaselineTable> tables() throws SQLException {
		List<BaselineTable> tables = new ArrayList<>();
		try (Statement statement = this.connection.createStatement(); ResultSet rows = statement.executeQuery(TABLES)) {
			while (rows.next()) {
				tables.add(table(rows.getLong(1), rows.getString(2), rows.getString(3), rows.getBoolean(4),
						rows.getLong(5)));
			}
		}
		return tables;
	}

	private BaselineTable table(long oid, String name, String kind, boolean watched, long toast) throws SQLException {
		long count = Long.parseLong(Sql.value(this.connection, "select count(*) from only " + name));
		Map<Integer, BaselineColumn> columns = this.columns.getOrDefault(oid, Map.of());
		List<BaselineColumn> inOrder = columns.keySet().stream().sorted().map(columns::get).toList();
		@Nullable BaselineKey key = this.keys.get(oid);
		return new BaselineTable(oid, name, toast, kind, watched, count, inOrder, key);
	}

}
