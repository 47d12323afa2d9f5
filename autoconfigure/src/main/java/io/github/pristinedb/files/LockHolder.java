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
 * Who holds a {@link ProcessLock}, as it is written into the lock's file for those who
 * wait.
 *
 * @param pid the number of the process
 * @param host the name of its machine or container, where the number means something
 * @param since since when it holds the lock
 */
record LockHolder(long pid, String host, Instant since) {

	/**
	 * How many bytes are written. The name of a host has at most 255.
	 */
	static final int BYTES = 512;

	private static final String START = "process ";

	private static final Pattern FORM = Pattern.compile("process (\\d{1,18}) on (\\S+) since (\\S+)\\s*");

	static LockHolder thisProcess() {
		return new LockHolder(ProcessHandle.current().pid(), ThisHost.NAME,
				Instant.now().truncatedTo(ChronoUnit.SECONDS));
	}

	/**
	 * This process, for those who know that it is on their machine: its name may take
	 * seconds to find out.
	 */
	static LockHolder thisProcessHere() {
		return new LockHolder(ProcessHandle.current().pid(), "localhost",
				Instant.now().truncatedTo(ChronoUnit.SECONDS));
	}

	/**
	 * Read what a holder wrote.
	 * @param text the text
	 * @return the holder, or {@code null} if it is not one's text, or not all of it
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
	 * What is written into the lock's file. It has always the same length, so that the
	 * file need not be cut.
	 */
	byte[] toBytes() {
		return padded(toString());
	}

	/**
	 * What is written where nobody holds the lock any more.
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
	 * Whether a text is one that holders write, or the beginning of one.
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
	 * The name of this machine. Asked for once: with a resolver that does not answer it
	 * takes seconds, while others wait for the lock.
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
