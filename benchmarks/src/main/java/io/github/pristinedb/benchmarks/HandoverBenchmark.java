package io.github.pristinedb.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.springframework.boot.json.JsonWriter;
import org.springframework.util.FileSystemUtils;

/**
 * Measures what a scenario pays for its database, for databases of three sizes, on disk.
 * Arguments: a directory to work in, the document, and the file for the figures in JSON.
 */
final class HandoverBenchmark {

	private static final List<String> STEPS = List.of(HandoverSteps.MIGRATE, HandoverSteps.MIGRATE_NOTHING,
			HandoverSteps.FLOOR, HandoverSteps.DIRTY, HandoverSteps.CLEAN, HandoverSteps.TRANSACTION,
			HandoverSteps.STRATEGY, TransactionSteps.RAW, TransactionSteps.TRANSACTION, TransactionSteps.RAW_STATEMENT,
			TransactionSteps.TRANSACTION_STATEMENT);

	private static final List<String> NAMES = List.of("`flyway.migrate()`, new file",
			"`flyway.migrate()`, nothing to do", "the floor: copy + open + select + close, by hand",
			"handover after a scenario that inserted 10 rows", "handover after a scenario that only read",
			"handover in `transaction`, after a scenario that inserted 10 rows",
			"`FastMigrationStrategy`, existing file", "begin + 10 inserts + rollback, raw connection",
			"begin + 10 inserts + rollback, in `transaction`", "prepared insert, raw connection",
			"prepared insert, in `transaction`");

	// The first size meets code that was compiled for nothing yet, and is to be compared
	// with the others.
	private static final int WARM_UP = 5;

