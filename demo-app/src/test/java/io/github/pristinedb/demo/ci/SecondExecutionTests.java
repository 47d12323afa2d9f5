package io.github.pristinedb.demo.ci;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.util.AntPathMatcher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The build's second execution of the tests, in the isolation {@code transaction}. It
 * leaves out those that start JVMs, which its property does not reach: they would run
 * twice, identically.
 */
class SecondExecutionTests {

	private static final Pattern EXECUTION = Pattern.compile("<id>transaction</id>.*?</execution>", Pattern.DOTALL);

	private static final Pattern EXCLUDE = Pattern.compile("<exclude>(.*?)</exclude>");

	private static final Pattern STARTS_A_JVM = Pattern.compile("\\b(ForkedRun|CommandLineRun|NewUser|JvmCommand)\\.");

	private final Path module = Workflow.read().repository().resolve("demo-app");

	@Test
	void leavesOutEachClassThatStartsJvms() throws IOException {
		List<String> excludes = excludes();
		AntPathMatcher matcher = new AntPathMatcher();
		assertThat(classesThatStartJvms()).hasSizeGreaterThan(3)
			.allSatisfy((file) -> assertThat(excludes).anyMatch((exclude) -> matcher.match(exclude, file)));
	}

	@Test
	void runsAllFeaturesButThatOfTheCommands() throws IOException {
		try (Stream<Path> features = Files.list(this.module.resolve("src/test/resources/features"))) {
			assertThat(features.map((file) -> file.getFileName().toString())).containsExactlyInAnyOrder("rest",
					"core_cli_commands.feature");
		}
		assertThat(excludes()).contains("**/FeatureTests.java").doesNotContain("**/RestFeatureTests.java");
	}

	private List<String> excludes() {
		String execution = EXECUTION.matcher(Workflow.text(this.module.resolve("pom.xml")))
			.results()
			.findFirst()
			.orElseThrow()
			.group();
		return EXCLUDE.matcher(execution).results().map((exclude) -> exclude.group(1)).toList();
	}

	private List<String> classesThatStartJvms() throws IOException {
		Path sources = this.module.resolve("src/test/java");
		try (Stream<Path> files = Files.walk(sources)) {
			return files.filter((file) -> file.toString().endsWith("Tests.java"))
				.filter((file) -> STARTS_A_JVM.matcher(Workflow.text(file)).find())
				.map((file) -> sources.relativize(file).toString().replace('\\', '/'))
				.toList();
		}
	}

}
