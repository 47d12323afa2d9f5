package io.github.pristinedb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.FileSystemUtils;

/**
 * A kind of storage to measure on. Whoever asked for it closes it.
 *
 * @param name what it is called in tables
 * @param directory a new directory there, which goes when the place is closed
 */
record Place(String name, Path directory) implements AutoCloseable {

	private static final Path MEMORY = Path.of("/dev/shm");

	/**
	 * The places that this machine has: its disk, and memory where Linux shows it as a
	 * directory.
	 * @param disk a directory on the disk
	 * @return the places
	 * @throws IOException if a directory cannot be created
	 */
	static List<Place> all(Path disk) throws IOException {
		List<Place> places = new ArrayList<>();
		places.add(new Place("on disk", Files.createTempDirectory(Files.createDirectories(disk), "disk-")));
		if (Files.isWritable(MEMORY)) {
			places.add(new Place("in memory", Files.createTempDirectory(MEMORY, "pristine-benchmark-")));
		}
		return places;
	}

	/**
	 * The name, and the kind of file system.
	 * @return the head of the place's column
	 */
	String title() {
		try {
			return "%s (%s)".formatted(this.name, Files.getFileStore(this.directory).type());
		}
		catch (IOException ex) {
			return this.name;
		}
	}

	@Override
	public void close() throws IOException {
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
