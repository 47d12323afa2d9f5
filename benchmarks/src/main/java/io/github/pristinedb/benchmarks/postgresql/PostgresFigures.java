package io.github.pristinedb.benchmarks.postgresql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.pristinedb.benchmarks.Figures;
import io.github.pristinedb.benchmarks.MarkdownTable;

import org.springframework.boot.json.JsonWriter;

/**
 * The figures of a run by name, as tables and as JSON.
 *
 * @param values milliseconds, ratios, or tests a second
 */
record PostgresFigures(Map<String, Double> values) {

	static final String MIGRATE = "cleanMigrateMillis";

	static final String TEMPLATE = "createFromTemplateMillis";

	static final String TEMPLATE_FILES = "createFromTemplateFilesMillis";

	static final String ZONKY = "zonkyRefreshMillis";

	static final String ZONKY_PREPARED = "zonkyPreparedMillis";

	static final String DELETE_ALL = "deleteAllMillis";

	static final String TRUNCATE_ALL = "truncateAllMillis";

	static final String RESET = "resetMillis";

	static final String RESET_LARGE = "resetLargeMillis";

	static final String RESET_COLD = "resetAfterMigrationMillis";

	static final String HANDOVER = "handoverMillis";

	static final String HANDOVER_AT_ONCE = "handoverAtOnceMillis";

	static final String HANDOVER_READING = "handoverReadingMillis";

	static final String HANDOVER_LARGE = "handoverLargeMillis";

	static final String HANDOVER_READING_LARGE = "handoverReadingLargeMillis";

	static final String STOCK = "stockMillis";

	static final String CPU_RESET = "serverCpuResetMillis";

	static final String CPU_COPY = "serverCpuCopyMillis";

	static final String EMBEDDED_CONTEXT = "embeddedContextMillis";

	static final String EMBEDDED = "embeddedFirstContextMillis";

	static final String SUITE_PRISTINE = "suitePristineTestsPerSecond";

	static final String SUITE_ZONKY = "suiteZonkyTestsPerSecond";

	static final String SUITE_TRUNCATE = "suiteTruncateTestsPerSecond";

	static final String SUITE_RATIO = "suiteZonkyRatio";

	static final String TRANSACTION = "transactionHandoverMillis";

	static final String TURN = "turnHandoverMillis";

	static final String TURN_WAITED = "turnWaitedHandoverMillis";

	static final String AUTO_COMMIT = "transactionAutoCommitMillis";

	static final String AUTO_COMMIT_RAW = "rawAutoCommitMillis";

	static final String AUTO_COMMIT_RATIO = "transactionAutoCommitRatio";

	static final String INSIDE = "transactionMillis";

	static final String INSIDE_RAW = "rawTransactionMillis";

	static final String INSIDE_RATIO = "transactionRatio";

	/**
	 * All values.
	 * @return a JSON object and a line break
	 */
	String json() {
		return JsonWriter.standard().writeToString(this.values) + "\n";
	}

	/**
	 * These figures with the ratios that follow from them.
	 * @return the figures
	 */
	PostgresFigures withRatios() {
		Map<String, Double> all = new LinkedHashMap<>(this.values);
		all.put(AUTO_COMMIT_RATIO, of(AUTO_COMMIT) / of(AUTO_COMMIT_RAW));
		all.put(INSIDE_RATIO, of(INSIDE) / of(INSIDE_RAW));
		if (has(SUITE_ZONKY)) {
			all.put(SUITE_RATIO, of(SUITE_PRISTINE) / of(SUITE_ZONKY));
		}
		return new PostgresFigures(all);
	}

	/**
	 * What is written into the document.
	 * @return tables in Markdown
	 */
	String text() {
		List<String> tables = new ArrayList<>(List.of(table().toString(), transactions().toString()));
		if (has(SUITE_ZONKY)) {
			tables.add(suite().toString());
		}
		tables.add(targets().toString());
		return String.join("\n", tables);
	}

	private MarkdownTable table() {
		MarkdownTable table = MarkdownTable.of("a database for the next test", "median", "against a reset");
		row(table, "`flyway.clean()` and `flyway.migrate()`", MIGRATE);
		row(table, "`CREATE DATABASE … TEMPLATE`, first connection, select", TEMPLATE);
		row(table, "the same with `STRATEGY FILE_COPY`", TEMPLATE_FILES);
		row(table, "zonky, `AFTER_EACH_TEST_METHOD`, one method after the other", ZONKY);
		row(table, "the same, the database prepared in the background before", ZONKY_PREPARED);
		row(table, "all tables truncated and filled again", TRUNCATE_ALL);
		row(table, "all rows deleted and inserted again", DELETE_ALL);
		row(table, "Pristine, a copy from stock", STOCK);
		row(table, "Pristine, reset after a scenario that wrote", RESET);
		row(table, "Pristine, reset after writing, 128 MB", RESET_LARGE);
		row(table, "Pristine, first reset after the migration of another database", RESET_COLD);
		row(table, "Pristine, handover after a scenario that wrote", HANDOVER);
		row(table, "the same, on one worker, without time in between", HANDOVER_AT_ONCE);
		row(table, "Pristine, handover after writing, 128 MB", HANDOVER_LARGE);
		row(table, "Pristine, handover after a scenario that only read", HANDOVER_READING);
		row(table, "Pristine, handover after reading, 128 MB", HANDOVER_READING_LARGE);
		row(table, "Pristine, handover in `transaction`", TRANSACTION);
		row(table, "the same by turns, for a user without `CREATEDB`", TURN);
		row(table, "the same, from the end of the scenario that it waits for", TURN_WAITED);
		row(table, "embedded server, in the first context of a build", EMBEDDED);
		row(table, "that whole context, Spring and Flyway included", EMBEDDED_CONTEXT);
		row(table, "processor time of the server for a copy", CPU_COPY);
		row(table, "processor time of the server for a reset", CPU_RESET);
		return table;
	}

