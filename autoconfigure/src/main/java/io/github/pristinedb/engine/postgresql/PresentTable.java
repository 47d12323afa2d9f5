package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.pristinedb.engine.comparison.ComparedColumn;

/**
 * A table of the application's as it is now: one that has rows of its own, a partition
 * for example. Columns that the server computes follow from others, and are left out.
 *
 * @param schema its schema
 * @param table its name
 * @param columns its columns by name
 */
record PresentTable(String schema, String table, Map<String, Column> columns) {

	private static final String TABLES = """
			select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
			  coalesce(a.attnum = any (i.indkey), false)
			 from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
			  left join pg_index i on i.indrelid = c.oid and i.indisprimary
			 where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname not in ('pristine', 'information_schema')
			  and n.nspname !~ '^pg_' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
			 order by 1, 2, a.attnum""";

	// In characters or bytes. Of a larger value only the start is read, and a digest.
	private static final int LARGE = 65536;

	private static final int START = 1000;

	/**
	 * What a value begins with of which only the start is read.
	 */
	static final String MARK = "\u0001pristine:";

	/**
	 * Read the tables.
	 * @param connection a connection that looks for names in {@code pg_catalog} alone
	 * @return the tables by {@link #name()}
	 * @throws SQLException if the connection fails
	 */
	static Map<String, PresentTable> all(Connection connection) throws SQLException {
		Map<String, PresentTable> tables = new TreeMap<>();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(TABLES)) {
			while (rows.next()) {
				PresentTable table = new PresentTable(rows.getString(1), rows.getString(2), new LinkedHashMap<>());
				tables.computeIfAbsent(table.name(), (name) -> table).columns.put(rows.getString(3),
						new Column(rows.getString(4), rows.getBoolean(5)));
			}
		}
		return tables;
	}

	/**
	 * The name as a person reads it.
	 */
	String name() {
		return this.schema.equals("public") ? this.table : this.schema + "." + this.table;
	}

	/**
	 * The name as it stands in a statement.
	 */
	String quoted() {
		return AdminConnection.quoted(this.schema) + "." + AdminConnection.quoted(this.table);
	}

	/**
	 * The columns that this table shares with a former one.
	 * @param former the former one
	 */
	List<ComparedColumn> columnsOf(PresentTable former) {
		List<ComparedColumn> columns = new ArrayList<>();
		boolean keyed = this.columns.entrySet()
			.stream()
			.allMatch((column) -> !column.getValue().key || former.columns.containsKey(column.getKey()));
		this.columns.forEach((name, column) -> {
			if (former.columns.containsKey(name)) {
				columns.add(new ComparedColumn(name, keyed && column.key));
			}
		});
		return columns;
	}

	/**
	 * A query for all rows.
	 * @param columns which columns
	 */
	String rows(List<ComparedColumn> columns) {
		return rowsOf("only " + quoted(), columns);
	}

	/**
	 * A query for rows like those of this table.
	 * @param source what they come from
	 * @param columns which columns
	 */
	String rowsOf(String source, List<ComparedColumn> columns) {
		return "select " + columns.stream().map((column) -> value("x", column.name())).collect(Collectors.joining(", "))
				+ " from " + source + " x";
	}

	/**
	 * The number of the table.
	 * @param connection sees it
	 * @throws SQLException if there is none
	 */
	long number(Connection connection) throws SQLException {
		return Long.parseLong(Sql.value(connection, "select " + Sql.literal(quoted()) + "::regclass::oid"));
	}

	/**
	 * A value as it is read.
	 */
	private String value(String row, String column) {
		String value = row + "." + AdminConnection.quoted(column);
		Column known = this.columns.get(column);
		if (known != null && known.type.equals("bytea")) {
			return "case when octet_length(%1$s) > %2$d then convert_to('%3$sb' || octet_length(%1$s) || ':' || md5(%1$s) || ':', 'UTF8') || substring(%1$s, 1, %4$d) else %1$s end"
				.formatted(value, LARGE, MARK, START);
		}
		return "case when octet_length(%1$s::text) > %2$d then '%3$st' || length(%1$s::text) || ':' || md5(%1$s::text) || ':' || left(%1$s::text, %4$d) else %1$s::text end"
			.formatted(value, LARGE, MARK, START);
	}

	/**
	 * A query for a digest of all rows, whatever their order.
	 */
	String digest() {
		return "select count(*) || ' ' || coalesce(sum(hashtextextended(row(" + this.columns.keySet()
			.stream()
			.map((column) -> "x." + AdminConnection.quoted(column) + "::text")
			.collect(Collectors.joining(", ")) + ")::text, 0)), 0) from only " + quoted() + " x";
	}

	/**
	 * A column.
	 *
	 * @param type its type with its modifiers
	 * @param key whether it is a part of the primary key
	 */
	record Column(String type, boolean key) {

	}

}
