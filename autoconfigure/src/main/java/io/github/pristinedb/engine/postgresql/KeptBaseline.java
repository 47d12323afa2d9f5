package io.github.pristinedb.engine.postgresql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import io.github.pristinedb.engine.comparison.ColumnShape;
import io.github.pristinedb.engine.comparison.ComparedColumn;
import io.github.pristinedb.engine.comparison.Rows;
import io.github.pristinedb.engine.comparison.TableComparison;

/**
 * A baseline as the schema {@code pristine} of the database itself has it: a digest of
 * each table, shadows of small ones, and what was written to large ones.
 */
final class KeptBaseline implements BaselineRows {

	private static final String NAME = "pristine.baseline_tables";

	// Of one statement.
	private static final int MOST_DIGESTS = 50;

	private final ReadingTransaction now;

	private final Map<String, PresentTable> tables = new TreeMap<>();

	private final Map<String, Kept> kept = new HashMap<>();

	private final Set<String> rewritten = new HashSet<>();

	private KeptBaseline(ReadingTransaction now) {
		this.now = now;
	}

	/**
	 * Statements that keep what is needed to compare rows later, in a finished database.
	 * @param connection sees the database
	 * @param restorations how its tables are put back
	 * @return the statements, to be executed after those of the restorations
	 * @throws SQLException if the connection fails
	 */
	static List<String> preparation(Connection connection, List<TableRestoration> restorations) throws SQLException {
		List<String> statements = new ArrayList<>();
		statements.add("create table " + NAME + " (id oid, schema text, name text, columns text[], types text[],"
				+ " keys boolean[], way text, key_names text, finds text, state text)");
		Map<Long, PresentTable> tables = new HashMap<>();
		for (PresentTable table : PresentTable.all(connection).values()) {
			tables.put(table.number(connection), table);
		}
		for (TableRestoration restoration : restorations) {
			PresentTable table = tables.get(restoration.table().oid());
			if (table != null) {
				statements.add(insertion(restoration, table));
			}
		}
		return statements;
	}

	private static String insertion(TableRestoration restoration, PresentTable table) {
		long id = restoration.table().oid();
		String way = "copy";
		String keyNames = "null";
		String finds = "null";
		String state = table.digest();
		if (restoration instanceof LargeTable large) {
			way = "journal";
			keyNames = Sql.literal(large.key().names("j."));
			finds = Sql.literal(large.key().findsRow("b", "s"));
			state = fileAndTrigger(id);
		}
		else if (restoration instanceof EmptyTable) {
			way = "empty";
		}
		else if (restoration instanceof SmallTable || restoration instanceof MediumTable) {
			way = "shadow";
		}
		return "insert into " + NAME + " values (" + id + ", " + Sql.literal(table.schema()) + ", "
				+ Sql.literal(table.table()) + ", " + array(table, (name, column) -> Sql.literal(name)) + "::text[], "
				+ array(table, (name, column) -> Sql.literal(column.type())) + "::text[], "
				+ array(table, (name, column) -> String.valueOf(column.key())) + "::boolean[], " + Sql.literal(way)
				+ ", " + keyNames + ", " + finds + ", (" + state + "))";
	}

	private static String array(PresentTable table, BiFunction<String, ColumnShape, String> element) {
		return table.columns()
			.entrySet()
			.stream()
			.map((column) -> element.apply(column.getKey(), column.getValue()))
			.collect(Collectors.joining(", ", "array[", "]"));
	}

	/**
	 * A table in another file was truncated or written anew, and a trigger whose row is
	 * another one was disabled for a while: then the journal is not all that was written.
	 */
	private static String fileAndTrigger(long id) {
		return "select (select relfilenode::text from pg_class where oid = " + id
				+ ") || ' ' || coalesce((select xmin::text || tgenabled::text from pg_trigger where tgrelid = " + id
				+ " and tgname = 'zz_pristine'), 'none')";
	}

	/**
	 * Whether a database has its baseline.
	 * @param now sees the database
	 * @return whether it has
	 * @throws SQLException if the connection fails
	 */
	static boolean isIn(ReadingTransaction now) throws SQLException {
		return Sql.value(now.connection(), "select to_regclass('" + NAME + "')::text") != null;
	}

