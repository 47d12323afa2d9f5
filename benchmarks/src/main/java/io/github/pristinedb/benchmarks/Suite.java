package io.github.pristinedb.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.FileSystemUtils;

/**
 * The demo application's scenarios, each run of which has a JVM and a working directory
 * of its own.
 *
 * @param name the name of the suite's class
 * @param testClasses the directory of the demo application's compiled tests
 * @param directory where runs have their working directories, and the template cache is
 */
record Suite(String name, Path testClasses, Path directory) {

	/**
	 * The 15 scenarios of the command line.
	 */
	static final String COMMANDS = "io.github.pristinedb.demo.features.CoreCliCommandsTests";

	/**
	 * All scenarios, those of the REST API included.
	 */
	static final String FEATURES = "io.github.pristinedb.demo.features.FeatureTests";

	Suite {
		if (!Files.exists(testClasses.resolve(name.replace('.', '/') + ".class"))) {
			throw new IllegalStateException("The compiled tests of the demo application are not in " + testClasses
					+ ". Let Maven build it too: -am.");
		}
	}

	/**
	 * Run all scenarios.
	 * @param variant how
	 * @return how long it took
	 * @throws IOException if the JVM cannot be started
	 * @throws InterruptedException if this thread is interrupted
	 * @throws IllegalStateException if a scenario failed
	 */
	Run run(SuiteVariant variant) throws IOException, InterruptedException {
		Path working = Files.createTempDirectory(this.directory, "run-");
		// What a module has where Maven builds it.
		Files.createDirectory(working.resolve("target"));
		Path temporary = Files.createDirectory(working.resolve("tmp"));
		Path result = working.resolve("result.txt");
		Path log = this.directory.resolve("suite.log");
		ProcessBuilder command = new ProcessBuilder(command(variant, temporary, result)).directory(working.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		long started = System.nanoTime();
		int exitCode = command.start().waitFor();
		long nanos = System.nanoTime() - started;
		SuiteResult suite = (exitCode == 0) ? SuiteResult.parse(Files.readString(result)) : new SuiteResult(0, 0, 0, 0);
		if (exitCode != 0 || suite.failed() > 0 || suite.passed() == 0) {
			throw new IllegalStateException("The suite (%s) failed: exit code %d, %d passed, %d failed. See %s"
				.formatted(variant.name(), exitCode, suite.passed(), suite.failed(), log));
		}
		FileSystemUtils.deleteRecursively(working);
		return new Run(suite.passed(), nanos, suite.nanos(), suite.cpuNanos());
	}

	private List<String> command(SuiteVariant variant, Path temporary, Path result) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// The SQLite driver loads a native library, of which JDK 24 and newer warn.
		command.add("--enable-native-access=ALL-UNNAMED");
		// As in the demo application's own build: short runs gain nothing by the second
		// compiler, which would take a core from the scenarios.
		command.add("-XX:TieredStopAtLevel=1");
		command.add("-Djava.io.tmpdir=" + temporary);
		command.add("-Dpristine.enabled=" + variant.pristine());
		command.add("-Dpristine.template.cache-dir=" + this.directory.resolve("templates"));
		command.add("-classpath");
		command.add(this.testClasses + File.pathSeparator + System.getProperty("java.class.path"));
		command.add(SuiteMain.class.getName());
		command.addAll(List.of(this.name, Integer.toString(variant.workers()), result.toString()));
		return command;
	}

	/**
	 * One run.
	 *
	 * @param scenarios how many scenarios passed, which is all
	 * @param jvmNanos the time from the JVM's start to its end
	 * @param suiteNanos the time from the first scenario's start to the last one's end
	 * @param cpuNanos the processor time of the JVM
	 */
	record Run(int scenarios, long jvmNanos, long suiteNanos, long cpuNanos) {

	}

}
