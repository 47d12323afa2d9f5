package io.github.pristinedb.demo.features;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cucumber.core.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios of the REST API, run by Cucumber's own command line, which knows nothing of
 * the JUnit Platform: each of them would see any row of another one.
 */
class CucumberCommandLineTests {

	private static final Pattern SCENARIOS = Pattern.compile("(\\d+) scenarios \\((.*)\\)");

	@TempDir
	private Path temporary;

	@Test
	void scenariosOfSeveralThreadsHaveDatabasesOfTheirOwn() throws Exception {
		ForkedRun run = run(List.of());
		assertThat(run.exitCode()).as(run.output()).isZero();
		assertThat(scenarios(run.output())).matches("\\d{2,} scenarios \\(\\d+ passed\\)");
	}

	@Test
	void scenariosNeedPristineForIt() throws Exception {
		assertThat(scenarios(run(List.of("-Dpristine.enabled=false")).output())).contains("skipped");
	}

	private ForkedRun run(List<String> options) throws Exception {
		return ForkedRun.of(this.temporary, options, Main.class, "--glue", getClass().getPackageName(), "--threads",
				"4", "--plugin", "summary", "--monochrome", "classpath:features/rest/projects.feature");
	}

	private static String scenarios(String output) {
		Matcher matcher = SCENARIOS.matcher(output);
		assertThat(matcher.find()).as(output).isTrue();
		return matcher.group();
	}

}
