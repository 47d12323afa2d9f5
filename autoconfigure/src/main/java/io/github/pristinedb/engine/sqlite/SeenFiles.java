package io.github.pristinedb.engine.sqlite;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The files that this process knows to be SQLite databases, the latest few thousand. A
 * file that is known is not opened again to look at its header: closing it would drop all
 * locks that the process holds on it, and with them those of open connections (SQLite,
 * "How To Corrupt An SQLite Database File", 2.2). Static, as the locks are the process's.
 */
final class SeenFiles {

	private static final int CAPACITY = 4096;

	// A file whose length is none of a database's was damaged since.
	private static final int SMALLEST_PAGE = 512;

	private static final Set<Seen> files = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<Seen, Boolean> eldest) {
			return size() > CAPACITY;
		}

	}));

	private SeenFiles() {
	}

	static boolean contains(Path file, BasicFileAttributes attributes) {
		// Windows has no file keys, and no locks that go when a file is closed.
		return attributes.fileKey() != null && attributes.size() % SMALLEST_PAGE == 0
				&& files.contains(new Seen(file, attributes.fileKey()));
	}

	static void add(Path file, BasicFileAttributes attributes) {
		if (attributes.fileKey() != null) {
			files.add(new Seen(file, attributes.fileKey()));
		}
	}

	static void remove(Path file, BasicFileAttributes attributes) {
		if (attributes.fileKey() != null) {
			files.remove(new Seen(file, attributes.fileKey()));
		}
	}

	private record Seen(Path file, Object fileKey) {

	}

}
