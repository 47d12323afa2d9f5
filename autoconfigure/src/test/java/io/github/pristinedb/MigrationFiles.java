package io.github.pristinedb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Migrations of one test.
 */
public final class MigrationFiles {

	private final Path directory;

	private MigrationFiles(Path directory) {
		this.directory = directory;
	}

	/**
	 * No migrations as yet.
	 * @param directory where they are to be
	 * @return the migrations
	 */
	public static MigrationFiles in(Path directory) {
		try {
			return new MigrationFiles(Files.createDirectories(directory));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Two migrations: a table, and two rows in it.
	 * @return these migrations
	 */
	public MigrationFiles projects() {
		return add("V1__projects.sql", "CREATE TABLE project (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);")
			.add("V2__first_projects.sql", "INSERT INTO project (name) VALUES ('alpha'), ('beta');");
	}

	/**
	 * Add or replace a migration.
	 * @param name its file name
	 * @param sql its content
	 * @return these migrations
	 */
	public MigrationFiles add(String name, String sql) {
		try {
			Files.writeString(this.directory.resolve(name), sql);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Where Flyway finds them.
	 * @return the location
	 */
	public String location() {
		return "filesystem:" + this.directory;
	}

}
