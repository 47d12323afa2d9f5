package io.github.pristinedb.benchmarks.postgresql;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class PostgresFiguresTests {

	private static final Map<String, Double> MEASURED = Map.ofEntries(Map.entry("cleanMigrateMillis", 900.0),
			Map.entry("createFromTemplateMillis", 60.0), Map.entry("createFromTemplateFilesMillis", 40.0),
			Map.entry("zonkyRefreshMillis", 50.0), Map.entry("zonkyPreparedMillis", 20.0),
			Map.entry("deleteAllMillis", 10.0), Map.entry("truncateAllMillis", 100.0), Map.entry("resetMillis", 1.5),
			Map.entry("resetLargeMillis", 1.8), Map.entry("resetAfterMigrationMillis", 6.0),
			Map.entry("handoverMillis", 0.4), Map.entry("handoverAtOnceMillis", 2.5),
			Map.entry("handoverLargeMillis", 0.6), Map.entry("handoverReadingMillis", 0.3),
			Map.entry("handoverReadingLargeMillis", 0.3), Map.entry("stockMillis", 6.0),
			Map.entry("serverCpuResetMillis", 1.0), Map.entry("serverCpuCopyMillis", 30.0),
			Map.entry("embeddedFirstContextMillis", 700.0), Map.entry("transactionHandoverMillis", 0.2),
			Map.entry("turnHandoverMillis", 1.5), Map.entry("turnWaitedHandoverMillis", 2.25),
			Map.entry("transactionAutoCommitMillis", 2.0), Map.entry("rawAutoCommitMillis", 1.0),
			Map.entry("transactionMillis", 1.2), Map.entry("rawTransactionMillis", 0.8),
			Map.entry("suitePristineTestsPerSecond", 300.0), Map.entry("suiteZonkyTestsPerSecond", 20.0),
			Map.entry("suiteTruncateTestsPerSecond", 15.0));

	@Test
	void jsonHasAllFigures() {
		Map<String, Object> json = JsonParserFactory.getJsonParser().parseMap(figures(MEASURED).json());
		assertThat(json).containsKeys(PostgresFigures.published().toArray(String[]::new))
			.containsEntry("transactionAutoCommitRatio", 2.0)
			.containsEntry("suiteZonkyRatio", 15.0);
	}

	@Test
	void tablesSayWhichTargetsAreMet() {
		assertThat(lines(MEASURED)).contains(
				"| `CREATE DATABASE … TEMPLATE`, first connection, select | 60.0 ms | 40× |",
				"| the same by turns, for a user without `CREATEDB` | 1.50 ms | 1.00× |",
				"| the same, from the end of the scenario that it waits for | 2.25 ms | 1.50× |",
				"| Pristine, first reset after the migration of another database | 6.00 ms | 4.00× |",
				"| reset after writing ≤ 2 ms | 1.50 ms | yes |",
				"| `CREATE DATABASE … TEMPLATE` ≥ 25 × a reset | 40× | yes |",
				"| reset with 128 MB ≤ 1.3 × with 12 MB | 1.20× | yes |",
				"| handover after writing with 128 MB ≤ 1.3 × with 12 MB | 1.50× | no |",
				"| a copy from stock ≤ 5 ms | 6.00 ms | no |",
				"| ten inserts in `transaction`, in auto-commit mode ≤ 2.2 × raw | 2.00× | yes |",
				"| ten inserts in `transaction`, in a transaction ≤ 1.3 × raw | 1.50× | no |",
				"| 400 writing tests: tests a second ≥ 10 × zonky | 15× | yes |");
	}

	@Test
	void figuresThatWereNotMeasuredHaveNoLine() {
		Map<String, Double> fewer = new HashMap<>(MEASURED);
		fewer.keySet().removeIf((name) -> name.startsWith("suite") || name.startsWith("serverCpu"));
		assertThat(lines(fewer)).noneMatch((line) -> line.contains("processor") || line.contains("400 writing"));
	}

	@Test
	void medianThatIsMissingIsToldByName() {
		assertThatIllegalStateException().isThrownBy(() -> figures(Map.of()))
			.withMessage("Not measured: transactionAutoCommitMillis");
	}

	private static String[] lines(Map<String, Double> measured) {
		return figures(measured).text().lines().map((line) -> line.replaceAll(" +", " ")).toArray(String[]::new);
	}

	private static PostgresFigures figures(Map<String, Double> measured) {
		return new PostgresFigures(measured).withRatios();
	}

}
