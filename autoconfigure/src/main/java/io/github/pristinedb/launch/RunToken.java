package io.github.pristinedb.launch;

import java.util.Optional;

/**
 * Identifies the run of a process, by the {@link ProcessToken} of its build. All JVMs
 * that a build forks belong to one run: the nearest process above them that is a JVM is
 * the build. A JVM that a shell started is a run of its own, and so is Maven. Gradle's
 * daemon outlives builds: its forks belong to one run only if a CI system names that run.
 */
public final class RunToken {

	private RunToken() {
	}

	/**
	 * The run that this JVM is part of.
	 * @param runId the run of the CI system, or {@link RunId#UNKNOWN}
	 * @return identifies the run among those of this machine with the same id
	 */
	public static String ofThisJvm(String runId) {
		return of(System.getProperty("sun.java.command", ""), runId);
	}

	public static String of(String command, String runId) {
		ProcessHandle self = ProcessHandle.current();
		if (MavenJvm.isThisJvm() || (isForkOfGradle(command) && runId.equals(RunId.UNKNOWN))) {
			return ProcessToken.of(self);
		}
		Optional<ProcessHandle> above = self.parent();
		while (above.isPresent()) {
			if (isJvm(above.get())) {
				return ProcessToken.of(above.get());
			}
			above = above.get().parent();
		}
		return ProcessToken.of(self);
	}

	/**
	 * Asks for the command of this process. The command of the process above is cut off
	 * if it is long, and absent on Windows.
	 */
	private static boolean isForkOfGradle(String command) {
		return command.startsWith("worker.org.gradle.");
	}

	private static boolean isJvm(ProcessHandle process) {
		return process.info().command().filter((command) -> command.matches(".*[/\\\\]javaw?(\\.exe)?")).isPresent();
	}

	/**
	 * The run of this JVM, as a part of a file name.
	 * @return identifies the run among all others
	 */
	public static String wholeOfThisJvm() {
		String runId = RunId.ofThisProcess();
		return whole(ofThisJvm(runId), runId);
	}

	/**
	 * A run, as a part of a file name. The agent of a CI system, for example, outlives
	 * builds, so it may be above several runs.
	 * @param run identifies the run on the machine
	 * @param runId identifies the run of the CI system
	 * @return both in one
	 */
	public static String whole(String run, String runId) {
		return run + "-" + Integer.toHexString(runId.hashCode());
	}

	/**
	 * Whether the build of a run still lives on this machine.
	 * @param whole the {@linkplain #whole(String, String) whole} run
	 * @return whether the build lives
	 */
	public static boolean isAlive(String whole) {
		return ProcessToken.isAlive(whole.substring(0, Math.max(0, whole.lastIndexOf('-'))));
	}

}
