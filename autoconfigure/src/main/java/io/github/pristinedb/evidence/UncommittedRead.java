package io.github.pristinedb.evidence;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.pristinedb.tape.TapeEntry;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a scenario that executed a statement while another one had written and
 * not committed. In one transaction it sees those rows, so a test may fail there that
 * passes on a private database.
 *
 * @param writer the last statement that was not committed then
 * @param reader the statement of the other connection
 */
record UncommittedRead(TapeEntry writer, TapeEntry reader) {

	private static final Pattern WRITE = Pattern.compile("\\s*(INSERT|UPDATE|DELETE|MERGE|REPLACE|TRUNCATE)\\b.*",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	// A call of the connection: commit(), setAutoCommit(true).
	private static final Pattern CALL = Pattern.compile("\\w+\\(.*\\)");

	private static final Set<String> ENDS = Set.of("commit()", "rollback()", "setAutoCommit(true)");

	/**
	 * Find the last one.
	 * @param tape the statements of a scenario with one database
	 * @return the statements, {@code null} if there are none
	 */
	static @Nullable UncommittedRead find(List<TapeEntry> tape) {
		Set<Integer> open = new HashSet<>();
		Map<Integer, TapeEntry> writers = new HashMap<>();
		UncommittedRead last = null;
		for (TapeEntry entry : tape) {
			int connection = entry.connection();
			if (entry.sql().equals("setAutoCommit(false)")) {
				open.add(connection);
			}
			else if (ENDS.contains(entry.sql())) {
				writers.remove(connection);
				if (entry.sql().equals("setAutoCommit(true)")) {
					open.remove(connection);
				}
			}
			else if (!CALL.matcher(entry.sql()).matches()) {
				for (Map.Entry<Integer, TapeEntry> writer : writers.entrySet()) {
					last = (writer.getKey() != connection) ? new UncommittedRead(writer.getValue(), entry) : last;
				}
				if (open.contains(connection) && entry.error() == null && WRITE.matcher(entry.sql()).matches()) {
					writers.put(connection, entry);
				}
			}
		}
		return last;
	}

	/**
	 * What happened, and how to keep the connections apart.
	 * @return two sentences
	 */
	String note() {
		return "Connection " + this.reader.connection() + " on " + this.reader.thread() + " saw what connection "
				+ this.writer.connection() + " on " + this.writer.thread()
				+ " had not committed, because all connections share one transaction here. "
				+ "The isolation 'database' keeps them apart.";
	}

}
