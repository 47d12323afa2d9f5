package io.github.pristinedb.demo.features;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.cucumber.core.cli.Main;
import io.github.pristinedb.demo.DemoApplication;
import org.jacoco.agent.rt.RT;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run of some scenarios by Cucumber's own command line, in a JVM that records its
 * coverage and counts its migrations. All tests of this JVM share the run.
 *
 * @param directory the directory of the run, which has its template cache
 * @param run what the run had to say
 */
record CommandLineRun(Path directory, ForkedRun run) {

	private static final List<String> FEATURES = List.of("features/rest/plans.feature",
			"features/rest/projects.feature", "features/rest/reports.feature");

	private static final String COMMANDS = "features/core_cli_commands.feature";

	// Each of them starts the application at least once. FeatureTests runs all of them.
	private static final List<String> FEW_COMMANDS = List.of("  Scenario: Initialise a project",
			"  Scenario: Tell a plan");

	private static final boolean SOAK = Boolean.getBoolean("build.soak");

	private static @Nullable CommandLineRun known;

	/**
	 * The run. The first call starts it and waits for its end.
	 * @return the run
	 * @throws IOException if it cannot be started
	 * @throws InterruptedException if this thread is interrupted
	 */
	static synchronized CommandLineRun get() throws IOException, InterruptedException {
		CommandLineRun run = known;
		if (run == null) {
			Path directory = Path.of("target", "command-line-run");
			FileSystemUtils.deleteRecursively(directory);
			directory = Files.createDirectories(directory).toRealPath();
			Path module = Files.createDirectory(directory.resolve("module"));
			run = new CommandLineRun(directory, start(module, directory, resources(":"),
					List.of(agent(module.resolve("jacoco.exec")), counter(module.resolve("migrations")))));
			known = run;
		}
		return run;
	}

	/**
	 * Run fewer of these scenarios without Pristine.
	 * @param temporary a directory for the run
	 * @return what the run had to say
	 * @throws IOException if it cannot be started
	 * @throws InterruptedException if this thread is interrupted
	 */
	static ForkedRun withoutPristine(Path temporary) throws IOException, InterruptedException {
		Path module = Files.createDirectory(temporary.resolve("module"));
		return start(module, temporary,
				Stream.concat(Stream.of("features/rest/projects.feature"), commands(":")).toList(),
				List.of("-Dpristine.enabled=false", counter(module.resolve("migrations"))));
	}

	private static ForkedRun start(Path module, Path temporary, List<String> resources, List<String> options)
			throws IOException, InterruptedException {
		List<String> arguments = new ArrayList<>(List.of("--glue", CommandLineRun.class.getPackageName(), "--threads",
				"16", "--plugin", "summary", "--monochrome"));
		resources.forEach((resource) -> arguments.add("classpath:" + resource));
		return ForkedRun.in(module, temporary, options, Main.class, arguments.toArray(String[]::new));
	}

	/**
	 * The scenarios of the run: features, and single scenarios of one.
	 * @param separator stands between the name of a feature and the number of a line
	 * @return the resources
	 */
	static List<String> resources(String separator) {
		return Stream.concat(FEATURES.stream(), commands(separator)).toList();
	}

	private static Stream<String> commands(String separator) {
		List<String> lines = lines(COMMANDS);
		assertThat(lines).containsAll(FEW_COMMANDS);
		return SOAK ? Stream.of(COMMANDS)
				: FEW_COMMANDS.stream().map((scenario) -> COMMANDS + separator + (lines.indexOf(scenario) + 1));
	}

	private static List<String> lines(String resource) {
		try (InputStream input = CommandLineRun.class.getResourceAsStream("/" + resource)) {
			return new String(input.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The file that has the coverage of this run.
	 * @return the file
	 */
	Path coverage() {
		return this.run.module().resolve("jacoco.exec");
	}

	/**
	 * How many migrations there were in a run.
	 * @param run the run
	 * @return the number
	 * @throws IOException if the count cannot be read
	 */
	static long migrations(ForkedRun run) throws IOException {
		Path counted = run.module().resolve("migrations");
		return Files.exists(counted) ? Files.readAllLines(counted).size() : 0;
	}

	/**
	 * The option that counts migrations.
	 * @param counted the file {@code migrations} in the directory of the run
	 * @return the option
	 */
	static String counter(Path counted) {
		return "-Ddemo.migrations.file=" + counted;
	}

	/**
	 * The option that records the coverage of the application.
	 * @param coverage the file
	 * @return the option
	 */
	static String agent(Path coverage) {
		return "-javaagent:" + location(RT.class) + "=destfile=" + coverage + ",includes="
				+ DemoApplication.class.getPackageName() + ".*";
	}

	/**
	 * The directory or the jar of a class.
	 * @param type the class
	 * @return the path
	 */
	static Path location(Class<?> type) {
		return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
	}

}
