package io.github.pristinedb.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Writes text files in one step: whoever reads one finds all of it, or the one that was
 * there before. Such a file can be read by whoever could read one that is written in
 * place: what collects the files of a CI job may run as another user.
 */
public final class WholeFile {

	private WholeFile() {
	}

	/**
	 * Write a file.
	 * @param file the file, in a directory that exists
	 * @param text its content
	 * @throws IOException if it cannot be written
	 */
	public static void write(Path file, String text) throws IOException {
		// A temporary file of Java's own would be nobody's but the owner's.
		Path fresh = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
		try {
			Files.writeString(fresh, text);
			replace(file, fresh);
		}
		finally {
			Files.deleteIfExists(fresh);
		}
	}

	/**
	 * Where there is no such step, the file is missing for a moment. Windows denies the
	 * step while somebody has the file open, and may let it be deleted.
	 */
	private static void replace(Path file, Path fresh) throws IOException {
		try {
			Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (AtomicMoveNotSupportedException | AccessDeniedException ex) {
			Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
		}
	}

}
