package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/**
 * A directory to measure in. Whoever created it closes it, and it is gone then.
 *
 * @param kind what it is stored on
 * @param directory the directory
 */
record Place(Kind kind, Path directory) implements AutoCloseable {

	/**
	 * Create a directory.
	 * @param kind what it is to be stored on
	 * @param disk an existing directory on the disk
	 * @return the place
	 * @throws IOException if it cannot be created
	 */
	static Place create(Kind kind, Path disk) throws IOException {
		Path parent = (kind == Kind.DISK) ? disk : Kind.MEMORY_DIRECTORY;
		return new Place(kind, Files.createTempDirectory(parent, "pristine-benchmark-"));
	}

	/**
	 * The kind of storage, and its file system.
	 * @return the head of the place's column
	 * @throws IOException if the file system does not say what it is
	 */
	String title() throws IOException {
		return "%s (%s)".formatted((this.kind == Kind.DISK) ? "on disk" : "in memory",
				Files.getFileStore(this.directory).type());
	}

	@Override
	public void close() throws IOException {
		FileSystemUtils.deleteRecursively(this.directory);
	}

	/**
	 * What a directory is stored on.
	 */
	enum Kind {

		/**
		 * The disk that the project is built on.
		 */
		DISK,

		/**
		 * Memory, where Linux shows it as a directory.
		 */
		MEMORY;

		private static final Path MEMORY_DIRECTORY = Path.of("/dev/shm");

		boolean isAvailable() {
			return this == DISK || Files.isWritable(MEMORY_DIRECTORY);
		}

	}

}
