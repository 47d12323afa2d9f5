package io.github.pristinedb.benchmarks.h2;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class H2FiguresTests {

	private static final Map<String, Double> TEMPLATES = Map.of(H2Figures.MIGRATE, 60.0, H2Figures.BUILD, 90.0,
			H2Figures.RESTORE, 12.0, H2Figures.RESTORE_KNOWN, 8.0, H2Figures.SCRIPT, 7.0, H2Figures.IMAGE, 6.0,
			H2Figures.BACKUP, 9.0);

	private static final Map<String, Double> DATABASES = Map.of(H2Figures.MIGRATE, 60.0, H2Figures.SCRIPT, 20.0,
			H2Figures.DELETE_ALL, 3.0, H2Figures.ZONKY, 50.0, H2Figures.ZONKY_PREPARED, 1.0, H2Figures.HANDOVER, 0.25,
			H2Figures.HANDOVER_READING, 0.1, H2Figures.HANDOVER_LARGE, 0.5);

	@Test
	void jsonHasTheMediansOfTheFirstTable() {
		assertThat(figures(DATABASES).json()).isEqualTo("{\"migrateMillis\":60.0,\"scriptMillis\":20.0,"
				+ "\"deleteAllMillis\":3.0,\"zonkyRefreshMillis\":50.0,\"handoverMillis\":0.25,"
				+ "\"handoverReadingMillis\":0.1,\"handoverLargeMillis\":0.5}\n");
	}

	@Test
	void tablesSayWhichTargetsAreMet() {
		assertThat(figures(DATABASES).text().lines().map((line) -> line.replaceAll(" +", " "))).contains(
				"| a new database, `RUNSCRIPT` | 20.0 ms | 80× |",
				"| handover after writing ≤ 0.5 ms | 0.250 ms | yes |",
				"| `RUNSCRIPT` ≥ 50 × a handover after writing | 80× | yes |",
				"| zonky's refresh ≥ 100 × a handover after writing | 200× | yes |",
				"| handover with 100,000 rows ≤ 1.5 × with 200 rows | 2.00× | no |",
				"| H2's file, copied in memory and opened | 6.00 ms | 6.00 ms |");
	}

	@Test
	void targetsThatAreMissedAreToldSo() {
		Map<String, Double> slow = new HashMap<>(DATABASES);
		slow.put(H2Figures.HANDOVER, 0.6);
		assertThat(figures(slow).text().lines().map((line) -> line.replaceAll(" +", " "))).contains(
				"| handover after writing ≤ 0.5 ms | 0.600 ms | no |",
				"| `RUNSCRIPT` ≥ 50 × a handover after writing | 33× | no |",
				"| zonky's refresh ≥ 100 × a handover after writing | 83× | no |",
				"| handover with 100,000 rows ≤ 1.5 × with 200 rows | 0.83× | yes |");
	}

	@Test
	void medianThatIsMissingIsToldByName() {
		assertThatIllegalStateException().isThrownBy(() -> figures(Map.of()).json())
			.withMessage("Not measured: migrateMillis");
	}

	private static H2Figures figures(Map<String, Double> databases) {
		return new H2Figures(databases, TEMPLATES, TEMPLATES);
	}

}
