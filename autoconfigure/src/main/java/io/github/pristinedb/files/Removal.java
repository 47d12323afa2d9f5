package io.github.pristinedb.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Removes files and directories of Pristine's own, also read-only images, which Windows
 * does not delete. Symbolic links are not followed.
 */
public final class Removal {

	private Removal() {
	}

	/**
	 * Remove a file, or a directory with its content, if it exists.
	 * @param path the file or directory
	 * @throws IOException if it cannot be removed
	 */
	public static void of(Path path) throws IOException {
		of(path, () -> false);
	}

	/**
	 * Remove a file, or a directory with its content, unless it takes too long.
	 * @param path the file or directory
	 * @param late whether it has taken too long by now; the rest stays then
	 * @throws IOException if it cannot be removed
	 */
	public static void of(Path path, BooleanSupplier late) throws IOException {
		try {
			Files.walkFileTree(path, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
					if (late.getAsBoolean()) {
						return FileVisitResult.TERMINATE;
					}
					delete(file);
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
					return ignoreMissing(ex);
				}

				@Override
				public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException ex) throws IOException {
					Files.deleteIfExists(directory);
					return FileVisitResult.CONTINUE;
				}

			});
		}
		catch (NoSuchFileException ex) {
			// Another one was faster.
		}
	}

	/**
	 * Let the JVM remove a directory with its present content, after all shutdown hooks.
	 * @param directory the directory
	 * @throws IOException if it cannot be listed
	 */
	public static void atExit(Path directory) throws IOException {
		Files.walkFileTree(directory, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
				// The JVM removes the last registered one first.
				each.toFile().deleteOnExit();
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
				file.toFile().deleteOnExit();
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException ex) {
				return FileVisitResult.CONTINUE;
			}

		});
	}

	private static FileVisitResult ignoreMissing(IOException ex) throws IOException {
		if (ex instanceof NoSuchFileException) {
			return FileVisitResult.CONTINUE;
		}
		throw ex;
	}

	private static void delete(Path file) throws IOException {
		try {
			Files.deleteIfExists(file);
		}
		catch (AccessDeniedException ex) {
			if (!file.toFile().setWritable(true)) {
				throw ex;
			}
			try {
				Files.deleteIfExists(file);
			}
			catch (IOException stillInUse) {
				file.toFile().setReadOnly();
				throw stillInUse;
			}
		}
	}

}
