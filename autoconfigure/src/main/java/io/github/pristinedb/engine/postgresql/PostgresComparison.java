package io.github.pristinedb.engine.postgresql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.comparison.ComparedColumn;
import io.github.pristinedb.engine.comparison.Comparison;
import io.github.pristinedb.engine.comparison.Rows;
import io.github.pristinedb.engine.comparison.TableComparison;
import org.jspecify.annotations.Nullable;

/**
 * Compares a database with a copy of its baseline.
 */
final class PostgresComparison {

	private static final int FETCHED = 500;

	private final ReadingTransaction before;

	private final ReadingTransaction now;

	private final Comparison comparison;

	/**
	 * A comparison yet to be made.
	 * @param before sees the copy
	 * @param now sees the database
	 * @param limits how much is looked for
	 */
	PostgresComparison(ReadingTransaction before, ReadingTransaction now, ChangeLimits limits) {
		this.before = before;
		this.now = now;
		this.comparison = new Comparison(limits);
	}

	/**
	 * Compare the tables.
	 * @return the changes
	 * @throws SQLException if the tables cannot be told
	 */
	DatabaseChanges changes() throws SQLException {
		Map<String, PresentTable> old = PresentTable.all(this.before.connection());
		Map<String, PresentTable> present = PresentTable.all(this.now.connection());
		Set<String> same = same(old, present);
		Set<String> names = new TreeSet<>(old.keySet());
		names.addAll(present.keySet());
		names.removeAll(same);
		for (String name : names) {
			compare(name, old.get(name), present.get(name));
		}
		return this.comparison.changes();
	}

	/**
	 * The tables whose rows are the same, by their digests.
	 */
	private Set<String> same(Map<String, PresentTable> old, Map<String, PresentTable> present) throws SQLException {
		List<PresentTable> tables = present.values()
			.stream()
			.filter((table) -> table.equals(old.get(table.name())))
			.toList();
		Set<String> same = new HashSet<>();
		List<String> before = digests(this.before, tables);
		List<String> now = digests(this.now, tables);
		for (int i = 0; i < Math.min(before.size(), now.size()); i++) {
			if (before.get(i).equals(now.get(i))) {
				same.add(tables.get(i).name());
			}
		}
		return same;
	}

	/**
	 * As many digests as there is time for.
	 */
	private List<String> digests(ReadingTransaction transaction, List<PresentTable> tables) throws SQLException {
		List<String> digests = new ArrayList<>();
		for (PresentTable table : tables) {
			if (this.comparison.nanosLeft() <= 0) {
				break;
			}
			transaction.mark();
			try {
				digests.add(Sql.value(transaction.connection(), table.digest()));
			}
			catch (SQLException ex) {
				// It is told when the rows are read.
				digests.add(transaction + " fails");
			}
			transaction.goBack();
		}
		return digests;
	}

	private void compare(String name, @Nullable PresentTable old, @Nullable PresentTable present) {
		String note = (old == null) ? "The table was created."
				: (present == null) ? "The table was dropped." : old.equals(present) ? null : "The table was altered.";
		PresentTable shape = Objects.requireNonNull((present != null) ? present : old);
		List<ComparedColumn> columns = shape.columnsOf((old != null) ? old : shape);
		if (columns.isEmpty()) {
			this.comparison.leave("The rows of " + name + " were not compared: all its columns are new.");
			return;
		}
		this.comparison.compare(name, note, columns, (table) -> compare(table, columns, old, present));
	}

	private void compare(TableComparison comparison, List<ComparedColumn> columns, @Nullable PresentTable old,
			@Nullable PresentTable present) throws SQLException {
		this.before.mark();
		this.now.mark();
		try (Statement oldStatement = this.before.connection().createStatement();
				Statement presentStatement = this.now.connection().createStatement()) {
			Rows rows = rows(oldStatement, old, columns);
			comparison.compare(rows, rows(presentStatement, present, columns));
		}
		finally {
			this.before.goBack();
			this.now.goBack();
		}
	}

	private static Rows rows(Statement statement, @Nullable PresentTable table, List<ComparedColumn> columns)
			throws SQLException {
		if (table == null) {
			return Rows.NONE;
		}
		statement.setFetchSize(FETCHED);
		ResultSet result = statement.executeQuery(table.rows(columns));
		return new ValueRows(result, columns.size());
	}

}
