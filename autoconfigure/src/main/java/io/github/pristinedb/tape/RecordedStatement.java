package io.github.pristinedb.tape;

import java.util.ArrayList;
import java.util.List;

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

	private final String step;

	private final @Nullable String error;

	private long rows = -1;

	RecordedStatement(StatementText text, @Nullable Object[] values, int sets, long nanosBefore, long nanos,
			String thread, int connection, String step, @Nullable String error) {
		this.text = text;
		this.values = values;
		this.sets = sets;
		this.nanosBefore = nanosBefore;
		this.nanos = nanos;
		this.thread = thread;
		this.connection = connection;
		this.step = step;
		this.error = error;
	}

	@Override
	public void set(long rows) {
		this.rows = rows;
	}

	@Override
	public void next() {
		this.rows = Math.max(0, this.rows) + 1;
	}

	TapeEntry toEntry() {
		List<String> shown = new ArrayList<>();
		for (int i = 0; i < this.values.length; i++) {
			shown.add(shown(i, this.values[i]));
		}
		return new TapeEntry(this.nanosBefore, this.text.shown(), List.copyOf(shown), this.sets, this.rows, this.nanos,
				this.thread, this.connection, this.step, this.error);
	}

	private String shown(int index, @Nullable Object value) {
		if (value instanceof StatementRecorder.NamedValue named) {
			boolean secret = this.text.hidesOthers() || Secrets.isSecret(named.name());
			return named.name() + "=" + (secret ? Secrets.MASK : Secrets.hide(String.valueOf(named.value())));
		}
		if (value == null) {
			return "null";
		}
		return this.text.isSecret(index) ? Secrets.MASK : Secrets.hide(value.toString());
	}

}