	private HandoverBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		Map<String, Size> sizes = new LinkedHashMap<>();
		sizes.put("0.4", measure(directory.resolve("small"), FixtureSize.SMALL, 15, 600));
		sizes.put("4", measure(directory.resolve("medium"), FixtureSize.MEDIUM, 7, 300));
		sizes.put("40", measure(directory.resolve("large"), FixtureSize.LARGE, 3, 60));
		Map<String, Size> logged = new LinkedHashMap<>();
		logged.put("0.4", measureLogged(directory.resolve("small-wal"), FixtureSize.SMALL, 600));
		logged.put("120", measureLogged(directory.resolve("huge-wal"), FixtureSize.HUGE, 300));
		Files.writeString(Path.of(args[2]), json(sizes, logged));
		List<String> parts = List.of(Machine.current().describe() + ". Medians, on disk.\n", table(sizes).toString(),
				logTable(logged).toString(), targets(sizes, logged).toString());
		parts.forEach(System.out::println);
		new MarkedSection(Path.of(args[1]), "handover").write(String.join("\n", parts));
	}

	private static Size measure(Path directory, FixtureSize size, int migrations, int rounds) throws Exception {
		Files.createDirectories(directory);
		Fixture fixture = Fixture.generate(size, directory.resolve("migrations"));
		try (HandoverSteps steps = new HandoverSteps(fixture, directory)) {
			Map<String, Double> medians = new LinkedHashMap<>();
			new PairedRun(1, migrations).measure(steps.migrating())
				.forEach((step, timings) -> medians.put(step, timings.median()));
			new PairedRun(WARM_UP * rounds, rounds).measure(steps.handingOver())
				.forEach((step, timings) -> medians.put(step, timings.median()));
			new PairedRun(rounds, rounds).measure(steps.transactions())
				.forEach((step, timings) -> medians.put(step, timings.median()));
			return new Size(steps.bytes(), medians);
		}
	}

	private static Size measureLogged(Path directory, FixtureSize size, int rounds) throws Exception {
		Files.createDirectories(directory);
		Fixture fixture = Fixture.generate(size, directory.resolve("migrations"));
		try (HandoverSteps steps = new HandoverSteps(fixture, directory, "?journal_mode=WAL")) {
			Map<String, Double> medians = new LinkedHashMap<>();
			new PairedRun(WARM_UP * rounds, rounds).measure(steps.handingOverAfterWriting())
				.forEach((step, timings) -> medians.put(step, timings.median()));
			return new Size(steps.bytes(), medians);
		}
	}

	private static MarkdownTable logTable(Map<String, Size> sizes) {
		MarkdownTable table = new MarkdownTable(List.of("with a write-ahead log", "0.4 MB", "120 MB"));
		List<Size> both = List.of(of(sizes, "0.4"), of(sizes, "120"));
		table.add("size of the database", Figures.count(both.get(0).bytes()) + " bytes",
				Figures.count(both.get(1).bytes()) + " bytes");
		table.add("handover after a scenario that inserted 10 rows",
				Figures.millis(both.get(0).median(HandoverSteps.DIRTY)),
				Figures.millis(both.get(1).median(HandoverSteps.DIRTY)));
		return table;
	}

	private static MarkdownTable table(Map<String, Size> sizes) {
		MarkdownTable table = new MarkdownTable(List.of("step", "0.4 MB", "4 MB", "40 MB"));
		table.add(row("size of the database", sizes, (size) -> Figures.count(size.bytes()) + " bytes"));
		for (int i = 0; i < STEPS.size(); i++) {
			String step = STEPS.get(i);
			table.add(row(NAMES.get(i), sizes, (size) -> Figures.millis(size.median(step))));
		}
		table.add(row("handover after writing, as a share of the floor", sizes,
				(size) -> Figures.ratio(size.median(HandoverSteps.DIRTY) / size.median(HandoverSteps.FLOOR))));
		return table;
	}

	private static MarkdownTable targets(Map<String, Size> sizes, Map<String, Size> logged) {
		Size small = of(sizes, "0.4");
		Size medium = of(sizes, "4");
		MarkdownTable table = MarkdownTable.of("target", "measured", "met");
		target(table, "0.4 MB: handover after writing ≤ 0.25 × the floor",
				small.median(HandoverSteps.DIRTY) / small.median(HandoverSteps.FLOOR), 0.25, true);
		target(table, "0.4 MB: handover after reading ≤ 0.05 ms", small.median(HandoverSteps.CLEAN), 0.05, true);
		target(table, "0.4 MB: migrating ≥ 2,000 × a handover after writing",
				small.median(HandoverSteps.MIGRATE) / small.median(HandoverSteps.DIRTY), 2_000, false);
		target(table, "4 MB: handover after writing ≤ 0.25 × the floor",
				medium.median(HandoverSteps.DIRTY) / medium.median(HandoverSteps.FLOOR), 0.25, true);
		target(table, "0.4 MB: handover in `transaction` ≤ 0.1 ms", small.median(HandoverSteps.TRANSACTION), 0.1, true);
		target(table, "0.4 MB: begin + 10 inserts + rollback in `transaction` ≤ 1.5 × on a raw connection",
				small.median(TransactionSteps.TRANSACTION) / small.median(TransactionSteps.RAW), 1.5, true);
		target(table, "0.4 MB: a statement in `transaction` costs ≤ 5 µs more, 0.005 ms",
				small.median(TransactionSteps.TRANSACTION_STATEMENT) - small.median(TransactionSteps.RAW_STATEMENT),
				0.005, true);
		Size large = of(sizes, "40");
		target(table, "40 MB: handover after writing ≤ 0.2 × the floor",
				large.median(HandoverSteps.DIRTY) / large.median(HandoverSteps.FLOOR), 0.2, true);
		double log = of(logged, "0.4").median(HandoverSteps.DIRTY);
		target(table, "0.4 MB with a write-ahead log: handover after writing ≤ 0.12 × the floor",
				log / small.median(HandoverSteps.FLOOR), 0.12, true);
		target(table, "120 MB with a write-ahead log: handover after writing ≤ 1.5 × at 0.4 MB",
				of(logged, "120").median(HandoverSteps.DIRTY) / log, 1.5, true);
		return table;
	}

	private static void target(MarkdownTable table, String what, double measured, double limit, boolean atMost) {
		boolean met = atMost ? measured <= limit : measured >= limit;
		table.add(what, what.endsWith("ms") ? Figures.millis(measured) : Figures.ratio(measured), met ? "yes" : "no");
	}

	private static List<String> row(String name, Map<String, Size> sizes, Cell cell) {
		return List.of(name, cell.of(of(sizes, "0.4")), cell.of(of(sizes, "4")), cell.of(of(sizes, "40")));
	}

	private static String json(Map<String, Size> sizes, Map<String, Size> logged) {
		Map<String, Object> figures = new LinkedHashMap<>(of(sizes, "0.4").medians());
		figures.put("handoverWalMillis", of(logged, "0.4").median(HandoverSteps.DIRTY));
		figures.put("handoverWalLargeMillis", of(logged, "120").median(HandoverSteps.DIRTY));
		Map<String, Object> others = new LinkedHashMap<>();
		sizes.forEach((size, measured) -> others.put(size, measured.medians()));
		others.remove("0.4");
		figures.put("sizes", others);
		return JsonWriter.standard().writeToString(figures) + "\n";
	}

	private static Size of(Map<String, Size> sizes, String megabytes) {
		return Objects.requireNonNull(sizes.get(megabytes));
	}

	/**
	 * What was measured for one size.
	 *
	 * @param bytes the size of the database
	 * @param medians milliseconds, by step
	 */
	private record Size(long bytes, Map<String, Double> medians) {

		double median(String step) {
			Double median = this.medians.get(step);
			if (median == null) {
				throw new IllegalStateException("Not measured: " + step);
			}
			return median;
		}

	}

	/**
	 * Fills a cell.
	 */
	@FunctionalInterface
	private interface Cell {

		String of(Size size);

	}

}
