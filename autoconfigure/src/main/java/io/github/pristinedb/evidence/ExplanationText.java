package io.github.pristinedb.evidence;

import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;

import io.github.pristinedb.engine.RowChange;
import io.github.pristinedb.engine.RowChange.Cell;
import io.github.pristinedb.engine.RowChange.Kind;
import io.github.pristinedb.engine.TableChanges;
import io.github.pristinedb.evidence.Explanation.Explained;
import io.github.pristinedb.tape.TapeEntry;
import org.jspecify.annotations.Nullable;

/**
 * An explanation as lines of text for people.
 */
final class ExplanationText {

	// A tenth of a millisecond.
	private static final long NANOS_PER_TENTH = 100_000;

	private static final Pattern BLANKS = Pattern.compile("\\s+");

	private static final int BRIEF = 20;

	private static final int MOST_FAILED_EARLIER = 3;

	private final StringBuilder text = new StringBuilder();

	private final int mostRows;

	private final int longestLine;

	private final boolean severalDatabases;

	private int rows;

	private ExplanationText(Explanation explanation, int mostRows, int longestLine) {
		this.mostRows = mostRows;
		this.longestLine = longestLine;
		this.severalDatabases = explanation.hasSeveralDatabases();
	}

	/**
	 * The text for the console.
	 * @param explanation the explanation
	 * @param file the file with the whole text, {@code null} if there is none
	 * @return at most 20 rows and 20 statements, and failed ones before those
	 */
	static String brief(Explanation explanation, @Nullable String file) {
		ExplanationText text = new ExplanationText(explanation, BRIEF, 240);
		text.appendDatabases(explanation);
		List<TapeEntry> tape = explanation.tape();
		text.appendFailed(tape.subList(0, Math.max(0, tape.size() - BRIEF)));
		Explanation brief = explanation.withLast(BRIEF);
		text.append(brief.tape(), brief.earlier());
		if (file != null) {
			text.line("  All of it: " + file, Integer.MAX_VALUE);
		}
		return text.text.toString().stripTrailing();
	}

	/**
	 * The text for a file.
	 * @param explanation the explanation
	 * @return all rows and statements
	 */
	static String whole(Explanation explanation) {
		ExplanationText text = new ExplanationText(explanation, Integer.MAX_VALUE, Integer.MAX_VALUE);
		text.appendDatabases(explanation);
		text.append(explanation.tape(), explanation.earlier());
		return text.text.toString();
	}

	private void appendDatabases(Explanation explanation) {
		line("What '" + explanation.scenario() + "' did to its databases:");
		explanation.databases().forEach(this::append);
		long left = explanation.changedRows() - this.rows;
		if (left > 0 && this.rows > 0) {
			line("    … and " + left + ((left == 1) ? " row" : " rows"));
		}
	}

	private void append(Explained database) {
		line("  " + database.changes().database() + ", from baseline '" + database.changes().baseline()
				+ "', isolation '" + database.changes().isolation().label() + "'");
		List<TableChanges> tables = database.changes().changes().tables();
		String incomplete = database.changes().changes().incomplete();
		if (tables.isEmpty() && incomplete == null) {
			line("    no row differs");
		}
		tables.forEach(this::append);
		if (incomplete != null) {
			line("    " + incomplete);
		}
		if (database.note() != null) {
			line("    " + database.note(), Integer.MAX_VALUE);
		}
		if (database.kept() != null) {
			line("    to look into it: " + database.kept().command(), Integer.MAX_VALUE);
		}
	}

	private void append(TableChanges table) {
		StringJoiner numbers = new StringJoiner(", ");
		number(numbers, table.added(), "added");
		number(numbers, table.removed(), "removed");
		number(numbers, table.changed(), "changed");
		String note = (table.note() != null) ? table.note() : "";
		line("    " + table.table() + ": " + numbers
				+ ((numbers.length() > 0 && !note.isEmpty()) ? ". " + note : note));
		for (RowChange row : table.rows()) {
			if (this.rows < this.mostRows) {
				this.rows++;
				line("      " + row(row));
			}
		}
	}

	private static void number(StringJoiner numbers, long number, String what) {
		if (number > 0) {
			numbers.add(number + " " + what);
		}
	}