	private void row(MarkdownTable table, String name, String figure) {
		if (has(figure)) {
			table.add(name, Figures.millis(of(figure)), has(RESET) ? Figures.ratio(of(figure) / of(RESET)) : "");
		}
	}

	private MarkdownTable transactions() {
		MarkdownTable table = MarkdownTable.of("ten inserts", "raw connection", "in `transaction`", "ratio");
		table.add("each in auto-commit mode", Figures.millis(of(AUTO_COMMIT_RAW)), Figures.millis(of(AUTO_COMMIT)),
				Figures.ratio(of(AUTO_COMMIT_RATIO)));
		table.add("in a transaction, its begin and its commit included", Figures.millis(of(INSIDE_RAW)),
				Figures.millis(of(INSIDE)), Figures.ratio(of(INSIDE_RATIO)));
		return table;
	}

	private MarkdownTable suite() {
		MarkdownTable table = MarkdownTable.of("400 writing tests on 2 workers", "tests a second", "against zonky");
		suiteRow(table, "Pristine, one context", SUITE_PRISTINE);
		suiteRow(table, "zonky, `AFTER_EACH_TEST_METHOD`, a context for each worker", SUITE_ZONKY);
		suiteRow(table, "all tables truncated and filled again, a database for each worker", SUITE_TRUNCATE);
		return table;
	}

	private void suiteRow(MarkdownTable table, String way, String figure) {
		table.add(way, String.format(Locale.ROOT, "%.1f", of(figure)), Figures.ratio(of(figure) / of(SUITE_ZONKY)));
	}

	private MarkdownTable targets() {
		MarkdownTable table = MarkdownTable.of("target", "measured", "met");
		atMost(table, "reset after writing ≤ 2 ms", RESET, 2);
		share(table, "`CREATE DATABASE … TEMPLATE` ≥ 25 × a reset", TEMPLATE, RESET, 25);
		atMost(table, "handover after writing ≤ 0.5 ms", HANDOVER, 0.5);
		atMost(table, "handover after reading ≤ 0.5 ms", HANDOVER_READING, 0.5);
		growth(table, "reset with 128 MB ≤ 1.3 × with 12 MB", RESET_LARGE, RESET);
		growth(table, "handover after writing with 128 MB ≤ 1.3 × with 12 MB", HANDOVER_LARGE, HANDOVER);
		growth(table, "handover after reading with 128 MB ≤ 1.3 × with 12 MB", HANDOVER_READING_LARGE,
				HANDOVER_READING);
		atMost(table, "a copy from stock ≤ 5 ms", STOCK, 5);
		atMost(table, "embedded server for the first context, the cache warm ≤ 1,000 ms", EMBEDDED, 1_000);
		atMost(table, "handover in `transaction` ≤ 0.3 ms", TRANSACTION, 0.3);
		ratio(table, "ten inserts in `transaction`, in auto-commit mode ≤ 2.2 × raw", of(AUTO_COMMIT_RATIO), 2.2);
		ratio(table, "ten inserts in `transaction`, in a transaction ≤ 1.3 × raw", of(INSIDE_RATIO), 1.3);
		share(table, "400 writing tests: tests a second ≥ 10 × zonky", SUITE_PRISTINE, SUITE_ZONKY, 10);
		return table;
	}

	private void atMost(MarkdownTable table, String what, String figure, double most) {
		if (has(figure)) {
			table.add(what, Figures.millis(of(figure)), met(of(figure) <= most));
		}
	}

	private void share(MarkdownTable table, String what, String larger, String smaller, double least) {
		if (has(larger) && has(smaller)) {
			double ratio = of(larger) / of(smaller);
			table.add(what, Figures.ratio(ratio), met(ratio >= least));
		}
	}

	private void growth(MarkdownTable table, String what, String large, String small) {
		if (has(large) && has(small)) {
			ratio(table, what, of(large) / of(small), 1.3);
		}
	}

	private static void ratio(MarkdownTable table, String what, double ratio, double most) {
		table.add(what, Figures.ratio(ratio), met(ratio <= most));
	}

	private static String met(boolean met) {
		return met ? "yes" : "no";
	}

	private boolean has(String figure) {
		return this.values.containsKey(figure);
	}

	private double of(String figure) {
		Double value = this.values.get(figure);
		if (value == null) {
			throw new IllegalStateException("Not measured: " + figure);
		}
		return value;
	}

	/**
	 * The names of all figures that others read.
	 * @return the names
	 */
	static List<String> published() {
		return List.of(MIGRATE, TEMPLATE, ZONKY, DELETE_ALL, RESET, HANDOVER, HANDOVER_READING, RESET_LARGE,
				HANDOVER_LARGE, HANDOVER_READING_LARGE, STOCK, CPU_RESET, CPU_COPY, EMBEDDED, TRANSACTION, TURN,
				TURN_WAITED, AUTO_COMMIT_RATIO, INSIDE_RATIO, SUITE_PRISTINE, SUITE_ZONKY, SUITE_TRUNCATE);
	}

}
