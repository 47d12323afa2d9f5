package io.github.pristinedb.demo.features;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.pristinedb.demo.JvmCommand;

/**
 * What a JVM of its own, with the class path of these tests, had to say.
 *
 * @param exitCode its exit code
 * @param output what it wrote
 * @param module the directory that it ran in
 */
public record ForkedRun(int exitCode, String output, Path module) {

	/**
	 * Run a main class, in a directory that looks like a module's, and wait for its end.
	 * @param temporary a directory for all runs of a test, which have their template
	 * cache there
	 * @param options options of the JVM
	 * @param mainClass the main class
	 * @param arguments the arguments
	 * @return what it had to say
	 * @throws IOException if it cannot be started
	 * @throws InterruptedException if this thread is interrupted
	 */
	public static ForkedRun of(Path temporary, List<String> options, Class<?> mainClass, String... arguments)
			throws IOException, InterruptedException {
		return in(Files.createTempDirectory(temporary, "module-"), temporary, options, mainClass, arguments);
	}

	/**
	 * Run a main class in a directory of the caller's.
	 * @param module the directory, which gets a {@code target}
	 * @param temporary a directory for all runs of a test, which have their template
	 * cache there
	 * @param options options of the JVM
	 * @param mainClass the main class
	 * @param arguments the arguments
	 * @return what it had to say
	 * @throws IOException if it cannot be started
	 * @throws InterruptedException if this thread is interrupted
	 */
	static ForkedRun in(Path module, Path temporary, List<String> options, Class<?> mainClass, String... arguments)
			throws IOException, InterruptedException {
		Files.createDirectories(module.resolve("target"));
		Path output = module.resolve("output.txt");
		List<String> all = new ArrayList<>(List.of("-Dpristine.template.cache-dir=" + temporary.resolve("templates")));
		all.addAll(options);
		ProcessBuilder builder = JvmCommand.of(all, mainClass, List.of(arguments)).directory(module.toFile());
		// What cuts this suite is not meant for its tests' own runs.
		builder.environment().put("PRISTINE_SHARD", "off");
		int exitCode = builder.redirectErrorStream(true).redirectOutput(Redirect.to(output.toFile())).start().waitFor();
		return new ForkedRun(exitCode, Files.readString(output), module);
	}

}
