package io.github.pristinedb.proxy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.pristinedb.proxy.StatementGate.Execution;
import io.github.pristinedb.proxy.StatementRecorder.NamedValue;
import io.github.pristinedb.proxy.StatementRecorder.RowCount;
import org.jspecify.annotations.Nullable;

/**
 * The values of one statement until it is executed, for its record.
 */
final class StatementRecording {

	private static final Object[] NONE = new Object[0];

	/**
	 * The most texts of one batch that are recorded one by one.
	 */
	private static final int MOST_TEXTS = 200;

	private final StatementRecorder recorder;

	private final @Nullable String prepared;

	private @Nullable Object[] values = NONE;

	// The highest position that has a value.
	private int bound;

	private @Nullable Map<String, @Nullable Object> named;

	// Of the first set in the batch.
	private @Nullable Object @Nullable [] batched;

	private final List<String> texts = new ArrayList<>(0);

	private int sets;

	private @Nullable RowCount last;

	StatementRecording(StatementRecorder recorder, @Nullable String prepared) {
		this.recorder = recorder;
		this.prepared = prepared;
	}

	void bind(int index, @Nullable Object value) {
		if (index < 1 || index > Short.MAX_VALUE * 2) {
			// The driver has refused it, or will.
			return;
		}
		if (index > this.values.length) {
			this.values = Arrays.copyOf(this.values, Math.max(index, this.values.length + 4));
		}
		this.values[index - 1] = value;
		this.bound = Math.max(this.bound, index);
	}

	void bind(String name, @Nullable Object value) {
		if (this.named == null) {
			this.named = new LinkedHashMap<>();
		}
		this.named.put(name, value);
	}

	void clear() {
		this.values = NONE;
		this.bound = 0;
		this.named = null;
	}

	void addSet() {
		if (this.sets++ == 0) {
			this.batched = bound();
		}
	}

	void addText(String sql) {
		if (this.sets++ < MOST_TEXTS) {
			this.texts.add(sql);
		}
	}

	void clearBatch() {
		this.sets = 0;
		this.batched = null;
		this.texts.clear();
	}

	/**
	 * The values that are bound, in the order of their parameters.
	 */
	private @Nullable Object[] bound() {
		Map<String, @Nullable Object> named = this.named;
		if (named == null) {
			return (this.bound > 0) ? Arrays.copyOf(this.values, this.bound) : NONE;
		}
		@Nullable Object[] bound = Arrays.copyOf(this.values, this.bound + named.size());
		int number = this.bound;
		for (Map.Entry<String, @Nullable Object> each : named.entrySet()) {
			bound[number++] = new NamedValue(each.getKey(), each.getValue());
		}
		return bound;
	}

	<R> Optional<R> execute(String sql, Execution<Optional<R>> execution) throws SQLException {
		return record(sql, NONE, execution);
	}

	<R> Optional<R> executePrepared(Execution<Optional<R>> execution) throws SQLException {
		return record(this.prepared, bound(), execution);
	}

	private <R> Optional<R> record(@Nullable String sql, @Nullable Object[] values, Execution<Optional<R>> execution)
			throws SQLException {
		long started = System.nanoTime();
		try {
			Optional<R> result = execution.run();
			RowCount rows = this.recorder.executed(sql, values, 0, started, null);
			this.last = rows;
			Object found = result.orElse(null);
			if (found instanceof Number number) {
				rows.set(number.longValue());
			}
			else if (found instanceof ResultSet) {
				rows.set(0);
			}
			return result;
		}
		catch (SQLException | RuntimeException ex) {
			this.last = this.recorder.executed(sql, values, 0, started, ex);
			throw ex;
		}
	}

	<R> Optional<R> executeBatch(Execution<Optional<R>> execution) throws SQLException {
		if (this.sets == 0) {
			return execution.run();
		}
		long started = System.nanoTime();
		try {
			Optional<R> result = execution.run();
			recordBatch(started, null, result.orElse(null));
			return result;
		}
		catch (SQLException | RuntimeException ex) {
			recordBatch(started, ex, null);
			throw ex;
		}
		finally {
			clearBatch();
		}
	}

	private void recordBatch(long started, @Nullable Throwable failure, @Nullable Object counts) {
		if (this.batched != null) {
			RowCount rows = this.recorder.executed(this.prepared, this.batched, this.sets, started, failure);
			set(rows, sum(counts, 0, this.sets));
			return;
		}
		for (int i = 0; i < this.texts.size(); i++) {
			// Only the whole batch was timed.
			long begun = (i == 0) ? started : System.nanoTime();
			RowCount rows = this.recorder.executed(this.texts.get(i), NONE, 1, begun, (i == 0) ? failure : null);
			set(rows, sum(counts, i, i + 1));
		}
	}

	private static void set(RowCount rows, long sum) {
		if (sum >= 0) {
			rows.set(sum);
		}
	}

	/**
	 * The rows that some statements of a batch have written.
	 * @return the sum, negative if the driver does not tell
	 */
	private static long sum(@Nullable Object counts, int from, int to) {
		long[] all = (counts instanceof int[] ints) ? Arrays.stream(ints).asLongStream().toArray()
				: (counts instanceof long[] longs) ? longs : new long[0];
		if (to > all.length) {
			return -1;
		}
		long sum = 0;
		for (int i = from; i < to; i++) {
			if (all[i] < 0) {
				return -1;
			}
			sum += all[i];
		}
		return sum;
	}

	/**
	 * The application has asked for the number of rows that the statement has written.
	 * @param count the number, -1 if there are none
	 */
	void updateCount(long count) {
		if (this.last != null && count >= 0) {
			this.last.set(count);
		}
	}

	/**
	 * Counts the rows of the last statement.
	 * @return counts them, {@code null} if nothing was executed
	 */
	@Nullable RowCount rows() {
		return this.last;
	}

}
