package io.github.pristinedb.evidence;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.pristinedb.tape.TapeEntry;
import io.github.pristinedb.tape.TapeEntry.Kind;
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
			else if (entry.kind() != Kind.CALL) {
				for (Map.Entry<Integer, TapeEntry> writer : writers.entrySet()) {
					last = (writer.getKey() != connection) ? new UncommittedRead(writer.getValue(), entry) : last;
				}
				if (open.contains(connection) && entry.error() == null && entry.kind() == Kind.WRITE) {
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
