package io.github.pristinedb.proxy;

import org.jspecify.annotations.Nullable;

/**
 * Records the statements of one connection. Called by all threads that use it.
 */
public interface StatementRecorder {

	/**
	 * In the place of the number of sets: the connection itself was called.
	 */
	int CALL = -1;

	/**
	 * A statement was executed.
	 * @param sql the text, {@code null} if the driver itself prepared it
	 * @param values the values of its parameters, which nobody changes any more. A
	 * {@link NamedValue} stands for a parameter without a position
	 * @param sets the number of times that a batch executed it, 0 outside of a batch;
	 * {@link #CALL} if the text is no statement but a call of the connection, which
	 * begins or ends a transaction
	 * @param started when it was started, as {@link System#nanoTime()}
	 * @param failure the reason why it failed, {@code null} if it did not
	 * @return counts the rows that it has written or that are read
	 */
	RowCount executed(@Nullable String sql, @Nullable Object[] values, int sets, long started,
			@Nullable Throwable failure);

	/**
	 * Counts the rows of one statement. A thread reads rows at a time.
	 */
	interface RowCount {

		/**
		 * The number of rows is known.
		 * @param rows the number that was written, or that was read so far
		 */
		void set(long rows);

		/**
		 * One more row was read.
		 */
		void next();

	}

	/**
	 * The value of a parameter without a position.
	 *
	 * @param name the name of the parameter
	 * @param value the value
	 */
	record NamedValue(String name, @Nullable Object value) {

	}

}
