package io.github.pristinedb.tape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.pristinedb.proxy.StatementRecorder;
import io.github.pristinedb.scope.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one scope, and the calls that begin or end a transaction: statements
 * are counted, and the last ones of both are kept. Safe for use by several threads.
 */
public final class Tape {

	/**
	 * The number of statements that are kept.
	 */
	public static final int LENGTH = 200;

	/**
	 * Statements of the same text are worth a look from here on.
	 */
	static final int OFTEN = 10;

	private static final int MOST_REPEATED = 5;

	private static final int MOST_TEXTS = 1000;

	private static final @Nullable Object[] NONE = {};

	private static final String OTHERS = "(other statements)";

	private final RecordingSettings settings;

	private final long start = System.nanoTime();

	private final AtomicInteger connections = new AtomicInteger();

	private final RecordedStatement[] ring = new RecordedStatement[LENGTH];

	private final Map<String, int[]> texts = new LinkedHashMap<>();

	private final Map<String, int[]> tables = new LinkedHashMap<>();

	// Statements, and calls that begin or end a transaction.
	private int recorded;

	private int statements;

	private long nanos;

	Tape(RecordingSettings settings) {
		this.settings = settings;
	}

	/**
	 * The settings of the context that its scope has asked first.
	 * @return the settings
	 */
	public RecordingSettings settings() {
		return this.settings;
	}

	/**
	 * A connection is opened.
	 * @param scope the scope that asked for it, which tells the steps
	 * @param database the name of the database that it leads to
	 * @return records its statements
	 */
	public StatementRecorder connection(Scope scope, String database) {
		int number = this.connections.incrementAndGet();
		return (sql, values, sets, started, failure) -> record(number, database, scope.step(), sql, values, sets,
				started, failure);
	}

	private RecordedStatement record(int connection, String database, String step, @Nullable String sql,
			@Nullable Object[] values, int sets, long started, @Nullable Throwable failure) {
		long nanos = System.nanoTime() - started;
		boolean call = sets == StatementRecorder.CALL;
		StatementText text = call ? StatementText.ofCall(sql, values) : StatementText.of(sql);
		for (int i = 0; i < values.length && !call; i++) {
			values[i] = CapturedValue.of(values[i]);
		}
		RecordedStatement recording = new RecordedStatement(text, call ? NONE : values, Math.max(0, sets),
				started - this.start, nanos, Thread.currentThread().getName(), connection, database, step,
				(failure != null) ? FailedStatement.of(failure, call ? null : sql) : null);
		synchronized (this) {
			this.ring[this.recorded % LENGTH] = recording;
			this.recorded++;
			if (call) {
				return recording;
			}
			this.statements++;
			this.nanos += nanos;
			count(this.texts, text.shape());
			for (String table : text.written()) {
				count(this.tables, table);
			}
		}
		return recording;
	}

	private static void count(Map<String, int[]> counts, String key) {
		int[] count = counts.get(key);
		if (count == null) {
			count = counts.computeIfAbsent((counts.size() < MOST_TEXTS) ? key : OTHERS, (added) -> new int[1]);
		}
		count[0]++;
	}

	/**
	 * The number of statements, and of calls that begin or end a transaction.
	 * @return the number of all, kept or not
	 */
	public synchronized int recorded() {
		return this.recorded;
	}

	/**
	 * The number of statements.
	 * @return the number of all, kept or not
	 */
	public synchronized int statements() {
		return this.statements;
	}

	/**
	 * The time that all statements took.
	 * @return the time in nanoseconds
	 */
	public synchronized long nanos() {
		return this.nanos;
	}

	/**
	 * The tables that statements write by the position of their columns.
	 * @return the tables as they are written there
	 */
	public Set<String> unnamedColumns() {
		Set<String> tables = new LinkedHashSet<>();
		recordings().forEach((recording) -> tables.addAll(recording.unnamedColumns()));
		return tables;
	}

	/**
	 * The statements that are kept.
	 * @param columns the columns of tables, in order, by the
	 * {@linkplain #unnamedColumns() names of the tables}. Values count as secrets whose
	 * columns are unknown
	 * @return the last ones, in the order of their ends
	 */
	public List<TapeEntry> entries(Map<String, List<String>> columns) {
		return recordings().stream().map((recording) -> recording.toEntry(columns)).toList();
	}

	private List<RecordedStatement> recordings() {
		List<RecordedStatement> recordings = new ArrayList<>();
		synchronized (this) {
			for (int i = Math.max(0, this.recorded - LENGTH); i < this.recorded; i++) {
				recordings.add(this.ring[i % LENGTH]);
			}
		}
		return recordings;
	}

	/**
	 * How many statements wrote to which table.
	 * @return the number of statements by table
	 */
	public synchronized Map<String, Integer> tables() {
		Map<String, Integer> tables = new LinkedHashMap<>();
		this.tables.forEach((table, count) -> tables.put(table, count[0]));
		return tables;
	}

	/**
	 * The statements that were executed often.
	 * @return those of the same text, the most frequent first
	 */
	public synchronized List<Repeated> repeated() {
		return this.texts.entrySet()
			.stream()
			.filter((text) -> text.getValue()[0] >= OFTEN && !text.getKey().equals(OTHERS))
			.map((text) -> new Repeated(text.getKey(), text.getValue()[0]))
			.sorted(Comparator.comparingInt(Repeated::count).reversed())
			.limit(MOST_REPEATED)
			.toList();
	}

	/**
	 * A statement that was executed often.
	 *
	 * @param sql the text without its values
	 * @param count the number of times
	 */
	public record Repeated(String sql, int count) {

	}

}
