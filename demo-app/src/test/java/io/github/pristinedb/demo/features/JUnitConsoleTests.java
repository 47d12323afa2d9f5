package io.github.pristinedb.demo.features;

import java.nio.file.Path;
import java.util.List;

import io.github.pristinedb.demo.isolation.ParallelTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.console.ConsoleLauncher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios and tests, run by JUnit's own console launcher.
 */
class JUnitConsoleTests {

	@TempDir
	private Path temporary;

	@Test
	void scenariosAndTestsHaveDatabasesOfTheirOwn() throws Exception {
		ForkedRun run = ForkedRun.of(this.temporary, List.of(), ConsoleLauncher.class, "execute", "--disable-banner",
				"--disable-ansi-colors", "--details=summary", "--select-resource=features/rest/projects.feature",
				"--select-class=" + ParallelTests.class.getName());
		assertThat(run.exitCode()).as(run.output()).isZero();
		assertThat(run.output()).containsPattern("[1-9]\\d* tests successful")
			.containsPattern("0 tests failed")
			.containsPattern("0 tests (skipped|aborted)")
			.containsPattern("templates +1 built in \\d+ ms, 0 found")
			// Flyway finds a callback of these tests, and forgets what else counts.
			.containsPattern("Built the template \\w+ with 15 migrations");
	}

}
