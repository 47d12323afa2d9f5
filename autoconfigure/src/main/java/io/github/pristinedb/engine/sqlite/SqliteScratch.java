package io.github.pristinedb.engine.sqlite;

import java.nio.file.Path;

import io.github.pristinedb.engine.Scratch;

/**
 * A file that is migrated on the way to become an image. The directory that it is in
 * belongs to whoever builds the template, and is removed with all that is left there.
 *
 * @param database the database
 * @param directory the directory
 */
record SqliteScratch(SqliteDatabase database, Path directory) implements Scratch {

	@Override
	public void close() {
	}

}
