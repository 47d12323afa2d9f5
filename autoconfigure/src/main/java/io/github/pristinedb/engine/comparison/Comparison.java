package io.github.pristinedb.engine.comparison;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import io.github.pristinedb.engine.ChangeLimits;
import io.github.pristinedb.engine.DatabaseChanges;
import io.github.pristinedb.engine.TableChanges;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tables of one database with its baseline, within limits. Not for use by
 * several threads.
 */
public final class Comparison {

	// Of the tables that there was no time for.
	private static final int NAMED = 10;

	private final ChangeLimits limits;

	private final long deadline;

	private final List<TableChanges> tables = new ArrayList<>();

	private final List<String> left = new ArrayList<>();

	private final List<String> late = new ArrayList<>();

	private int told;

	/**
	 * Nothing is compared as yet.
	 * @param limits how much is looked for; the time begins now
	 */
	public Comparison(ChangeLimits limits) {
		this.limits = limits;
		this.deadline = System.nanoTime() + limits.time().toNanos();
	}

	/**
	 * The time that is left.
	 * @return the time in nanoseconds, not above 0 if it is over
	 */
	public long nanosLeft() {
		return this.deadline - System.nanoTime();
	}

	/**
	 * Compare a table.
	 * @param table its name
	 * @param old its definition in the baseline, {@code null} if it was created later
	 * @param present its definition now, {@code null} if it was dropped; one that equals
	 * the old one is the same
	 * @param columns the columns that it has on both sides
	 * @param reader opens its rows
	 */
	public void compare(String table, @Nullable Object old, @Nullable Object present, List<ComparedColumn> columns,
			Reader reader) {
		if (columns.isEmpty()) {
			leave("The rows of " + table + " were not compared: all its columns are new.");
			return;
		}
		String note = null;
		if (!Objects.equals(old, present)) {
			note = (old == null) ? "The table was created."
					: (present == null) ? "The table was dropped." : "The table was altered.";
		}
		compare(table, note, columns, reader);
	}

	private void compare(String table, @Nullable String note, List<ComparedColumn> columns, Reader reader) {
		if (nanosLeft() <= 0) {
			add(new TableChanges(table, 0, 0, 0, List.of(), note));
			this.late.add(table);
			return;
		}
		TableComparison comparison = new TableComparison(columns, this.limits.length(), this.deadline);
		try {
			reader.read(comparison);
			TableChanges changes = comparison.changes(table, note, this.limits.rows() - this.told);
			this.told += changes.rows().size();
			add(changes);
		}
		catch (SQLException ex) {
			add(new TableChanges(table, 0, 0, 0, List.of(), note));
			this.left.add("The rows of " + table + " were not compared: " + ex.getMessage() + ".");
		}
	}

	private void add(TableChanges changes) {
		if (!changes.isEmpty()) {
			this.tables.add(changes);
		}
	}

	/**
	 * Something cannot be compared.
	 * @param what what and why, as a sentence
	 */
	public void leave(String what) {
		this.left.add(what);
	}

	/**
	 * What differs.
	 * @return the changes
	 */
	public DatabaseChanges changes() {
		if (!this.late.isEmpty()) {
			int more = this.late.size() - NAMED;
			this.left.add("The time was over before these tables were compared: "
					+ String.join(", ", this.late.subList(0, Math.min(NAMED, this.late.size())))
					+ ((more > 0) ? ", and " + more + " more." : "."));
			this.late.clear();
		}
		this.tables.sort(Comparator.comparing(TableChanges::table));
		return new DatabaseChanges(this.tables, this.left.isEmpty() ? null : String.join(" ", this.left));
	}

	/**
	 * Reads the rows of a table.
	 */
	@FunctionalInterface
	public interface Reader {

		/**
		 * Read the rows.
		 * @param comparison compares them
		 * @throws SQLException if they cannot be read or compared
		 */
		void read(TableComparison comparison) throws SQLException;

	}

}
