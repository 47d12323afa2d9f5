package io.github.pristinedb.tape;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.proxy.StatementRecorder;
import org.jspecify.annotations.Nullable;

/**
 * A statement as a tape keeps it.
 */
final class RecordedStatement implements StatementRecorder.RowCount {

	private final StatementText text;

	private final @Nullable Object[] values;

	private final int sets;

	private final long nanosBefore;

	private final long nanos;

	private final String thread;

	private final int connection;

	private final String database;

	private final String step;

	private final @Nullable FailedStatement failure;

	private long rows = -1;

	RecordedStatement(StatementText text, @Nullable Object[] values, int sets, long nanosBefore, long nanos,
			String thread, int connection, String database, String step, @Nullable FailedStatement failure) {
		this.text = text;
		this.values = values;
		this.sets = sets;
		this.nanosBefore = nanosBefore;
		this.nanos = nanos;
		this.thread = thread;
		this.connection = connection;
		this.database = database;
		this.step = step;
		this.failure = failure;
	}

	@Override
	public void set(long rows) {
		this.rows = rows;
	}

	@Override
	public void next() {
		this.rows = Math.max(0, this.rows) + 1;
	}

	/**
	 * The tables whose columns the statement does not name.
	 * @return the tables as they are written
	 */
	List<String> unnamedColumns() {
		return this.text.unnamedColumns();
	}

	/**
	 * The statement as it can be shown.
	 * @param columns the columns that statements do not name, by table
	 * @return the entry
	 */
	TapeEntry toEntry(Map<String, List<String>> columns) {
		StatementText text = this.text.with(columns);
		List<String> shown = new ArrayList<>();
		for (int i = 0; i < this.values.length; i++) {
			shown.add(shown(text, i, this.values[i]));
		}
		return new TapeEntry(this.nanosBefore, text.kind(), text.shown(), List.copyOf(shown), this.sets, this.rows,
				this.nanos, this.thread, this.connection, this.database, this.step,
				(this.failure != null) ? this.failure.told(text, this.values, this.sets) : null);
	}

	private static String shown(StatementText text, int index, @Nullable Object value) {
		if (value instanceof StatementRecorder.NamedValue named) {
			boolean secret = text.hidesOthers() || Secrets.isSecret(named.name());
			return named.name() + "=" + (secret ? Secrets.MASK : Secrets.hide(String.valueOf(named.value())));
		}
		if (value == null) {
			return "null";
		}
		return text.isSecret(index) ? Secrets.MASK : Secrets.hide(value.toString());
	}

}
