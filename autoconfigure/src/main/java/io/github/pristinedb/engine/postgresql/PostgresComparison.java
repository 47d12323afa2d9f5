package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.comparison.ColumnShape;
import io.github.pristinedb.engine.comparison.ComparedColumn;
import io.github.pristinedb.engine.comparison.Comparison;
import io.github.pristinedb.engine.comparison.Rows;
import io.github.pristinedb.engine.comparison.TableComparison;
import org.jspecify.annotations.Nullable;

/**
 * Compares a database with its baseline.
 */
final class PostgresComparison {

	private final ReadingTransaction now;

	private final Comparison comparison;

	private final Map<String, PresentTable> present;

	/**
	 * A comparison yet to be made.
	 * @param now sees the database
	 * @param limits how much is looked for
	 * @throws SQLException if the tables cannot be told
	 */
	PostgresComparison(ReadingTransaction now, ChangeLimits limits) throws SQLException {
		this.now = now;
		this.comparison = new Comparison(limits);
		this.present = PresentTable.all(now.connection());
	}

	Comparison comparison() {
		return this.comparison;
	}

	/**
	 * Compare the tables.
	 * @param baseline the baseline
	 * @return the names of the tables that this baseline cannot be asked for
	 * @throws SQLException if the tables cannot be told
	 */
	Set<String> compare(BaselineRows baseline) throws SQLException {
		Map<String, PresentTable> old = baseline.tables();
		Set<String> names = new TreeSet<>(old.keySet());
		names.addAll(this.present.keySet());
		names.removeAll(baseline.same(this.present));
		Set<String> left = new TreeSet<>();
		for (String name : names) {
			PresentTable now = this.present.get(name);
			if (baseline.has(name, !Objects.equals(now, old.get(name)))) {
				compare(name, baseline, old.get(name), now);
			}
			else {
				left.add(name);
			}
		}
		return left;
	}

	private void compare(String name, BaselineRows baseline, @Nullable PresentTable old, @Nullable PresentTable now) {
		Map<String, ColumnShape> shape = Objects.requireNonNull((now != null) ? now : old).columns();
		List<ComparedColumn> columns = ColumnShape.shared(shape, (old != null) ? old.columns() : shape);
		this.comparison.compare(name, old, now, columns, (table) -> compare(table, baseline, columns, old, now));
	}

	private void compare(TableComparison comparison, BaselineRows baseline, List<ComparedColumn> columns,
			@Nullable PresentTable old, @Nullable PresentTable now) throws SQLException {
		BaselineRows.PresentRows present = (statement) -> (now != null)
				? BaselineRows.open(statement, now.rows(columns), columns.size()) : Rows.NONE;
		this.now.mark();
		try {
			if (old != null) {
				baseline.compare(comparison, old, columns, present);
			}
			else {
				try (Statement statement = this.now.connection().createStatement()) {
					comparison.compare(Rows.NONE, present.open(statement));
				}
			}
		}
		finally {
			this.now.goBack();
		}
	}

}
