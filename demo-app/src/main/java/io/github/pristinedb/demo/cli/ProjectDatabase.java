package io.github.pristinedb.demo.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.github.pristinedb.demo.RefusedException;

/**
 * The file in which a project lives.
 *
 * @param file where it is, or will be; absolute
 */
record ProjectDatabase(Path file) {

	/**
	 * How every SQLite database starts (SQLite, "Database File Format", 1.3.1).
	 */
	private static final byte[] HEADER = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

	/**
	 * Refuses to go on if there is no project. SQLite would create the file, and Flyway
	 * the tables, in whatever directory the user happens to be.
	 */
	void requirePresent() {
		if (isMissingOrEmpty()) {
			throw new RefusedException(
					"There is no project in %s (no %s). Run 'planner init' there, or go to a project's directory."
						.formatted(this.file.getParent(), this.file.getFileName()));
		}
	}

	/**
	 * Refuses to go on if something else than a database is in the file's place.
	 */
	void requireDatabaseIfPresent() {
		if (!isMissingOrEmpty() && !hasHeader()) {
			throw new RefusedException("%s is not an SQLite database. Move it away, or set another demo.database-file."
				.formatted(this.file));
		}
	}

	/**
	 * The JDBC URL of the file. As a URI it may hold any character: in a plain path, the
	 * driver takes a question mark for the beginning of its parameters.
	 */
	String url() {
		return "jdbc:sqlite:" + this.file.toUri();
	}

	private boolean isMissingOrEmpty() {
		return Files.notExists(this.file) || (Files.isRegularFile(this.file) && this.file.toFile().length() == 0);
	}

	private boolean hasHeader() {
		try (InputStream content = Files.newInputStream(this.file)) {
			return Arrays.equals(content.readNBytes(HEADER.length), HEADER);
		}
		catch (IOException ex) {
			// A directory, or unreadable.
			return false;
		}
	}

}
