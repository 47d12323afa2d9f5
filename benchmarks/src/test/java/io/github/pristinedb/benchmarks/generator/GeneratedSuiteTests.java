package io.github.pristinedb.benchmarks.generator;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GeneratedSuiteTests {

	private static final Between SCENARIOS = new Between(3, 5);

	private static final Between STEPS = new Between(5, 8);

	@Test
	void suiteHasTheSizesThatWereAskedFor() {
		GeneratedSuite suite = GeneratedSuite.of(shape(342, 0.6, 0, 1));
		assertThat(suite.features()).hasSize(342);
		assertThat(suite.features()).extracting((feature) -> feature.scenarios().size()).contains(3, 4, 5);
		assertThat(suite.features()).allSatisfy((feature) -> assertThat(feature.scenarios()).hasSizeBetween(3, 5));
		assertThat(suite.scenarios()).extracting(GeneratedScenario::steps).containsOnly(5, 6, 7, 8);
		assertThat(suite.size()).isEqualTo(suite.features().stream().mapToInt((f) -> f.scenarios().size()).sum());
		assertThat(suite.steps()).isEqualTo(suite.scenarios().mapToLong(GeneratedScenario::steps).sum());
	}

	@Test
	void scenariosAreNumberedInOrderThroughoutTheSuite() {
		List<Integer> numbers = GeneratedSuite.of(shape(20, 0.5, 0, 1))
			.scenarios()
			.map(GeneratedScenario::number)
			.toList();
		assertThat(numbers).isSorted().doesNotHaveDuplicates().startsWith(0).endsWith(numbers.size() - 1);
	}

	@Test
	void shareOfTheWritersIsExact() {
		for (double share : new double[] { 0, 0.25, 0.6, 1 }) {
			GeneratedSuite suite = GeneratedSuite.of(shape(50, share, 0, 7));
			assertThat(suite.scenarios().filter(GeneratedScenario::writes).count())
				.isEqualTo(Math.round(share * suite.size()));
		}
	}

	@Test
	void writersAreSpreadOverTheSuite() {
		List<GeneratedScenario> scenarios = GeneratedSuite.of(shape(100, 0.5, 0, 3)).scenarios().toList();
		List<GeneratedScenario> half = scenarios.subList(0, scenarios.size() / 2);
		assertThat(half.stream().filter(GeneratedScenario::writes).count()).isBetween(half.size() / 4L,
				half.size() * 3 / 4L);
	}

	@Test
	void heavyScenariosAreAsManyAndAsHeavyAsWasAskedFor() {
		GeneratedSuite suite = GeneratedSuite.of(shape(50, 0.5, 4, 7));
		assertThat(suite.scenarios().filter((scenario) -> scenario.weight().rounds() == 500)).hasSize(4);
		assertThat(suite.scenarios().filter((scenario) -> scenario.weight().rounds() == 10)).hasSize(suite.size() - 4);
		assertThat(suite.scenarios()).allSatisfy((scenario) -> assertThat(scenario.weight().statements()).isEqualTo(2));
	}

	@Test
	void equalShapesGiveEqualSuites() {
		assertThat(GeneratedSuite.of(shape(30, 0.5, 2, 42))).isEqualTo(GeneratedSuite.of(shape(30, 0.5, 2, 42)));
	}

	@Test
	void anotherSeedGivesAnotherSuite() {
		GeneratedSuite one = GeneratedSuite.of(shape(30, 0.5, 2, 42));
		GeneratedSuite other = GeneratedSuite.of(shape(30, 0.5, 2, 43));
		assertThat(one.features()).isNotEqualTo(other.features());
		assertThat(one.scenarios().map(GeneratedScenario::seed))
			.doesNotContainAnyElementsOf(other.scenarios().map(GeneratedScenario::seed).toList());
	}

	@Test
	void suiteOfScenariosAloneHasThatMany() {
		GeneratedSuite suite = GeneratedSuite.of(SuiteShape.ofScenarios(2_000, new Between(1, 6), 5 / 6.0, 1));
		assertThat(suite.size()).isEqualTo(2_000);
		assertThat(suite.scenarios().filter(GeneratedScenario::writes).count()).isEqualTo(1_667);
	}

	@Test
	void shapesThatMakeNoSenseAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> shape(0, 0.5, 0, 1)).withMessageContaining("features=0");
		assertThatIllegalArgumentException().isThrownBy(() -> shape(1, 60, 0, 1))
			.withMessageContaining("between 0 and 1, not 60");
		assertThatIllegalArgumentException().isThrownBy(() -> shape(1, Double.NaN, 0, 1)).withMessageContaining("NaN");
		assertThatIllegalArgumentException().isThrownBy(() -> shape(1, 0.5, -1, 1)).withMessageContaining("heavy=-1");
		assertThatIllegalArgumentException().isThrownBy(() -> new StepWeight(0, 1))
			.withMessageContaining("statements=0");
	}

	@Test
	void rangesAreReadAsTheyAreWritten() {
		assertThat(Between.parse("4")).isEqualTo(new Between(4, 4)).hasToString("4");
		assertThat(Between.parse("3-5")).isEqualTo(new Between(3, 5)).hasToString("3-5");
		assertThatIllegalArgumentException().isThrownBy(() -> Between.parse("3..5")).withMessageContaining("'3..5'");
		assertThatIllegalArgumentException().isThrownBy(() -> Between.parse("5-3"))
			.withMessageContaining("between 5 and 3");
	}

	private static SuiteShape shape(int features, double writers, int heavy, long seed) {
		return new SuiteShape(features, SCENARIOS, STEPS, writers, new StepWeight(2, 10), heavy, 50, seed);
	}

}
