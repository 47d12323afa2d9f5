package io.github.pristinedb.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.pristinedb.event.PristineEvent;
import io.github.pristinedb.files.OwnFile;

/**
 * The journal of one JVM, as read from its file. The JVM may have ended, may still run,
 * or may have died in the middle.
 *
 * @param file the file
 * @param header the first line
 * @param entries the events, in the order in which they were written
 */
public record Journal(Path file, JournalHeader header, List<Entry> entries) {

	/**
	 * How the name of a journal's file ends.
	 */
	public static final String ENDING = ".journal";

	private static final long MOST_BYTES = 1 << 28;

	private static final String SAME_VERSION = "'. Use the same version of Pristine on all machines";

	/**
	 * Read a journal. Ignores a last line that was cut off when the JVM died.
	 * @param file the file
	 * @return the journal
	 * @throws IOException if the file cannot be read, or is no journal of this version
	 */
	public static Journal read(Path file) throws IOException {
		return parse(file, OwnFile.read(file, MOST_BYTES));
	}

	/**
	 * Read a journal that a user brought here, behind a link perhaps.
	 * @param file the file
	 * @return the journal
	 * @throws IOException if the file cannot be read, or is no journal of this version
	 */
	public static Journal readBrought(Path file) throws IOException {
		if (Files.size(file) > MOST_BYTES) {
			throw new IOException("it has more than " + (MOST_BYTES >> 20)
					+ " MiB. Cut the suite into more shards, or set pristine.tape=off and pristine.diff=off");
		}
		return parse(file, OwnFile.readNamed(file, MOST_BYTES));
	}

	private static Journal parse(Path file, byte[] bytes) throws IOException {
		int end = bytes.length;
		while (end > 0 && bytes[end - 1] != '\n') {
			end--;
		}
		List<String> lines = new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList();
		JournalHeader header = JournalHeader.parse(lines.isEmpty() ? "" : lines.get(0));
		if (header == null) {
			throw new IOException("it is not a journal of this version, since it begins with '"
					+ excerpt(lines.isEmpty() ? "" : lines.get(0)) + SAME_VERSION);
		}
		List<Entry> entries = new ArrayList<>(lines.size());
		for (String line : lines.subList(1, lines.size())) {
			try {
				entries.add(JournalFormat.entry(line, header.startNanos()));
			}
			catch (IllegalArgumentException ex) {
				throw new IOException("its line " + (entries.size() + 2) + " is not an event of this version: '"
						+ excerpt(line) + SAME_VERSION, ex);
			}
		}
		return new Journal(file, header, entries);
	}

	/**
	 * The beginning of a foreign line. Terminals do what control characters say.
	 */
	private static String excerpt(String line) {
		return ((line.length() > 100) ? line.substring(0, 100) + "…" : line).replaceAll("\\p{C}", "?");
	}

	/**
	 * The files of the journals in a directory.
	 * @param directory the directory, which need not exist
	 * @return the files in the order of their names
	 * @throws IOException if the directory cannot be read
	 */
	public static List<Path> files(Path directory) throws IOException {
		if (!Files.isDirectory(directory)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((each) -> each.toString().endsWith(ENDING)).sorted().toList();
		}
	}

	/**
	 * An event of a journal.
	 *
	 * @param at when it happened, in nanoseconds since 1970
	 * @param event what happened
	 */
	public record Entry(long at, PristineEvent event) {

	}

}
