package io.github.pristinedb.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Directories that are of no more use. A new name takes no time. The removal of thousands
 * of files may take half a minute, so neither the start nor the end of a JVM waits for
 * it. Safe for use by several processes.
 */
public final class Discarded {

	private static final Log logger = LogFactory.getLog(Discarded.class);

	private static final String PREFIX = "discarded-";

	private final Path place;

	/**
	 * The discarded ones of a place.
	 * @param place the directory that they are in
	 */
	public Discarded(Path place) {
		this.place = place;
	}

	/**
	 * Discard a directory, unless somebody else has done so.
	 * @param directory a directory of this place, or of the same file system
	 * @throws IOException if it cannot be renamed
	 */
	public void add(Path directory) throws IOException {
		try {
			Files.move(directory, this.place.resolve(PREFIX + UUID.randomUUID()));
		}
		catch (NoSuchFileException ex) {
			logger.trace("Nothing is left of " + directory, ex);
		}
	}

	/**
	 * Remove those that are discarded by now.
	 * @param late whether it has taken too long; others remove what is left then
	 * @throws IOException if one cannot be removed
	 */
	public void remove(BooleanSupplier late) throws IOException {
		try (DirectoryStream<Path> directories = Files.newDirectoryStream(this.place, PREFIX + "*")) {
			for (Path directory : directories) {
				if (late.getAsBoolean()) {
					return;
				}
				Removal.of(directory, late);
			}
		}
	}

	/**
	 * Remove them while the JVM goes on, and not when it ends.
	 */
	public void removeInBackground() {
		Thread thread = new Thread(null, () -> {
			try {
				remove(() -> false);
			}
			catch (IOException ex) {
				logger.debug("What is discarded in " + this.place + " cannot be removed", ex);
			}
		}, "pristine-removal", 0, false);
		thread.setDaemon(true);
		thread.start();
	}

}
