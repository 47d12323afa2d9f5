package io.github.pristinedb.demo.features;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.cucumber.core.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scenarios of the REST API, run by Cucumber's own command line, which knows nothing
 * of the JUnit Platform: each of them would see any row of another one.
 */
class CucumberCommandLineTests {

	private static final Pattern SCENARIOS = Pattern.compile("(\\d+) scenarios \\((.*)\\)");

	@TempDir
	private Path temporary;

	@Test
	void scenariosOfSeveralThreadsHaveDatabasesOfTheirOwn() throws Exception {
		String result = scenarios(run());
		assertThat(result).matches("\\d{2,} scenarios \\(\\d+ passed\\)");
	}

	@Test
	void scenariosNeedPristineForIt() throws Exception {
		assertThat(scenarios(run("-Dpristine.enabled=false"))).contains("skipped");
	}

	private static String scenarios(String output) {
		Matcher matcher = SCENARIOS.matcher(output);
		assertThat(matcher.find()).as(output).isTrue();
		return matcher.group();
	}

	private String run(String... options) throws Exception {
		Path directory = Files.createDirectories(this.temporary.resolve("module/target")).getParent();
		Path output = this.temporary.resolve("output.txt");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"-Dpristine.template.cache-dir=" + this.temporary.resolve("templates"), "-Xshare:auto",
						"-XX:TieredStopAtLevel=1"));
		command.addAll(List.of(options));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "--glue",
				getClass().getPackageName(), "--threads", "4", "--plugin", "summary", "--monochrome",
				"classpath:features/rest"));
		new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(Redirect.to(new File(output.toString())))
			.start()
			.waitFor();
		return Files.readString(output);
	}

}
