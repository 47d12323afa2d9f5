package io.github.pristinedb.template.file;

import java.nio.file.Path;

import io.github.pristinedb.engine.Database;
import io.github.pristinedb.engine.DatabaseCopyException;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.Scratch;
import io.github.pristinedb.engine.SqlDialect;
import io.github.pristinedb.engine.UnusableDatabaseException;
import org.jspecify.annotations.Nullable;

/**
 * How an engine keeps a template as one file. Has no state; safe for use by several
 * threads.
 */
public interface FileFormat {

	/**
	 * The name of the engine, as it stands in manifests.
	 * @return the name in lower case
	 */
	String engine();

	/**
	 * Create a database to build in.
	 * @param model the database whose options are taken over
	 * @param directory an existing directory of its own, which its owner removes
	 * @param base what to start from, {@code null} for a database without any content
	 * @return the database
	 * @throws DatabaseCopyException if it cannot be created
	 */
	Scratch scratch(Database model, Path directory, @Nullable Image base);

	/**
	 * Turn a finished scratch database into an image. What the database kept beside
	 * itself is brought in, its bytes are forced to the disk, and the file is made
	 * read-only. The scratch database is gone afterwards.
	 * @param scratch the database, to which no connection is open
	 * @param file where the image is to be; it appears there at once or not at all
	 * @return the image
	 * @throws DatabaseCopyException if it fails
	 */
	FileImage freeze(Scratch scratch, Path file);

	/**
	 * Open an image that was frozen before, perhaps by another process.
	 * @param file the image's file
	 * @return the image
	 * @throws UnusableDatabaseException if the file is not an image of this engine
	 */
	FileImage open(Path file);

	/**
	 * The dialect of the engine, which knows the failures of a disk or directory.
	 * @return the dialect
	 */
	SqlDialect dialect();

}
