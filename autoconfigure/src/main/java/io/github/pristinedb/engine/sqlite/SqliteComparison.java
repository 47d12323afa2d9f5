package io.github.pristinedb.engine.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.comparison.ComparedColumn;
import io.github.pristinedb.engine.comparison.ComparedValue;
import io.github.pristinedb.engine.comparison.Comparison;
import io.github.pristinedb.engine.comparison.ResultRows;
import io.github.pristinedb.engine.comparison.Rows;
import io.github.pristinedb.engine.comparison.TableComparison;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows that two connections see. The baseline has a connection of its own: a
 * database that is attached inside a transaction stays until the transaction ends.
 */
final class SqliteComparison {

	// In bytes or characters.
	private static final int HUGE = 16 << 20;

	// No text of an application starts so.
	private static final String MARK = "\u0001pristine: ";

	private final Connection before;

	private final Connection now;

	private final Comparison comparison;

	private boolean huge;

	/**
	 * A comparison yet to be made.
	 * @param before sees the baseline
	 * @param now sees the scenario's database
	 * @param limits how much is looked for
	 */
	SqliteComparison(Connection before, Connection now, ChangeLimits limits) {
		this.before = before;
		this.now = now;
		this.comparison = new Comparison(limits);
	}

	/**
	 * Compare the tables.
	 * @param changed the names of the tables and indexes whose pages differ, {@code null}
	 * if these are not known
	 * @return the changes
	 * @throws SQLException if the tables cannot be told
	 */
	DatabaseChanges changes(@Nullable Set<String> changed) throws SQLException {
		Map<String, String> old = tables(this.before);
		Map<String, String> present = tables(this.now);
		Set<String> hidden = isVirtual(old.values()) || isVirtual(present.values()) ? hidden() : Set.of();
		Set<String> names = new TreeSet<>(old.keySet());
		names.addAll(present.keySet());
		names.removeAll(hidden);
		for (String name : names) {
			String sql = present.get(name);
			boolean altered = !String.valueOf(sql).equals(old.get(name));
			if (altered || changed == null || (isVirtual(List.of(sql)) ? changed.stream().anyMatch(hidden::contains)
					: changed.contains(name))) {
				compare(name, old.get(name), sql);
			}
		}
		return this.comparison.changes();
	}

	private static Map<String, String> tables(Connection connection) throws SQLException {
		Map<String, String> tables = new TreeMap<>();
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement
					.executeQuery("SELECT name, sql FROM main.sqlite_schema WHERE type = 'table'")) {
			while (rows.next()) {
				String name = rows.getString(1);
				if (!name.startsWith("sqlite_")) {
					tables.put(name, rows.getString(2));
				}
			}
		}
		return tables;
	}

	private static boolean isVirtual(Iterable<String> sql) {
		for (String each : sql) {
			if (each != null && each.regionMatches(true, 0, "CREATE VIRTUAL", 0, 14)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The tables in which virtual ones keep what they have.
	 */
	private Set<String> hidden() throws SQLException {
		Set<String> hidden = new HashSet<>();
		for (Connection connection : List.of(this.before, this.now)) {
			try (Statement statement = connection.createStatement();
					ResultSet rows = statement
						.executeQuery("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'")) {
				while (rows.next()) {
					hidden.add(rows.getString(1));
				}
			}
		}
		return hidden;
	}

	private void compare(String name, @Nullable String old, @Nullable String present) throws SQLException {
		List<ComparedColumn> columns = columns((present != null) ? this.now : this.before, name);
		if (old != null && present != null && !old.equals(present)) {
			List<ComparedColumn> former = columns(this.before, name);
			columns = columns.stream().filter(former::contains).toList();
		}
		List<ComparedColumn> compared = columns;
		this.huge = false;
		this.comparison.compare(name, old, present, compared,
				(table) -> compare(table, query(name, compared), old != null, present != null, compared.size()));
		if (this.huge) {
			this.comparison
				.leave("Values of " + name + " above " + (HUGE >> 20) + " MB were compared by their start and length.");
		}
	}

	private static List<ComparedColumn> columns(Connection connection, String table) throws SQLException {
		List<ComparedColumn> columns = new ArrayList<>();
		// Columns that only the module of a virtual table has are left out.
		try (PreparedStatement statement = connection
			.prepareStatement("SELECT name, pk FROM pragma_table_xinfo(?, 'main') WHERE hidden <> 1")) {
			statement.setString(1, table);
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					columns.add(new ComparedColumn(rows.getString(1), rows.getInt(2) > 0));
				}
			}
		}
		return columns;
	}

	private static String query(String table, List<ComparedColumn> columns) {
		return columns.stream().map((column) -> {
			String name = SqliteDialect.quoted(column.name());
			return "CASE WHEN length(" + name + ") > " + HUGE + " THEN '" + MARK + "' || length(" + name
					+ ") || ': ' || substr(" + name + ", 1, 1000) ELSE " + name + " END";
		}).collect(Collectors.joining(", ", "SELECT ", " FROM main." + SqliteDialect.quoted(table)));
	}

	private void compare(TableComparison comparison, String query, boolean hasOld, boolean hasPresent, int columns)
			throws SQLException {
		try (Statement oldStatement = this.before.createStatement();
				Statement presentStatement = this.now.createStatement()) {
			Rows old = hasOld ? rows(oldStatement, query, columns) : Rows.NONE;
			comparison.compare(old, hasPresent ? rows(presentStatement, query, columns) : Rows.NONE);
		}
	}

	private Rows rows(Statement statement, String query, int columns) throws SQLException {
		return new ResultRows(statement.executeQuery(query), columns, this::value);
	}

	private ComparedValue value(ResultSet result, int column) throws SQLException {
		Object value = result.getObject(column);
		this.huge |= value instanceof String text && text.startsWith(MARK);
		return ComparedValue.of(value);
	}

	/**
	 * The tables and indexes that pages belong to.
	 * @param connection sees the database
	 * @param pages the numbers of the pages
	 * @return their names, {@code null} if the driver cannot tell
	 */
	static @Nullable Set<String> owners(Connection connection, List<Integer> pages) {
		Set<String> owners = new HashSet<>();
		String numbers = pages.stream().map(String::valueOf).collect(Collectors.joining(", "));
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement
					.executeQuery("SELECT DISTINCT name FROM dbstat('main') WHERE pageno IN (" + numbers + ")")) {
			while (rows.next()) {
				owners.add(rows.getString(1));
			}
			return owners;
		}
		catch (SQLException ex) {
			return null;
		}
	}

}
