package io.github.pristinedb.benchmarks.scale;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.pristinedb.benchmarks.FixtureSize;
import io.github.pristinedb.benchmarks.SuiteJvm;
import io.github.pristinedb.benchmarks.generator.Between;
import io.github.pristinedb.benchmarks.generator.GeneratedSuite;
import io.github.pristinedb.benchmarks.generator.StepWeight;
import io.github.pristinedb.benchmarks.generator.SuiteShape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Generated suites, run in JVMs of their own.
 */
class ScaleSuiteTests {

	private static final List<Integer> ALL = List.of(0, 1);

	// Scenarios write to five tables. What else a migration does says nothing here.
	private static final FixtureSize SIZE = new FixtureSize(12, 6, 12);

	private static final List<String> ONE_COLLECTOR = List.of("-XX:+UseSerialGC");

	@TempDir
	private Path directory;

	private GeneratedSuite generated;

	private ScaleSuite suite;

	@BeforeEach
	void setUp() throws Exception {
		this.generated = GeneratedSuite.of(shape(2));
		this.suite = new ScaleSuite(this.generated, SIZE, 2, this.directory);
	}

	@ParameterizedTest
	@EnumSource(names = { "A", "B", "D" })
	void everyScenarioRunsAndFindsWhatItExpects(ScaleVariant variant) throws Exception {
		SuiteJvm.Run run = this.suite.run(variant, ONE_COLLECTOR, ALL);
		assertThat(run.scenarios()).isEqualTo(this.generated.size());
		assertThat(run.firstNanos()).isPositive().isLessThan(run.suiteNanos());
		assertThat(run.suiteNanos()).isLessThan(run.jvmNanos());
	}

	@Test
	void scenariosThatSeeEachOtherAreFoundOut() {
		assertThatIllegalStateException()
			.isThrownBy(
					() -> this.suite.run(ScaleVariant.C, List.of("-XX:+UseSerialGC", "-Dpristine.isolation=none"), ALL))
			.withMessageContaining("failed")
			.withMessageContaining("suite.log");
	}

	@Test
	void featureThatIsNotAsGeneratedIsFoundOut() throws Exception {
		Path feature = this.suite.features().resolve("part-00/feature-0001.feature");
		String text = Files.readString(feature);
		Files.writeString(feature, text.substring(0, text.lastIndexOf("  Scenario:")));
		int scenarios = this.generated.features().get(1).scenarios().size();
		assertThatIllegalStateException().isThrownBy(() -> this.suite.run(ScaleVariant.C, ONE_COLLECTOR, List.of(1)))
			.withMessageContaining("ran %d scenarios of 1 features, which have %d", scenarios - 1, scenarios);
	}

	@Test
	void moreStatementsThanThereAreRowsToReadAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ScaleSuite(GeneratedSuite.of(shape(13)), SIZE, 2, this.directory.resolve("other")))
			.withMessageContaining("at most 12");
	}

	@Test
	void sampleLiesEvenlyAmongAllFeatures() {
		assertThat(ScaleRuns.sample(342, 12)).hasSize(12).startsWith(14, 42).endsWith(327).doesNotHaveDuplicates();
		assertThat(ScaleRuns.sample(3, 12)).containsExactly(0, 1, 2);
		assertThat(ScaleRuns.sample(342, 342)).hasSize(342).startsWith(0).endsWith(341).doesNotHaveDuplicates();
	}

	private static SuiteShape shape(int statements) {
		return new SuiteShape(2, new Between(4, 4), new Between(4, 5), 1, new StepWeight(statements, 1), 0, 1, 1);
	}

}
