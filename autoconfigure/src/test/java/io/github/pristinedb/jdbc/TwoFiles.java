package io.github.pristinedb.jdbc;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of data sources that lead to one of two files, neither of which is there yet.
 */
abstract class TwoFiles {

	@TempDir
	Path directory;

	Path file;

	Path other;

	String url;

	String otherUrl;

	@BeforeEach
	void nameFiles() {
		this.file = this.directory.resolve("scenario.db");
		this.other = this.directory.resolve("other.db");
		this.url = "jdbc:sqlite:" + this.file + "?journal_mode=WAL";
		this.otherUrl = "jdbc:sqlite:" + this.other + "?journal_mode=WAL";
	}

}
