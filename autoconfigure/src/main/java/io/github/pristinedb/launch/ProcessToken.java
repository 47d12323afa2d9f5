package io.github.pristinedb.launch;

import java.time.Instant;

/**
 * Identifies a process of this machine, also among later processes of the same number:
 * its number and its start.
 */
public final class ProcessToken {

	private ProcessToken() {
	}

	/**
	 * The token of this JVM.
	 * @return the token
	 */
	public static String ofThisJvm() {
		return of(ProcessHandle.current());
	}

	/**
	 * The token of a process.
	 * @param process the process
	 * @return the token
	 */
	public static String of(ProcessHandle process) {
		return process.pid() + "-" + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
	}

	/**
	 * Whether a process still lives on this machine.
	 * @param token the token of the process
	 * @return whether the process lives, {@code false} for a text that is no token
	 */
	public static boolean isAlive(String token) {
		try {
			long pid = Long.parseLong(token.substring(0, token.indexOf('-')));
			return ProcessHandle.of(pid)
				.filter(ProcessHandle::isAlive)
				.map(ProcessToken::of)
				.filter(token::equals)
				.isPresent();
		}
		catch (NumberFormatException | IndexOutOfBoundsException ex) {
			return false;
		}
	}

}
