package io.github.pristinedb.engine.postgresql.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.github.pristinedb.files.DirectoryCopy;
import io.github.pristinedb.files.Discarded;
import io.github.pristinedb.files.NewDirectory;
import io.github.pristinedb.files.OwnFile;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A data directory that outlives the server: its state when the server stopped cleanly.
 * Servers run on copies. A manifest names the directory and its checksum, and is written
 * last. A crash of the machine may lose some of the content, which the checksum tells.
 */
final class Snapshot {

	/**
	 * Files at the top of a data directory that belong to a running server, or that
	 * {@code ALTER SYSTEM} writes.
	 */
	private static final Set<String> OMITTED = Set.of("postmaster.pid", "postmaster.opts", "postgresql.auto.conf",
			ServerStore.LOG);

	private static final Log logger = LogFactory.getLog(Snapshot.class);

	static final String COPYING = "copying-";

	private static final String PREFIX = "data-";

	private static final String DIRECTORY = "directory";

	private static final String CHECKSUM = "checksum";

	private static final String SIZE = "size";

	private static final String DATABASES = "databases";

	private static final String PASSWORD = "password";

	private final Path store;

	private final Path manifest;

	private final Discarded discarded;

	/**
	 * The snapshot of a store. The caller holds the store's lock.
	 * @param store the directory
	 * @param discarded takes what is of no more use there
	 */
	Snapshot(Path store, Discarded discarded) {
		this.store = store;
		this.discarded = discarded;
		this.manifest = store.resolve(FormerStores.LAST_USE);
	}

	/**
	 * The password of the superuser in the snapshot.
	 * @return the password, {@code null} if there is no snapshot
	 */
	@Nullable String password() {
		return PropertyFile.read(this.manifest).get(PASSWORD);
	}

	/**
	 * The databases in the snapshot that servers have made.
	 * @return a text that changes with them
	 */
	String databases() {
		return PropertyFile.read(this.manifest).getOrDefault(DATABASES, "");
	}

	long size() {
		return Long.parseLong(PropertyFile.read(this.manifest).getOrDefault(SIZE, "0"));
	}

	/**
	 * Copy the snapshot. A damaged one is removed.
	 * @param target an existing, empty directory
	 * @return whether the copy is as it should be; if not, the caller makes another
	 * snapshot
	 * @throws IOException if the copy cannot be written
	 */
	boolean copyTo(Path target) throws IOException {
		Map<String, String> known = PropertyFile.read(this.manifest);
		String name = known.get(DIRECTORY);
		if (name == null || !known.containsKey(PASSWORD) || !OwnFile.exists(this.store.resolve(name))) {
			return false;
		}
		String checksum = DirectoryCopy.copy(this.store.resolve(name), target, OMITTED);
		if (checksum.equals(known.get(CHECKSUM))) {
			return true;
		}
		logger.warn("The PostgreSQL data in " + this.store.resolve(name)
				+ " are damaged, as after a crash of the machine. Pristine makes new data. Templates are built again.");
		OwnFile.delete(this.manifest);
		discardOthers("");
		return false;
	}

	/**
	 * Replace the snapshot. The directory of the former one stays.
	 * @param data the data directory of a server that has stopped cleanly
	 * @param password the password of the superuser
	 * @param databases the databases that servers have made
	 * @param limit until when it has to be done
	 * @throws IOException if it cannot be written in time; the former one stays then
	 */
	void publish(Path data, String password, String databases, TimeLimit limit) throws IOException {
		String name = PREFIX + UUID.randomUUID();
		try (NewDirectory copy = NewDirectory.in(this.store, COPYING)) {
			String checksum;
			try {
				checksum = DirectoryCopy.copy(data, copy.path(), OMITTED, limit::isOver);
			}
			catch (IOException ex) {
				// To remove it may take longer than to copy it.
				this.discarded.add(copy.path());
				throw ex;
			}
			String size = Long.toString(DirectoryCopy.size(copy.path()));
			copy.publish(this.store.resolve(name));
			PropertyFile.write(this.manifest,
					Map.of(DIRECTORY, name, CHECKSUM, checksum, SIZE, size, PASSWORD, password, DATABASES, databases));
		}
	}

	/**
	 * Discard the directories of former snapshots, and those that got no manifest.
	 * @throws IOException if one cannot be renamed
	 */
	void discardFormer() throws IOException {
		String name = PropertyFile.read(this.manifest).get(DIRECTORY);
		if (name != null) {
			discardOthers(name);
		}
	}

	private void discardOthers(String name) throws IOException {
		try (DirectoryStream<Path> directories = Files.newDirectoryStream(this.store, PREFIX + "*")) {
			for (Path directory : directories) {
				if (!directory.endsWith(name)) {
					this.discarded.add(directory);
				}
			}
		}
	}

}
