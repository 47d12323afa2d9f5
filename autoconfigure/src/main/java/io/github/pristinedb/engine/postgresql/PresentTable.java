package io.github.pristinedb.engine.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.pristinedb.engine.comparison.ColumnShape;
import io.github.pristinedb.engine.comparison.ComparedColumn;

/**
 * A table of the application's as it is now: one that has rows of its own, a partition
 * for example. Columns that the server computes follow from others, and are left out.
 *
 * @param schema its schema
 * @param table its name
 * @param columns its columns by name
 */
record PresentTable(String schema, String table, Map<String, ColumnShape> columns) {

	private static final String TABLES = """
			select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
			  coalesce(a.attnum = any (i.indkey), false)
			 from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
			  left join pg_index i on i.indrelid = c.oid and i.indisprimary
			 where c.relkind = 'r' and c.relpersistence <> 't' and n.nspname not in ('pristine', 'information_schema')
			  and n.nspname !~ '^pg_' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
			 order by 1, 2, a.attnum""";

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
						new ColumnShape(rows.getString(4), rows.getBoolean(5)));
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

	private String value(String row, String column) {
		ColumnShape known = this.columns.get(column);
		return CutValue.expression(row + "." + AdminConnection.quoted(column),
				known != null && known.type().equals("bytea"));
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

}
