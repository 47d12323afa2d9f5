package io.github.pristinedb.tape;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A statement that a scenario executed, as it can be shown: without secrets, and cut.
 *
 * @param nanosBefore the time from the start of the scenario to that of the statement, in
 * nanoseconds
 * @param kind whether it wrote
 * @param sql the text
 * @param values the values of its parameters, of the first set if it was a batch
 * @param sets the number of times that a batch executed it, 0 outside of a batch
 * @param rows the number of rows that it wrote or that were read, -1 if nobody asked
 * @param nanos the time that it took, in nanoseconds
 * @param thread the name of the thread
 * @param connection the number of the connection within the scenario, from 1 on
 * @param database the name of the database that the connection leads to
 * @param step the step or phase of the test, empty if it is unknown
 * @param error the reason why it failed, {@code null} if it did not
 */
public record TapeEntry(long nanosBefore, Kind kind, String sql, List<String> values, int sets, long rows, long nanos,
		String thread, int connection, String database, String step, @Nullable String error) {

	/**
	 * What a statement does.
	 */
	public enum Kind {

		/**
		 * It writes to no table.
		 */
		READ,

		/**
		 * It writes to a table.
		 */
		WRITE,

		/**
		 * A call of the connection that begins or ends a transaction.
		 */
		CALL

	}

}
