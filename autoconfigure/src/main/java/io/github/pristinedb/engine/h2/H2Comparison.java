package io.github.pristinedb.engine.h2;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.comparison.ColumnShape;
import io.github.pristinedb.engine.comparison.ComparedColumn;
import io.github.pristinedb.engine.comparison.ComparedValue;
import io.github.pristinedb.engine.comparison.Comparison;
import io.github.pristinedb.engine.comparison.ResultRows;
import io.github.pristinedb.engine.comparison.Rows;
import io.github.pristinedb.engine.comparison.TableComparison;
import io.github.pristinedb.engine.h2.RootPages.TableName;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows of all tables that two connections see.
 *
 * @param before sees the baseline
 * @param now sees the scenario's database
 */
record H2Comparison(Connection before, Connection now) {

	// Linked tables have their rows elsewhere.
	private static final String TABLES = """
			SELECT T.TABLE_SCHEMA, T.TABLE_NAME, C.COLUMN_NAME, C.DATA_TYPE, EXISTS (
			  SELECT 1 FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS P JOIN INFORMATION_SCHEMA.KEY_COLUMN_USAGE U
			   ON U.CONSTRAINT_SCHEMA = P.CONSTRAINT_SCHEMA AND U.CONSTRAINT_NAME = P.CONSTRAINT_NAME
			   WHERE P.CONSTRAINT_TYPE = 'PRIMARY KEY' AND P.TABLE_SCHEMA = T.TABLE_SCHEMA AND P.TABLE_NAME = T.TABLE_NAME
			    AND U.COLUMN_NAME = C.COLUMN_NAME)
			 FROM INFORMATION_SCHEMA.TABLES T JOIN INFORMATION_SCHEMA.COLUMNS C
			  ON C.TABLE_SCHEMA = T.TABLE_SCHEMA AND C.TABLE_NAME = T.TABLE_NAME
			 WHERE T.TABLE_TYPE = 'BASE TABLE' AND T.STORAGE_TYPE IN ('MEMORY', 'CACHED')
			  AND T.TABLE_SCHEMA <> 'INFORMATION_SCHEMA'
			 ORDER BY T.TABLE_SCHEMA, T.TABLE_NAME, C.ORDINAL_POSITION""";

	// The text of other types is all there is to compare.
	private static final Set<String> OBJECTS = Set.of("BINARY", "BINARY VARYING", "BINARY LARGE OBJECT",
			"CHARACTER LARGE OBJECT", "BOOLEAN");

	/**
	 * Compare the tables.
	 * @param changed the tables whose rows may differ, {@code null} if they are unknown
	 * @param limits how much is looked for
	 * @return the changes
	 * @throws SQLException if the tables cannot be told
	 */
	DatabaseChanges changes(@Nullable Set<TableName> changed, ChangeLimits limits) throws SQLException {
		Comparison comparison = new Comparison(limits);
		Map<String, Table> old = tables(this.before);
		Map<String, Table> present = tables(this.now);
		Set<String> names = new TreeSet<>(old.keySet());
		names.addAll(present.keySet());
		if (changed != null) {
			names.removeIf((
					name) -> !changed.contains(Objects.requireNonNull(old.getOrDefault(name, present.get(name))).id()));
		}
		for (String name : names) {
			compare(comparison, name, old.get(name), present.get(name));
		}
		return comparison.changes();
	}

	private static Map<String, Table> tables(Connection connection) throws SQLException {
		Map<String, Table> tables = new TreeMap<>();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(TABLES)) {
			while (rows.next()) {
				Table table = new Table(rows.getString(1), rows.getString(2), new LinkedHashMap<>());
				tables.computeIfAbsent(table.readable(), (name) -> table).columns.put(rows.getString(3),
						new ColumnShape(rows.getString(4), rows.getBoolean(5)));
			}
		}
		return tables;
	}

	private void compare(Comparison comparison, String name, @Nullable Table old, @Nullable Table present) {
		Map<String, ColumnShape> shape = Objects.requireNonNull((present != null) ? present : old).columns;
		List<ComparedColumn> columns = ColumnShape.shared(shape, (old != null) ? old.columns : shape);
		comparison.compare(name, old, present, columns, (table) -> compare(table, columns, old, present));
	}

	private void compare(TableComparison comparison, List<ComparedColumn> columns, @Nullable Table old,
			@Nullable Table present) throws SQLException {
		try (Statement oldStatement = this.before.createStatement();
				Statement presentStatement = this.now.createStatement()) {
			Rows rows = rows(oldStatement, old, columns);
			comparison.compare(rows, rows(presentStatement, present, columns));
		}
	}

	private static Rows rows(Statement statement, @Nullable Table table, List<ComparedColumn> columns)
			throws SQLException {
		if (table == null) {
			return Rows.NONE;
		}
		List<Boolean> objects = columns.stream().map((column) -> table.isObject(column.name())).toList();
		ResultSet result = statement.executeQuery(columns.stream()
			.map((column) -> H2Content.quoted(column.name()))
			.collect(Collectors.joining(", ", "SELECT ", " FROM " + H2Content.name(table.schema, table.name))));
		return new ResultRows(result, objects.size(), (rows, column) -> ComparedValue
			.of(objects.get(column - 1) ? rows.getObject(column) : rows.getString(column)));
	}

	/**
	 * A table.
	 *
	 * @param schema its schema
	 * @param name its name
	 * @param columns its columns by name
	 */
	private record Table(String schema, String name, Map<String, ColumnShape> columns) {

		String readable() {
			return this.schema.equalsIgnoreCase("PUBLIC") ? this.name : this.schema + "." + this.name;
		}

		TableName id() {
			return new TableName(this.schema, this.name);
		}

		boolean isObject(String column) {
			ColumnShape known = this.columns.get(column);
			return known != null && OBJECTS.contains(known.type());
		}

	}

}
