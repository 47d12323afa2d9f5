package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.springframework.util.FileSystemUtils;

/**
 * Runs suites, each in a JVM and a working directory of its own. All of these JVMs have
 * the same flags, but for what a caller adds.
 *
 * @param directory where the working directories are, and the log of the last JVM
 */
public record SuiteJvm(Path directory) {

	/**
	 * Run scenarios, all of which must pass.
	 * @param name what the run is called in messages
	 * @param options the JVM's options besides those that all have
	 * @param classPath what the JVM has in its class path
	 * @param selectors which tests, as the JUnit Platform writes it: {@code class:…},
	 * {@code file:…} or {@code directory:…}
	 * @param workers how many run at once
	 * @return how long it took
	 * @throws IOException if the JVM cannot be started
	 * @throws InterruptedException if this thread is interrupted
	 * @throws IllegalStateException if a scenario failed, or there is none
	 */
	public Run run(String name, List<String> options, String classPath, List<String> selectors, int workers)
			throws IOException, InterruptedException {
		return run(name, options, classPath, selectors, workers, (target) -> {
		});
	}

	/**
	 * Run scenarios, all of which must pass, and look at what the run leaves.
	 * @param name what the run is called in messages
	 * @param options the JVM's options besides those that all have
	 * @param classPath what the JVM has in its class path
	 * @param selectors which tests, as the JUnit Platform writes it
	 * @param workers how many run at once
	 * @param leftovers is given the run's directory {@code target}, before it is removed
	 * @return how long it took
	 * @throws IOException if the JVM cannot be started
	 * @throws InterruptedException if this thread is interrupted
	 * @throws IllegalStateException if a scenario failed, or there is none
	 */
	public Run run(String name, List<String> options, String classPath, List<String> selectors, int workers,
			Leftovers leftovers) throws IOException, InterruptedException {
		Path working = Files.createTempDirectory(this.directory, "run-");
		// What a module has where Maven builds it.
		Files.createDirectory(working.resolve("target"));
		Path temporary = Files.createDirectory(working.resolve("tmp"));
		Path result = working.resolve("result.txt");
		Path log = this.directory.resolve("suite.log");
		List<String> command = java();
		command.add("-Djava.io.tmpdir=" + temporary);
		command.addAll(options);
		command.addAll(List.of("-classpath", classPath, SuiteMain.class.getName(), Integer.toString(workers),
				result.toString()));
		command.addAll(selectors);
		long started = System.nanoTime();
		int exitCode = start(command, working, log).waitFor();
		long nanos = System.nanoTime() - started;
		SuiteResult suite = (exitCode == 0) ? SuiteResult.parse(Files.readString(result)) : SuiteResult.NONE;
		if (exitCode != 0 || suite.failed() > 0 || suite.passed() == 0) {
			throw new IllegalStateException("The suite (%s) failed: exit code %d, %d passed, %d failed. See %s"
				.formatted(name, exitCode, suite.passed(), suite.failed(), log));
		}
		leftovers.lookAt(working.resolve("target"));
		FileSystemUtils.deleteRecursively(working);
		return new Run(suite.passed(), nanos, suite.nanos(), suite.firstNanos(), suite.cpuNanos());
	}

	/**
	 * The beginning of a command that starts a JVM.
	 * @return the JVM, and the flags that all have
	 */
	public static List<String> java() {
		// As in the demo application's own build: short runs gain nothing by the second
		// compiler, which would take a core from the scenarios.
		return JvmCommand.java(List.of("-XX:TieredStopAtLevel=1"));
	}

	private static Process start(List<String> command, Path working, Path log) throws IOException {
		return new ProcessBuilder(command).directory(working.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
	}

	/**
	 * One run.
	 *
	 * @param scenarios how many scenarios passed, which is all
	 * @param jvmNanos the time from the JVM's start to its end
	 * @param suiteNanos the time from the first scenario's start to the last one's end
	 * @param firstNanos the time from the first scenario's start to the first end of one
	 * @param cpuNanos the processor time of the JVM
	 */
	public record Run(int scenarios, long jvmNanos, long suiteNanos, long firstNanos, long cpuNanos) {

	}

	/**
	 * Looks at what a run leaves.
	 */
	@FunctionalInterface
	public interface Leftovers {

		/**
		 * Look at it.
		 * @param target the run's directory {@code target}
		 * @throws IOException if it cannot be read
		 */
		void lookAt(Path target) throws IOException;

	}

}
