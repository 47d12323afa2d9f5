package io.github.pristinedb.engine.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;

import io.github.pristinedb.engine.Image;
import io.github.pristinedb.engine.Places;
import io.github.pristinedb.files.OwnFile;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The images of a run that are no templates: captured baselines, and copies of databases
 * that the user has made. Each is in a directory of its own.
 */
final class BaselineFiles {

	private static final Log logger = LogFactory.getLog(BaselineFiles.class);

	private BaselineFiles() {
	}

	/**
	 * Create an image.
	 * @param places where it may be
	 * @param name the name of its file
	 * @param creation creates it in a file that is not there yet
	 * @return the image
	 */
	static SqliteImage create(Places places, String name, Function<Path, SqliteImage> creation) {
		Path directory = places.claim("baseline", name);
		try {
			return creation.apply(directory.resolve(name));
		}
		catch (RuntimeException ex) {
			places.release(directory, name);
			throw ex;
		}
	}

	/**
	 * Remove an image.
	 * @param places where it is
	 * @param image the image
	 */
	static void discard(Places places, Image image) {
		Path file = ((SqliteImage) image).file();
		try {
			OwnFile.delete(file);
			places.release(Objects.requireNonNull(file.getParent()), file.getFileName().toString());
		}
		catch (IOException ex) {
			logger.debug("The baseline " + file + " cannot be removed yet", ex);
		}
	}

}
