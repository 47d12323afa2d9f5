package io.github.pristinedb.engine.postgresql.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import io.github.pristinedb.files.OwnFile;

/**
 * What a server says of itself in files.
 */
final class ServerLog {

	private static final int LINES = 8;

	private static final long MOST = 1L << 24;

	private ServerLog() {
	}

	/**
	 * Whether a server accepts connections.
	 * @param data its data directory
	 */
	static boolean isReady(Path data) {
		List<String> lines = status(data);
		return lines.size() >= LINES && lines.get(LINES - 1).strip().equals("ready");
	}

	/**
	 * The number of a server's process.
	 * @param data its data directory
	 * @return the number, 0 if it does not say one
	 */
	static long pid(Path data) {
		List<String> lines = status(data);
		try {
			return lines.isEmpty() ? 0 : Long.parseLong(lines.get(0).strip());
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	// PostgreSQL, "Database File Layout": the lock file has the number of the process in
	// its first line, and its state in the eighth.
	private static List<String> status(Path data) {
		return lines(data.resolve("postmaster.pid"));
	}

	/**
	 * The end of a log, for a message.
	 * @param log the log
	 * @return its last lines
	 */
	static String end(Path log) {
		List<String> lines = lines(log);
		return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
	}

	private static List<String> lines(Path file) {
		try {
			return new String(OwnFile.readNamed(file, MOST), StandardCharsets.UTF_8).lines().toList();
		}
		catch (IOException ex) {
			return List.of();
		}
	}

}
