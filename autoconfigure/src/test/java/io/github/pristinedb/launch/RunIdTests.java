package io.github.pristinedb.launch;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RunId}.
 */
class RunIdTests {

	@ParameterizedTest
	@ValueSource(strings = { "GITHUB_RUN_ID", "CI_PIPELINE_ID", "CIRCLE_WORKFLOW_WORKSPACE_ID", "BUILDKITE_BUILD_ID",
			"BUILD_BUILDID", "BUILD_TAG" })
	void runIsWhatTheCiSystemSays(String variable) {
		assertThat(of(Map.of(variable, "17"))).isEqualTo("17");
		assertThat(of(Map.of(variable, " "))).isEqualTo(RunId.UNKNOWN);
	}

	@Test
	void runThatIsConfiguredWins() {
		assertThat(of(Map.of("PRISTINE_RUN_ID", "42", "GITHUB_RUN_ID", "17"))).isEqualTo("42");
		assertThat(of(Map.of())).isEqualTo(RunId.UNKNOWN);
	}

	private static String of(Map<String, String> environment) {
		return RunId.of(new LaunchSettings(null, (name) -> null, environment));
	}

}
