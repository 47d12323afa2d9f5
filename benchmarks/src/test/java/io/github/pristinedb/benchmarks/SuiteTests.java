package io.github.pristinedb.benchmarks;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SuiteTests {

	@Test
	void missingTestClassesSayHowTheyAreBuilt(@TempDir Path empty) {
		assertThatIllegalStateException().isThrownBy(() -> new Suite(Suite.COMMANDS, empty, empty))
			.withMessageContaining("-am");
	}

	@Test
	void resultReadsWhatItWrote() {
		SuiteResult result = new SuiteResult(15, 0, 1_234_567_890_123L, 99L, 42L);
		assertThat(SuiteResult.parse(result.toString())).isEqualTo(result);
	}

	@Test
	void tableComparesEachNumberOfWorkersWithPlainFlyway() {
		SuiteTable table = SuiteTable.againstPlainFlyway(SuiteVariant.ALL);
		SuiteVariant.ALL.forEach((variant) -> table.add(variant, new SuiteJvm.Run(15, 9_000_000_000L,
				variant.pristine() ? 3_000_000_000L : 6_000_000_000L, 1, 8_000_000_000L)));
		assertThat(table.medians().toString().lines()).hasSize(6)
			.anySatisfy(
					(line) -> assertThat(line).contains("16 workers, Pristine", "9.00 s", "3.00 s", "0.50×", "8.00 s"));
	}

	@Test
	void targetIsOfTheScenariosOfOneWorker() {
		SuiteTable table = SuiteTable.againstPlainFlyway(SuiteVariant.ONE_WORKER);
		SuiteVariant.ONE_WORKER.forEach((variant) -> table.add(variant, new SuiteJvm.Run(15, 9_000_000_000L,
				variant.pristine() ? 5_400_000_000L : 6_000_000_000L, 1, 8_000_000_000L)));
		assertThat(table.target(Target.atMost(0.95, "Pristine", "1 worker, Pristine", "1 worker, plain Flyway"))
			.toString()).contains("≤ 0.95×", "0.90×").doesNotContain("missed");
	}

	@Test
	void tableComparesNumbersOfWorkersWithOneWorker() {
		SuiteTable table = SuiteTable.againstOneWorker();
		SuiteVariant.WORKERS.forEach((variant) -> table.add(variant, new SuiteJvm.Run(64,
				(variant.workers() == 1) ? 10_000_000_000L : 6_000_000_000L, 1_000_000_000L, 1, 1)));
		assertThat(table.medians().toString()).contains("against 1 worker");
		assertThat(table.ratio(SuiteVariant.WORKERS.get(1), SuiteVariant.WORKERS.get(0))).isEqualTo(0.6);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> table.add(new SuiteVariant(1, false), new SuiteJvm.Run(64, 1, 1, 1, 1)))
			.withMessageContaining("1 worker, plain Flyway");
	}

	@Test
	void variantThatRanAnotherNumberOfScenariosIsNotCompared() {
		SuiteTable table = SuiteTable.againstPlainFlyway(SuiteVariant.ALL);
		table.add(SuiteVariant.ALL.get(0), new SuiteJvm.Run(15, 1, 1, 1, 1));
		assertThatIllegalStateException()
			.isThrownBy(() -> table.add(SuiteVariant.ALL.get(1), new SuiteJvm.Run(14, 1, 1, 1, 1)))
			.withMessageContaining("14 scenarios, others ran 15");
	}

}
