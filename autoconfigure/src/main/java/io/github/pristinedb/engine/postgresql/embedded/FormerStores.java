package io.github.pristinedb.engine.postgresql.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

import io.github.pristinedb.files.Discarded;
import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.OwnerOnly;
import io.github.pristinedb.files.ProcessLock;
import io.github.pristinedb.files.Removal;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Stores of other versions of PostgreSQL that nobody has used for long. Each has a
 * hundred megabytes.
 *
 * @param base the directory that the stores of all versions are in
 * @param maxAge how long a store stays that nobody uses
 */
record FormerStores(Path base, Duration maxAge) {

	private static final Log logger = LogFactory.getLog(FormerStores.class);

	private static final Pattern STORE = Pattern.compile("[a-z]+-[a-z0-9_]+(-[a-z0-9_]+)*-\\d+");

	/**
	 * The manifest of a snapshot, which all stores have that were used.
	 */
	static final String LAST_USE = "snapshot";

	/**
	 * Note that a store is in use.
	 * @param store its directory
	 * @throws IOException if it cannot be noted
	 */
	static void touch(Path store) throws IOException {
		OwnFile.touch(store.resolve(LAST_USE), Instant.now());
	}

	/**
	 * Remove the stores that are too old.
	 */
	void remove() {
		Instant oldest = Instant.now().minus(this.maxAge);
		try (DirectoryStream<Path> stores = Files.newDirectoryStream(this.base)) {
			for (Path store : stores) {
				if (STORE.matcher(store.getFileName().toString()).matches() && OwnerOnly.defect(store) == null
						&& isOlder(store, oldest)) {
					remove(store, oldest);
				}
			}
		}
		catch (IOException ex) {
			logger.debug("Former stores in " + this.base + " cannot be removed", ex);
		}
	}

	private static boolean isOlder(Path store, Instant oldest) throws IOException {
		Path file = store.resolve(LAST_USE);
		return OwnFile.exists(file)
				&& Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(oldest);
	}

	/**
	 * A store in use is younger, but one that starts just now may not be yet.
	 */
	private void remove(Path store, Instant oldest) throws IOException {
		ProcessLock lock = ProcessLock.tryAcquire(store.toRealPath().resolve("lock"));
		if (lock == null) {
			return;
		}
		try {
			if (isOlder(store, oldest) && new Users(store.resolve("users")).isEmpty()) {
				logger.info("Removing PostgreSQL binaries and data that were not used for long: " + store);
				// Without its manifest, a store that cannot be removed as a whole is
				// none.
				OwnFile.delete(store.resolve(LAST_USE));
				lock.removeFile();
				try {
					new Discarded(this.base).add(store);
				}
				catch (FileSystemException ex) {
					// Windows renames no directory with an open file.
					Removal.of(store);
				}
			}
		}
		finally {
			lock.close();
		}
	}

}
