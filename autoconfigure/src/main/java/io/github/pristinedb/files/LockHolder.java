package io.github.pristinedb.files;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The holder of a lock, as written into the lock's file for waiting processes.
 *
 * @param pid the number of the process
 * @param host the name of its machine or container
 * @param since when it got the lock
 */
record LockHolder(long pid, String host, Instant since) {

	/**
	 * The size of the text in bytes. The name of a host has at most 255.
	 */
	static final int BYTES = 512;

	private static final String START = "process ";

	private static final Pattern FORM = Pattern.compile("process (\\d{1,18}) on (\\S+) since (\\S+)\\s*");

	static LockHolder thisProcess() {
		return new LockHolder(ProcessHandle.current().pid(), ThisHost.NAME,
				Instant.now().truncatedTo(ChronoUnit.SECONDS));
	}

	/**
	 * This process, for readers on the same machine. The name of the machine may take
	 * seconds to find out.
	 */
	static LockHolder thisProcessHere() {
		return new LockHolder(ProcessHandle.current().pid(), "localhost",
				Instant.now().truncatedTo(ChronoUnit.SECONDS));
	}

	/**
	 * Parse a holder.
	 * @param text the text
	 * @return the holder, or {@code null} if the text is no holder's, or incomplete
	 */
	static @Nullable LockHolder parse(String text) {
		Matcher parts = FORM.matcher(text);
		try {
			return parts.matches()
					? new LockHolder(Long.parseLong(parts.group(1)), parts.group(2), Instant.parse(parts.group(3)))
					: null;
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	/**
	 * The text for the lock's file. It always has the same length, so that the file is
	 * never truncated.
	 */
	byte[] toBytes() {
		return padded(toString());
	}

	/**
	 * The text for a lock without a holder.
	 */
	static byte[] nobody() {
		return padded("");
	}

	private static byte[] padded(String text) {
		byte[] bytes = new byte[BYTES];
		Arrays.fill(bytes, (byte) ' ');
		byte[] start = text.getBytes(StandardCharsets.UTF_8);
		System.arraycopy(start, 0, bytes, 0, Math.min(start.length, BYTES - 1));
		bytes[BYTES - 1] = '\n';
		return bytes;
	}

	/**
	 * Whether a text is a holder's, or the beginning of one.
	 * @param text the text
	 * @return whether it may be written over
	 */
	static boolean isOurs(String text) {
		String start = text.strip();
		return START.startsWith(start) || start.startsWith(START);
	}

	@Override
	public String toString() {
		return "process " + this.pid + " on " + this.host + " since " + this.since;
	}

	/**
	 * The name of this machine, resolved once: a resolver without an answer takes
	 * seconds, while others wait for the lock.
	 */
	private static final class ThisHost {

		private static final String NAME = find();

		private static String find() {
			try {
				return InetAddress.getLocalHost().getHostName();
			}
			catch (UnknownHostException ex) {
				return "localhost";
			}
		}

	}

}
