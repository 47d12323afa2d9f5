package io.github.pristinedb.shard;

import java.util.Map;

import io.github.pristinedb.console.DeliberateOutput;
import io.github.pristinedb.launch.LaunchSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ShardSettings} and {@link Shard}.
 */
@ExtendWith(OutputCaptureExtension.class)
@DeliberateOutput("JOB_COMPLETION_INDEX is 1")
class ShardSettingsTests {

	@Test
	void withoutAWordAllTestsRunHere() {
		assertThat(shard(Map.of())).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "2/5, 2/5", "' 2 / 5 ', 2/5", "5/5, 5/5" })
	void shardIsANumberAndATotal(String value, String expected) {
		assertThat(shard(Map.of("PRISTINE_SHARD", value))).hasToString(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0/5", "6/5", "x", "2", "2/", "/5", "-1/5", "2/0", "1/2/3", "9999999999/9999999999", "½" })
	void badShardIsAnErrorThatSaysWhatToDo(String value) {
		assertThatExceptionOfType(ShardException.class).isThrownBy(() -> shard(Map.of("PRISTINE_SHARD", value)))
			.withMessageContaining("'" + value + "' of pristine.shard")
			.satisfies((ex) -> assertThat(ex.getAction()).contains("1/5 to 5/5", "off"));
	}

	@ParameterizedTest
	@CsvSource({ "CI_NODE_INDEX, 2, CI_NODE_TOTAL", "CIRCLE_NODE_INDEX, 1, CIRCLE_NODE_TOTAL",
			"BUILDKITE_PARALLEL_JOB, 1, BUILDKITE_PARALLEL_JOB_COUNT",
			"SYSTEM_JOBPOSITIONINPHASE, 2, SYSTEM_TOTALJOBSINPHASE", "JOB_COMPLETION_INDEX, 1, PRISTINE_SHARD_TOTAL" })
	void ciSystemIsAskedWhereNothingIsSet(String index, String second, String total) {
		assertThat(shard(Map.of(index, second, total, "5"))).hasToString("2/5");
		assertThat(shard(Map.of(index, second, total, "5", "PRISTINE_SHARD", "4/4"))).hasToString("4/4");
		assertThat(shard(Map.of(index, second, total, "5", "PRISTINE_SHARD", "off"))).isNull();
		assertThat(shard(Map.of(total, "5"))).isNull();
		assertThatExceptionOfType(ShardException.class).isThrownBy(() -> shard(Map.of(index, "x", total, "5")))
			.withMessageContaining(index + "=x");
		assertThatExceptionOfType(ShardException.class).isThrownBy(() -> shard(Map.of(index, "6", total, "5")))
			.withMessageContaining(index + "=6");
	}

	@Test
	void jobOfOneNodeIsNotCut() {
		assertThat(shard(Map.of("CI_NODE_INDEX", "1", "CI_NODE_TOTAL", "1"))).isNull();
		assertThat(shard(Map.of("CI_NODE_INDEX", "", "CI_NODE_TOTAL", "1"))).isNull();
	}

	@Test
	void podThatDoesNotKnowHowManyThereAreRunsAllTestsAndSaysSo(CapturedOutput output) {
		assertThat(shard(Map.of("JOB_COMPLETION_INDEX", "1"))).isNull();
		assertThat(output).contains("Set PRISTINE_SHARD_TOTAL");
	}

	@Test
	void classesAreTornApartOnlyIfAsked() {
		assertThat(new ShardSettings(settings(Map.of())).isByTest()).isFalse();
		assertThat(new ShardSettings(settings(Map.of("PRISTINE_SHARD_BY", "class"))).isByTest()).isFalse();
		assertThat(new ShardSettings(settings(Map.of("PRISTINE_SHARD_BY", "test"))).isByTest()).isTrue();
		assertThatExceptionOfType(ShardException.class)
			.isThrownBy(() -> new ShardSettings(settings(Map.of("PRISTINE_SHARD_BY", "method"))).isByTest())
			.withMessageContaining("pristine.shard-by is 'method'");
	}

	private static Shard shard(Map<String, String> environment) {
		return new ShardSettings(settings(environment)).shard();
	}

	private static LaunchSettings settings(Map<String, String> environment) {
		return new LaunchSettings(null, (name) -> null, environment);
	}

}
