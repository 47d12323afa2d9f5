package io.github.pristinedb.engine.sqlite;

import java.nio.file.Path;

import io.github.pristinedb.engine.Access;
import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.LayerSupport;
import io.github.pristinedb.template.file.FileFormat;

/**
 * SQLite's templates, for tests of other packages.
 */
public final class TestFormat {

	/**
	 * The format.
	 */
	public static final FileFormat SQLITE = SqliteFormat.INSTANCE;

	/**
	 * What builds templates upon others.
	 */
	public static final LayerSupport LAYERS = SqliteLayers.INSTANCE;

	private TestFormat() {
	}

	/**
	 * A database of SQLite's.
	 * @param file its file, as it stands in a URL
	 * @return the database
	 */
	public static Database database(Object file) {
		Database database = SqliteDatabase.of(Access.to("jdbc:sqlite:" + file));
		if (database == null) {
			throw new IllegalArgumentException(String.valueOf(file));
		}
		return database;
	}

	/**
	 * Copy an image, as to the database that a URL names.
	 * @param image the image
	 * @param file the file
	 * @return whether it was copied
	 */
	public static boolean copy(Image image, Path file) {
		return LiteralCopy.of((SqliteDatabase) database(file), (SqliteImage) image);
	}

}
