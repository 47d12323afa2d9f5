package io.github.pristinedb.report;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Creates a file that is a JVM's own. Its name says which JVM that is; a number follows
 * if the JVM has one already, of another class loader: Maven's own JVM takes the tests in
 * anew for each execution of a plugin.
 */
final class ProcessFile {

	private ProcessFile() {
	}

	/**
	 * Create an empty file.
	 * @param directory where it is to be, which exists
	 * @param name its name, which says whose it is
	 * @param ending how its name ends
	 * @return the file, which nobody else has
	 * @throws IOException if it cannot be created
	 */
	static Path create(Path directory, String name, String ending) throws IOException {
		for (int number = 1;; number++) {
			try {
				return Files.createFile(directory.resolve(name + ((number > 1) ? "-" + number : "") + ending));
			}
			catch (FileAlreadyExistsException ex) {
				continue;
			}
		}
	}

}
