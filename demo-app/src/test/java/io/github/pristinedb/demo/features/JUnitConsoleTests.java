package io.github.pristinedb.demo.features;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pristinedb.demo.isolation.ParallelTests;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.console.ConsoleLauncher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scenarios and tests, run by JUnit's own console launcher in one JVM. Two of the
 * scenarios fail on purpose.
 */
class JUnitConsoleTests {

	private static final Pattern OF_ATTACHED_FEATURE = Pattern.compile("quay|harbour|street");

	@TempDir
	private static Path temporary;

	private static ForkedRun run;

	@BeforeAll
	static void runScenariosAndTests() throws Exception {
		run = ForkedRun.of(temporary, List.of("-Dpristine.tape=all"), ConsoleLauncher.class, "execute",
				"--disable-banner", "--disable-ansi-colors", "--details=summary",
				"--select-resource=features/rest/projects.feature", "--select-class=" + ParallelTests.class.getName(),
				"--select-resource=attached/what_they_did.feature",
				"--config=cucumber.plugin=message:target/messages.ndjson");
	}

	@Test
	void scenariosAndTestsHaveDatabasesOfTheirOwn() {
		assertThat(run.exitCode()).as(run.output()).isOne();
		assertThat(run.output()).containsPattern("[1-9]\\d{1,} tests successful")
			.containsPattern(" 2 tests failed")
			.contains("What scenarios did, for Cucumber's own reports - Fail",
					"What scenarios did, for Cucumber's own reports - Have a step that nobody has written")
			.containsPattern("0 tests (skipped|aborted)")
			.containsPattern("templates +1 built in \\d+ ms, 0 found")
			// Flyway finds a callback of these tests, and forgets what else counts.
			.containsPattern("Built the template \\w+ with 15 migrations");
	}

	@Test
	void whatScenariosDidIsAttachedToTheStepsThatFailAndToTheLastOneOfThoseThatPass() throws Exception {
		List<String> messages = Files.readAllLines(run.module().resolve("target/messages.ndjson"));
		List<String> attachments = messages.stream().filter((line) -> line.startsWith("{\"attachment\"")).toList();
		assertThat(attachments).allSatisfy((line) -> assertThat(line).contains("\"testStepId\"",
				"\"testCaseStartedId\"", "\"mediaType\":\"text/plain\""));
		assertThat(attachments.stream()
			.map(JUnitConsoleTests::text)
			.filter((text) -> OF_ATTACHED_FEATURE.matcher(text).find())).hasSize(3)
			.anySatisfy((text) -> assertThat(text).contains("quay"))
			.anySatisfy((text) -> assertThat(text).contains("harbour", "Given a project"))
			.anySatisfy((text) -> assertThat(text).contains("street", "Given a project"))
			.allSatisfy((text) -> assertThat(text).containsIgnoringCase("insert into project"));
	}

	private static String text(String attachment) {
		Matcher body = Pattern.compile("\"body\":\"([^\"]+)\"").matcher(attachment);
		assertThat(body.find()).isTrue();
		return new String(Base64.getDecoder().decode(body.group(1)), StandardCharsets.UTF_8);
	}

}
