package io.github.pristinedb.benchmarks.scale;

import java.util.List;

import io.github.pristinedb.benchmarks.SuiteJvm;
import io.github.pristinedb.benchmarks.generator.Between;
import io.github.pristinedb.benchmarks.generator.GeneratedSuite;
import io.github.pristinedb.benchmarks.generator.StepWeight;
import io.github.pristinedb.benchmarks.generator.SuiteShape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ScaleTableTests {

	// 100 features of 4 scenarios each.
	private final ScaleTable table = new ScaleTable(GeneratedSuite
		.of(new SuiteShape(100, new Between(4, 4), new Between(5, 5), 0.5, StepWeight.NONE, 0, 1, 1)));

	@BeforeEach
	void setUp() {
		this.table.addFeatures(ScaleVariant.A, List.of(run(4, 3, 2.5, 2), run(4, 5, 4.5, 4)), 0);
		this.table.add(ScaleVariant.B, run(40, 10, 9, 2), 0);
		this.table.add(ScaleVariant.D, run(400, 9, 8, 2), 0);
		this.table.add(ScaleVariant.D, run(400, 20, 8, 2), 0);
		this.table.add(ScaleVariant.D, run(400, 10, 9, 2), 0);
		this.table.add(ScaleVariant.E, run(400, 11, 10, 3), nanos(0.5));
		this.table.addFeatures(ScaleVariant.F, List.of(run(4, 5, 4, 3)), nanos(0.6));
	}

	@Test
	void whereEachFeatureNeedsAJvmTheMeanIsMultipliedByTheNumberOfFeatures() {
		assertThat(this.table.total(ScaleVariant.A)).isEqualTo(400_000);
	}

	@Test
	void reportOfManyJvmsIsMadeOnce() {
		assertThat(this.table.total(ScaleVariant.F)).isEqualTo(500_600);
	}

	@Test
	void partOfTheSuiteInOneJvmIsExtrapolatedWithoutItsStart() {
		// 1 s outside, 2 s for the first of 40 scenarios, 7 s for the other 39.
		assertThat(this.table.total(ScaleVariant.B)).isEqualTo(1_000 + 2_000 + 7_000 * 399 / 39.0);
	}

	@Test
	void wholeSuiteIsTheMedianOfItsRounds() {
		assertThat(this.table.total(ScaleVariant.D)).isEqualTo(10_000);
	}

	@Test
	void reportIsAPartOfARoundWithCoverage() {
		assertThat(this.table.total(ScaleVariant.E)).isEqualTo(11_500);
	}

	@Test
	void tableSaysWhatWasMeasuredAndWhatWasExtrapolated() {
		assertThat(this.table.totals(3).toString().lines()).satisfiesExactly(
				(line) -> assertThat(line).contains("whole suite", "against a"),
				(line) -> assertThat(line).contains("---:"),
				(line) -> assertThat(line).startsWith("| (a) ")
					.contains(" 100 |", " 1 |", "2 features, 3.00 s to 5.00 s each; × 100 / 2 |", " 400.00 s |",
							" 100.0 % |"),
				(line) -> assertThat(line).startsWith("| (b) ").contains("1 round, 40 of 400 scenarios |"),
				(line) -> assertThat(line).startsWith("| (d) ")
					.contains(" 3 |", "median of 3 rounds |", " 10.00 s |", " 2.50 % |"),
				(line) -> assertThat(line).startsWith("| (e) ").contains(" 11.50 s |", " 2.88 % |"),
				(line) -> assertThat(line).startsWith("| (f) ").contains(" 100 |", " 500.60 s |"));
	}

	@Test
	void partsAddUp() {
		assertThat(this.table.parts().toString().lines().filter((line) -> line.startsWith("| (a)")).findFirst())
			.hasValueSatisfying((line) -> assertThat(line).contains(" 50.00 s |", " 300.00 s |", " 50.00 s |"));
		assertThat(this.table.parts().toString().lines().filter((line) -> line.startsWith("| (e)")).findFirst())
			.hasValueSatisfying(
					(line) -> assertThat(line).contains(" 1.00 s |", " 3.00 s |", " 7.00 s |", " 0.50 s |"));
	}

	@Test
	void targetsStandBesideWhatCameOutAndAMissedOneSaysSo() {
		assertThat(this.table.targets().toString().lines().skip(2)).satisfiesExactly(
				(line) -> assertThat(line).contains("d against a", "≤ 3.00 % |", " 2.50 % |"),
				(line) -> assertThat(line).contains("e against f", "≤ 2.00 % |", " 2.30 % **missed** |"),
				(line) -> assertThat(line).contains("e against d", "≤ 1.15× |", " 1.15× |"));
	}

	@Test
	void targetOfWhatWasNotMeasuredIsLeftOut() {
		ScaleTable part = new ScaleTable(GeneratedSuite.of(SuiteShape.ofScenarios(4, new Between(5, 5), 0.5, 1)));
		part.add(ScaleVariant.D, run(4, 10, 9, 2), 0);
		part.add(ScaleVariant.E, run(4, 10, 9, 2), 0);
		assertThat(part.targets().toString().lines().skip(2)).singleElement().asString().contains("e against d");
		assertThat(part.totals(2).toString()).contains("(d)", "(e)").doesNotContain("(a)", "%");
	}

	@Test
	void oneScenarioSaysNothingOfTheOthers() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.table.add(ScaleVariant.B, run(1, 3, 2, 2), 0))
			.withMessageContaining("scale.cleaned");
	}

	private static SuiteJvm.Run run(int scenarios, double jvm, double suite, double first) {
		return new SuiteJvm.Run(scenarios, nanos(jvm), nanos(suite), nanos(first), 1);
	}

	private static long nanos(double seconds) {
		return (long) (seconds * 1e9);
	}

}
