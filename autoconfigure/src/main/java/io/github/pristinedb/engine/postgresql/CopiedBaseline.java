package io.github.pristinedb.engine.postgresql;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.pristinedb.engine.comparison.ComparedColumn;
import io.github.pristinedb.engine.comparison.Comparison;
import io.github.pristinedb.engine.comparison.TableComparison;

/**
 * A baseline that is read from a copy of its image: all of it, whatever the rights of the
 * user.
 */
final class CopiedBaseline implements BaselineRows {

	private final ReadingTransaction copy;

	private final ReadingTransaction now;

	private final Comparison comparison;

	private final Map<String, PresentTable> tables;

	private final Set<String> wanted;

	/**
	 * A baseline.
	 * @param copy sees the copy
	 * @param now sees the database
	 * @param comparison tells how much time is left
	 * @param wanted the names of the tables that are to be compared, empty for all
	 * @throws SQLException if the copy cannot be asked
	 */
	CopiedBaseline(ReadingTransaction copy, ReadingTransaction now, Comparison comparison, Set<String> wanted)
			throws SQLException {
		this.copy = copy;
		this.now = now;
		this.comparison = comparison;
		this.wanted = wanted;
		this.tables = PresentTable.all(copy.connection());
	}

	@Override
	public Map<String, PresentTable> tables() {
		return this.tables;
	}

	@Override
	public Set<String> same(Map<String, PresentTable> present) throws SQLException {
		Set<String> same = new HashSet<>();
		if (!this.wanted.isEmpty()) {
			same.addAll(present.keySet());
			same.addAll(this.tables.keySet());
			same.removeAll(this.wanted);
		}
		List<PresentTable> tables = present.values()
			.stream()
			.filter((table) -> !same.contains(table.name()) && table.equals(this.tables.get(table.name())))
			.toList();
		List<String> before = digests(this.copy, tables);
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

	@Override
	public boolean has(String name, boolean altered) {
		return true;
	}

	@Override
	public void compare(TableComparison comparison, PresentTable old, List<ComparedColumn> columns, PresentRows present)
			throws SQLException {
		this.copy.mark();
		try (Statement oldStatement = this.copy.connection().createStatement();
				Statement statement = this.now.connection().createStatement()) {
			comparison.compare(BaselineRows.open(oldStatement, old.rows(columns), columns.size()),
					present.open(statement));
		}
		finally {
			this.copy.goBack();
		}
	}

}
