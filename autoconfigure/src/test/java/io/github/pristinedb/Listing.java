package io.github.pristinedb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is in a directory.
 */
public final class Listing {

	private Listing() {
	}

	/**
	 * The names in a directory.
	 * @param directory the directory
	 * @return the names in order, none if there is no such directory
	 */
	public static List<String> of(Path directory) {
		if (!Files.isDirectory(directory)) {
			return List.of();
		}
		try (Stream<Path> entries = Files.list(directory)) {
			return entries.map((entry) -> entry.getFileName().toString()).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The files in a directory whose names end in a certain way.
	 * @param directory the directory
	 * @param ending the ending
	 * @return the files
	 */
	public static List<Path> of(Path directory, String ending) {
		return of(directory).stream().filter((name) -> name.endsWith(ending)).map(directory::resolve).toList();
	}

}
