package io.github.pristinedb.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Directories that are their owner's alone, where the file system knows such a thing.
 */
public final class OwnerOnly {

	private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

	private OwnerOnly() {
	}

	/**
	 * Create a directory and all that lead to it. Those that exist are left as they are.
	 * @param directory the directory
	 * @throws IOException if it cannot be created
	 */
	public static void createDirectories(Path directory) throws IOException {
		// Files.createDirectories refuses a link to a directory before Java 19.
		if (Files.isDirectory(directory)) {
			return;
		}
		FileAttribute<?>[] attributes = directory.getFileSystem().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(OWNER) } : new FileAttribute<?>[0];
		Files.createDirectories(directory, attributes);
	}

}
