package io.github.pristinedb.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.pristinedb.event.PristineEvent;

/**
 * Writes journals of JVMs that never were.
 */
public final class JournalFile {

	private JournalFile() {
	}

	/**
	 * Write a journal.
	 * @param file the file
	 * @param header the first line
	 * @param events the events, each a nanosecond after the one before
	 * @return the file
	 * @throws IOException if the file cannot be written
	 */
	public static Path write(Path file, JournalHeader header, PristineEvent... events) throws IOException {
		StringBuilder text = new StringBuilder(header.line());
		for (int i = 0; i < events.length; i++) {
			text.append(JournalFormat.line(events[i], i));
		}
		return Files.writeString(file, text.toString());
	}

}
