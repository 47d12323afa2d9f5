package io.github.pristinedb.launch;

import java.time.Instant;
import java.util.Optional;

/**
 * Processes, and the runs that they belong to. The JVMs that a build forks are of one
 * run: the nearest process above them that is itself a JVM is the build. A JVM that
 * nobody but a shell started is a run of its own, and so is Maven, whatever started it.
 * Gradle's daemon outlives builds: what it forks is of one run only as far as a CI system
 * says so.
 */
public final class RunToken {

	private RunToken() {
	}

	/**
	 * The run that this JVM is part of.
	 * @param runId what tells it from others of the CI system, or {@link RunId#UNKNOWN}
	 * @return what tells it from other runs on this machine that have the same id
	 */
	public static String ofThisJvm(String runId) {
		return of(System.getProperty("sun.java.command", ""), runId);
	}

	public static String of(String command, String runId) {
		ProcessHandle self = ProcessHandle.current();
		if (MavenJvm.isThisJvm() || (isForkOfGradle(command) && runId.equals(RunId.UNKNOWN))) {
			return token(self);
		}
		Optional<ProcessHandle> above = self.parent();
		while (above.isPresent()) {
			if (isJvm(above.get())) {
				return token(above.get());
			}
			above = above.get().parent();
		}
		return token(self);
	}

	/**
	 * By its own command. That of the process above, a daemon or not, is cut off where it
	 * is long, and on Windows there is none.
	 */
	private static boolean isForkOfGradle(String command) {
		return command.startsWith("worker.org.gradle.");
	}

	private static boolean isJvm(ProcessHandle process) {
		return process.info().command().filter((command) -> command.matches(".*[/\\\\]javaw?(\\.exe)?")).isPresent();
	}

	/**
	 * The run that this JVM is part of, as the name of a file may have it.
	 * @return what tells it from all other runs
	 */
	public static String wholeOfThisJvm() {
		String runId = RunId.ofThisProcess();
		return whole(ofThisJvm(runId), runId);
	}

	/**
	 * A run, as the name of a file may have it. A process that outlives builds, such as
	 * the agent of a CI system, may be above those of several.
	 * @param run what tells it from others on the machine
	 * @param runId what tells it from others of the CI system
	 * @return both in one
	 */
	public static String whole(String run, String runId) {
		return run + "-" + Integer.toHexString(runId.hashCode());
	}

	/**
	 * What tells a process from all others, also from a later one of the same number.
	 * @param process the process
	 * @return the number and the start
	 */
	public static String token(ProcessHandle process) {
		return process.pid() + "-" + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
	}

	/**
	 * Whether a process is still there.
	 * @param token what {@link #token(ProcessHandle)} told of it, or a
	 * {@linkplain #whole(String, String) whole} run, of which it is the build
	 * @return whether it lives on this machine
	 */
	public static boolean isAlive(String token) {
		try {
			long pid = Long.parseLong(token.substring(0, token.indexOf('-')));
			return ProcessHandle.of(pid)
				.filter(ProcessHandle::isAlive)
				.map(RunToken::token)
				.filter((living) -> token.equals(living) || token.startsWith(living + "-"))
				.isPresent();
		}
		catch (NumberFormatException | IndexOutOfBoundsException ex) {
			return false;
		}
	}

}
