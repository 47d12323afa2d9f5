package io.github.pristinedb.benchmarks.h2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.pristinedb.benchmarks.Figures;
import io.github.pristinedb.benchmarks.MarkdownTable;

import org.springframework.boot.json.JsonWriter;

/**
 * The medians of a run, in milliseconds by step, as tables and as JSON.
 *
 * @param databases ways to a database for the next test
 * @param templates ways to a whole new database, with 200 rows
 * @param largeTemplates the same with 100,000 rows more
 */
record H2Figures(Map<String, Double> databases, Map<String, Double> templates, Map<String, Double> largeTemplates) {

	static final String MIGRATE = "migrateMillis";

	static final String SCRIPT = "scriptMillis";

	static final String DELETE_ALL = "deleteAllMillis";

	static final String ZONKY = "zonkyRefreshMillis";

	static final String ZONKY_PREPARED = "zonkyPreparedMillis";

	static final String HANDOVER = "handoverMillis";

	static final String HANDOVER_READING = "handoverReadingMillis";

	static final String HANDOVER_LARGE = "handoverLargeMillis";

	static final String BUILD = "buildMillis";

	static final String RESTORE = "restoreMillis";

	static final String RESTORE_KNOWN = "restoreKnownMillis";

	static final String IMAGE = "imageMillis";

	static final String BACKUP = "backupMillis";

	private static final List<String> PUBLISHED = List.of(MIGRATE, SCRIPT, DELETE_ALL, ZONKY, HANDOVER,
			HANDOVER_READING, HANDOVER_LARGE);

	/**
	 * The medians that others read.
	 * @return a JSON object and a line break
	 */
	String json() {
		Map<String, Object> published = new LinkedHashMap<>();
		PUBLISHED.forEach((step) -> published.put(step, of(this.databases, step)));
		return JsonWriter.standard().writeToString(published) + "\n";
	}

	/**
	 * What is written into the document.
	 * @return tables in Markdown
	 */
	String text() {
		return String.join("\n", table().toString(), targets().toString(), templateTable().toString());
	}

	private MarkdownTable table() {
		MarkdownTable table = MarkdownTable.of("a database for the next test", "median", "against a handover");
		row(table, "a new database, `flyway.migrate()`", MIGRATE);
		row(table, "a new database, `RUNSCRIPT`", SCRIPT);
		row(table, "all tables emptied and filled again", DELETE_ALL);
		row(table, "zonky, `AFTER_EACH_TEST_METHOD`, one method after the other", ZONKY);
		row(table, "the same, the database prepared in the background before", ZONKY_PREPARED);
		row(table, "Pristine, handover after a scenario that wrote", HANDOVER);
		row(table, "Pristine, handover after a scenario that only read", HANDOVER_READING);
		row(table, "Pristine, handover after writing, 100,000 rows more", HANDOVER_LARGE);
		return table;
	}

	private void row(MarkdownTable table, String name, String step) {
		double median = of(this.databases, step);
		table.add(name, Figures.millis(median), Figures.ratio(median / of(this.databases, HANDOVER)));
	}

	private MarkdownTable targets() {
		double handover = of(this.databases, HANDOVER);
		MarkdownTable table = MarkdownTable.of("target", "measured", "met");
		table.add("handover after writing ≤ 0.5 ms", Figures.millis(handover), met(handover <= 0.5));
		ratio(table, "`RUNSCRIPT` ≥ 50 × a handover after writing", of(this.databases, SCRIPT) / handover, 50);
		ratio(table, "zonky's refresh ≥ 100 × a handover after writing", of(this.databases, ZONKY) / handover, 100);
		double large = of(this.databases, HANDOVER_LARGE) / handover;
		table.add("handover with 100,000 rows ≤ 1.5 × with 200 rows", Figures.ratio(large), met(large <= 1.5));
		return table;
	}

	private static void ratio(MarkdownTable table, String what, double ratio, double least) {
		table.add(what, Figures.ratio(ratio), met(ratio >= least));
	}

	private static String met(boolean met) {
		return met ? "yes" : "no";
	}

	private MarkdownTable templateTable() {
		MarkdownTable table = MarkdownTable.of("a new database", "200 rows", "100,000 rows more");
		templateRow(table, "`flyway.migrate()`", MIGRATE);
		templateRow(table, "Pristine, no template: builds it", BUILD);
		templateRow(table, "Pristine, the template in the cache, first context of a JVM", RESTORE);
		templateRow(table, "Pristine, the template in the cache, same `Flyway`", RESTORE_KNOWN);
		templateRow(table, "`RUNSCRIPT` of what `SCRIPT` writes", SCRIPT);
		templateRow(table, "H2's file, copied in memory and opened", IMAGE);
		templateRow(table, "H2's `BACKUP`, restored on disk and opened", BACKUP);
		return table;
	}

	private void templateRow(MarkdownTable table, String name, String step) {
		table.add(name, Figures.millis(of(this.templates, step)), Figures.millis(of(this.largeTemplates, step)));
	}

	private static double of(Map<String, Double> medians, String step) {
		Double median = medians.get(step);
		if (median == null) {
			throw new IllegalStateException("Not measured: " + step);
		}
		return median;
	}

}