	private String row(RowChange row) {
		StringJoiner cells = new StringJoiner(", ");
		for (Cell cell : row.cells()) {
			boolean changed = row.kind() == Kind.CHANGED && !cell.key();
			cells.add(cell.column() + " = " + (changed ? value(cell.before()) + " → " + value(cell.after())
					: value((row.kind() == Kind.REMOVED) ? cell.before() : cell.after())));
		}
		return switch (row.kind()) {
			case ADDED -> "+ ";
			case REMOVED -> "- ";
			case CHANGED -> "~ ";
		} + cells;
	}

	private String value(@Nullable String value) {
		return (value != null) ? "'" + cut(value, this.longestLine / 4) + "'" : "null";
	}

	/**
	 * A long value must not take the place of those behind it.
	 */
	private static String cut(String value, int longest) {
		return (value.length() > longest) ? value.substring(0, longest) + "…" : value;
	}

	private void append(List<TapeEntry> tape, int earlier) {
		if (tape.isEmpty()) {
			return;
		}
		line("  " + ((earlier > 0) ? "the last " + tape.size() + " of " + (tape.size() + earlier) : tape.size())
				+ ((tape.size() + earlier == 1) ? " statement:" : " statements:"));
		append(tape);
	}

	/**
	 * Statements may follow the one that matters: a rollback, and what cleans up.
	 */
	private void appendFailed(List<TapeEntry> earlier) {
		List<TapeEntry> failed = earlier.stream().filter((entry) -> entry.error() != null).toList();
		if (!failed.isEmpty()) {
			line("  failed earlier:");
			append(failed.subList(Math.max(0, failed.size() - MOST_FAILED_EARLIER), failed.size()));
		}
	}

	private void append(List<TapeEntry> tape) {
		String step = "";
		for (TapeEntry entry : tape) {
			if (!entry.step().equals(step)) {
				step = entry.step();
				line("    " + step);
			}
			String error = entry.error();
			line(statement(entry) + ((error != null) ? " failed: " + error : ""),
					(error != null) ? Integer.MAX_VALUE : this.longestLine);
		}
	}

	/**
	 * If there is not enough room, the middle of the SQL is left out: the columns that a
	 * mapper selects.
	 */
	private String statement(TapeEntry entry) {
		String start = "      " + millis(entry.nanosBefore()) + "  ";
		String values = values(entry, Integer.MAX_VALUE);
		if (values.length() > this.longestLine / 3) {
			values = values(entry, this.longestLine / 12);
		}
		if (values.length() > this.longestLine / 3) {
			values = values.substring(0, this.longestLine / 3 - 1) + "…]";
		}
		String end = values + "  " + ending(entry);
		String sql = BLANKS.matcher(entry.sql()).replaceAll(" ");
		int room = Math.max(this.longestLine / 3, this.longestLine - start.length() - end.length());
		if (sql.length() > room) {
			int tail = room * 2 / 3;
			sql = sql.substring(0, room - tail - 3) + " … " + sql.substring(sql.length() - tail);
		}
		return start + sql + end;
	}

	private static String values(TapeEntry entry, int longest) {
		StringJoiner values = new StringJoiner(", ", "  [", "]").setEmptyValue("");
		entry.values().forEach((value) -> values.add(cut(value, longest)));
		return values.toString();
	}

	private String ending(TapeEntry entry) {
		StringJoiner ending = new StringJoiner(", ", "(", ")");
		if (entry.sets() > 0) {
			ending.add("batch of " + entry.sets());
		}
		if (entry.rows() >= 0) {
			ending.add(entry.rows() + ((entry.rows() == 1) ? " row" : " rows"));
		}
		ending.add(millis(entry.nanos()));
		ending.add("connection " + entry.connection() + (this.severalDatabases ? " to " + entry.database() : "")
				+ " on " + entry.thread());
		return ending.toString();
	}

	private static String millis(long nanos) {
		long tenths = (nanos + NANOS_PER_TENTH / 2) / NANOS_PER_TENTH;
		return tenths / 10 + "." + tenths % 10 + " ms";
	}

	/**
	 * Append a line. Values may have line ends, and what terminals take for commands.
	 */
	private void line(String line) {
		line(line, this.longestLine);
	}

	private void line(String line, int longest) {
		StringBuilder shown = new StringBuilder();
		int i = 0;
		for (; i < line.length() && shown.length() < longest; i++) {
			char c = line.charAt(i);
			switch (c) {
				case '\n' -> shown.append("\\n");
				case '\r' -> shown.append("\\r");
				case '\t' -> shown.append(' ');
				default -> shown.append(Character.isISOControl(c) ? '?' : c);
			}
		}
		if (i < line.length()) {
			shown.append('…');
		}
		this.text.append(shown).append('\n');
	}

}
