package io.github.pristinedb.demo.features;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios of the REST API and of commands, run by Cucumber's own command line, which
 * knows nothing of the JUnit Platform: each of them would see any row of another one.
 */
class CucumberCommandLineTests {

	private static final Pattern SCENARIOS = Pattern.compile("(\\d+) scenarios \\((.*)\\)");

	@Test
	void scenariosOfSeveralThreadsHaveDatabasesOfTheirOwn() throws Exception {
		ForkedRun run = CommandLineRun.get().run();
		assertThat(run.exitCode()).as(run.output()).isZero();
		assertThat(scenarios(run.output())).matches("\\d{2,} scenarios \\(\\d+ passed\\)");
	}

	@Test
	void serverAndTheApplicationsOfCommandsTakeOneMigrationInAll() throws Exception {
		ForkedRun run = CommandLineRun.get().run();
		assertThat(CommandLineRun.migrations(run)).as(run.output()).isOne();
	}

	@Test
	void scenariosNeedPristineForIt(@TempDir Path temporary) throws Exception {
		ForkedRun run = CommandLineRun.withoutPristine(temporary);
		assertThat(scenarios(run.output())).contains("skipped", "passed");
		assertThat(CommandLineRun.migrations(run)).as(run.output()).isGreaterThan(2);
	}

	private static String scenarios(String output) {
		Matcher matcher = SCENARIOS.matcher(output);
		assertThat(matcher.find()).as(output).isTrue();
		return matcher.group();
	}

}
