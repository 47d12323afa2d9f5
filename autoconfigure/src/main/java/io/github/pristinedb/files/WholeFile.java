package io.github.pristinedb.files;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes text files in one step: readers find either the whole new file or the whole old
 * one. The umask decides who can read the file, since the collector of a CI job's files
 * may run as another user. Only the owner can write to it.
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
		write(file, (out) -> out.append(text));
	}

	/**
	 * Write a file that may be too large for memory.
	 * @param file the file, in a directory that exists
	 * @param content writes its content
	 * @throws IOException if it cannot be written
	 */
	public static void write(Path file, Content content) throws IOException {
		requireReplaceable(file);
		// Only the owner could read a temporary file of Java's own.
		Path fresh = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
		try {
			Uninterrupted.run(() -> {
				try (Writer out = writer(OwnerOnly.write(fresh))) {
					content.writeTo(out);
				}
			});
			replace(file, fresh);
		}
		finally {
			Files.deleteIfExists(fresh);
		}
	}

	/**
	 * Write a file that only its owner can read.
	 * @param file the file, in a directory that exists
	 * @param text its content
	 * @throws IOException if it cannot be written
	 */
	public static void writeSecret(Path file, String text) throws IOException {
		requireReplaceable(file);
		Path fresh = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
		try {
			Uninterrupted.run(() -> {
				try (Writer out = writer(OwnerOnly.writeSecret(fresh))) {
					out.write(text);
				}
			});
			replace(file, fresh);
		}
		finally {
			Files.deleteIfExists(fresh);
		}
	}

	/**
	 * Write a file that is on the disk before it is visible.
	 * @param file the file
	 * @param fresh a file that nobody else uses, on the same disk
	 * @param text its content
	 * @throws IOException if it cannot be written
	 */
	public static void writeDurably(Path file, Path fresh, String text) throws IOException {
		requireReplaceable(file);
		writeFresh(fresh, text);
		Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * Write a file, which is on the disk and read-only when it is seen.
	 * @param file the file
	 * @param fresh a file that nobody else uses, on the same disk
	 * @param text its content
	 * @throws IOException if it cannot be written
	 */
	public static void writeForGood(Path file, Path fresh, String text) throws IOException {
		requireReplaceable(file);
		writeFresh(fresh, text);
		if (!fresh.toFile().setReadOnly()) {
			throw new IOException("The file cannot be made read-only");
		}
		Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
	}

	private static void writeFresh(Path fresh, String text) throws IOException {
		Uninterrupted.run(() -> {
			try (Writer out = writer(OwnerOnly.write(fresh, StandardOpenOption.DSYNC))) {
				out.write(text);
			}
		});
	}

	/**
	 * Fails on text that cannot be encoded.
	 */
	private static Writer writer(OutputStream out) {
		return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8.newEncoder()));
	}

	/**
	 * A link, a pipe or a device belongs to somebody else.
	 */
	private static void requireReplaceable(Path file) throws IOException {
		try {
			Found found = Found.at(file);
			if (!found.isRegularFile()) {
				throw found.refused("it is no regular file");
			}
		}
		catch (NoSuchFileException ex) {
			// There is none yet.
		}
	}

	/**
	 * Without an atomic move, the file is missing for a moment. Windows denies the move
	 * while the file is open, but may allow to delete it.
	 */
	private static void replace(Path file, Path fresh) throws IOException {
		try {
			Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (AtomicMoveNotSupportedException | AccessDeniedException ex) {
			Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	/**
	 * Writes the content of a file.
	 */
	@FunctionalInterface
	public interface Content {

		/**
		 * Write it.
		 * @param out where it goes
		 * @throws IOException if it cannot be written
		 */
		void writeTo(Appendable out) throws IOException;

	}

}
