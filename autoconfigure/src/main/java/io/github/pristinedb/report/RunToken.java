package io.github.pristinedb.report;

import java.time.Instant;
import java.util.Optional;

import io.github.pristinedb.shard.MavenJvm;

/**
 * Processes, and the runs that they belong to. The JVMs that a build forks are of one
 * run: the nearest process above them that is itself a JVM is the build. A JVM that
 * nobody but a shell started is a run of its own, and so is Maven, whatever started it.
 */
final class RunToken {

	private RunToken() {
	}

	/**
	 * The run that this JVM is part of.
	 * @return what tells it from other runs on this machine
	 */
	static String ofThisJvm() {
		ProcessHandle self = ProcessHandle.current();
		if (MavenJvm.isThisJvm()) {
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

	private static boolean isJvm(ProcessHandle process) {
		return process.info().command().filter((command) -> command.matches(".*[/\\\\]javaw?(\\.exe)?")).isPresent();
	}

	/**
	 * What tells a process from all others, also from a later one of the same number.
	 * @param process the process
	 * @return the number and the start
	 */
	static String token(ProcessHandle process) {
		return process.pid() + "-" + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
	}

	/**
	 * Whether a process is still there.
	 * @param token what {@link #token(ProcessHandle)} told of it
	 * @return whether it lives on this machine
	 */
	static boolean isAlive(String token) {
		try {
			long pid = Long.parseLong(token.substring(0, token.indexOf('-')));
			return ProcessHandle.of(pid)
				.filter(ProcessHandle::isAlive)
				.map(RunToken::token)
				.filter(token::equals)
				.isPresent();
		}
		catch (NumberFormatException | IndexOutOfBoundsException ex) {
			return false;
		}
	}

}