	/**
	 * Read the tables.
	 * @param now sees the database
	 * @return the baseline
	 * @throws SQLException if the connection fails
	 */
	static KeptBaseline read(ReadingTransaction now) throws SQLException {
		KeptBaseline baseline = new KeptBaseline(now);
		try (Statement statement = now.connection().createStatement();
				ResultSet rows = statement.executeQuery("select * from " + NAME)) {
			while (rows.next()) {
				Map<String, ColumnShape> columns = new LinkedHashMap<>();
				String[] names = (String[]) array(rows, 4);
				String[] types = (String[]) array(rows, 5);
				Boolean[] keys = (Boolean[]) array(rows, 6);
				for (int i = 0; i < names.length; i++) {
					columns.put(names[i], new ColumnShape(types[i], keys[i]));
				}
				PresentTable table = new PresentTable(rows.getString(2), rows.getString(3), columns);
				baseline.tables.put(table.name(), table);
				baseline.kept.put(table.name(), new Kept(rows.getLong(1), rows.getString(7), rows.getString(8),
						rows.getString(9), rows.getString(10)));
			}
		}
		return baseline;
	}

	private static Object array(ResultSet rows, int column) throws SQLException {
		Array array = rows.getArray(column);
		return array.getArray();
	}

	private Kept kept(String name) {
		return Objects.requireNonNull(this.kept.get(name));
	}

	@Override
	public Map<String, PresentTable> tables() {
		return this.tables;
	}

	@Override
	public Set<String> same(Map<String, PresentTable> present) throws SQLException {
		List<PresentTable> tables = present.values()
			.stream()
			.filter((table) -> table.equals(this.tables.get(table.name())))
			.toList();
		Set<String> same = new HashSet<>();
		for (int first = 0; first < tables.size(); first += MOST_DIGESTS) {
			List<PresentTable> some = tables.subList(first, Math.min(tables.size(), first + MOST_DIGESTS));
			this.now.mark();
			try {
				look(some, same);
			}
			catch (SQLException ex) {
				// What is wrong is told when the rows are read.
				some.forEach((table) -> same.remove(table.name()));
			}
			this.now.goBack();
		}
		return same;
	}

	private void look(List<PresentTable> tables, Set<String> same) throws SQLException {
		List<String> queries = new ArrayList<>();
		for (int i = 0; i < tables.size(); i++) {
			queries.add("select " + i + ", (" + state(tables.get(i)) + "), " + (isJournal(tables.get(i).name())
					? "exists (select from pristine.journal_" + kept(tables.get(i).name()).id + ")" : "false"));
		}
		try (Statement statement = this.now.connection().createStatement();
				ResultSet rows = statement.executeQuery(String.join(" union all ", queries))) {
			while (rows.next()) {
				String name = tables.get(rows.getInt(1)).name();
				boolean sameState = kept(name).state.equals(rows.getString(2));
				if (sameState && !rows.getBoolean(3)) {
					same.add(name);
				}
				if (!sameState && isJournal(name)) {
					this.rewritten.add(name);
				}
			}
		}
	}

	private boolean isJournal(String name) {
		return kept(name).way.equals("journal");
	}

	private String state(PresentTable table) {
		return isJournal(table.name()) ? fileAndTrigger(kept(table.name()).id) : table.digest();
	}

	@Override
	public boolean has(String name, boolean altered) {
		Kept kept = this.kept.get(name);
		if (kept == null) {
			// A new table.
			return true;
		}
		return switch (kept.way) {
			case "copy" -> false;
			case "journal" -> !altered && !this.rewritten.contains(name);
			default -> true;
		};
	}

	@Override
	public void compare(TableComparison comparison, PresentTable old, List<ComparedColumn> columns, PresentRows present)
			throws SQLException {
		Kept kept = kept(old.name());
		String journal = "pristine.journal_" + kept.id;
		try (Statement oldStatement = this.now.connection().createStatement();
				Statement statement = this.now.connection().createStatement()) {
			switch (kept.way) {
				case "empty" -> comparison.compare(Rows.NONE, present.open(statement));
				case "shadow" -> comparison.compare(BaselineRows.open(oldStatement,
						old.rowsOf("pristine.shadow_" + kept.id, columns), columns.size()), present.open(statement));
				default -> comparison.compare(
						BaselineRows.open(oldStatement,
								old.rowsOf("(select distinct on (%1$s) j.* from %2$s j order by %1$s, j.pristine_n)"
									.formatted(kept.keyNames, journal), columns) + " where x.pristine_had",
								columns.size()),
						BaselineRows.open(statement, old.rowsOf(
								"(select distinct %s from %s j) s, lateral (select b.* from only %s b where %s offset 0)"
									.formatted(kept.keyNames, journal, old.quoted(), kept.finds),
								columns), columns.size()));
			}
		}
	}

	/**
	 * How the rows of a table are kept.
	 *
	 * @param id the number of the table
	 * @param way {@code empty}, {@code shadow}, {@code journal}, or {@code copy} if they
	 * are not kept
	 * @param keyNames the columns of the key in a journal
	 * @param finds the condition that finds a row of the table by its journal
	 * @param state what the digest was, or with a journal the file and the trigger
	 */
	private record Kept(long id, String way, String keyNames, String finds, String state) {

	}

}
