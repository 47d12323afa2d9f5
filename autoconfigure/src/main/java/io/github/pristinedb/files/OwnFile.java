package io.github.pristinedb.files;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Opens, creates and deletes single files of Pristine's own. It first checks what the
 * name leads to: somebody else may have put a link, a pipe, a device or something huge
 * there.
 */
public final class OwnFile {

	private OwnFile() {
	}

	/**
	 * Why a file is none of Pristine's own, or proves nothing because other users can
	 * write to it.
	 * @param file the file
	 * @param most how many bytes it has at the most
	 * @return the reason, as the end of the sentence "… is not used because …", or
	 * {@code null} if there is none
	 * @throws NoSuchFileException if there is none
	 * @throws IOException if it cannot be told
	 */
	public static @Nullable String proofDefect(Path file, long most) throws IOException {
		return Found.at(file).proofDefect(most);
	}

	/**
	 * Read a file.
	 * @param file the file
	 * @param most how many bytes it has at the most
	 * @return its content
	 * @throws NoSuchFileException if there is none
	 * @throws IOException if it cannot be read, or is none of Pristine's own
	 */
	public static byte[] read(Path file, long most) throws IOException {
		Found found = Found.at(file);
		return read(found, found.fileDefect(most));
	}

	private static byte[] read(Found found, @Nullable String reason) throws IOException {
		found.refuseIf(reason);
		return Uninterrupted.call(() -> Files.readAllBytes(found.path()));
	}

	/**
	 * Read a file that proves what Pristine made, or may use.
	 * @param file the file
	 * @param most how many bytes it has at the most
	 * @return its content
	 * @throws NoSuchFileException if there is none
	 * @throws IOException if it cannot be read, is none of Pristine's own, or others can
	 * write to it
	 */
	public static byte[] readProof(Path file, long most) throws IOException {
		Found found = Found.at(file);
		return read(found, found.proofDefect(most));
	}

	/**
	 * Read a file that a user named. It may be a link, and anybody's.
	 * @param file the file
	 * @param most how many bytes it has at the most
	 * @return its content
	 * @throws NoSuchFileException if there is none
	 * @throws IOException if it cannot be read, or is not a regular file
	 */
	public static byte[] readNamed(Path file, long most) throws IOException {
		Found found = Found.at(file.toRealPath());
		if (!found.isRegularFile() || found.size() > most) {
			throw new FileSystemException(file.toString(), null,
					found.isRegularFile() ? "it has more than " + most + " bytes" : "it is no regular file");
		}
		return Uninterrupted.call(() -> Files.readAllBytes(file));
	}

	/**
	 * Create an empty file of this JVM. A number follows its name if the name is in use.
	 * Another class loader may use it: Maven's own JVM loads the tests again for each
	 * execution of a plugin.
	 * @param directory the directory, which exists
	 * @param name its name, which identifies its owner
	 * @param ending the ending of its name
	 * @return the file, which nobody else uses
	 * @throws IOException if it cannot be created
	 */
	public static Path create(Path directory, String name, String ending) throws IOException {
		for (int number = 1;; number++) {
			try {
				return OwnerOnly.createFile(directory.resolve(name + ((number > 1) ? "-" + number : "") + ending));
			}
			catch (FileAlreadyExistsException ex) {
				continue;
			}
		}
	}

	/**
	 * Create an empty file under a name that only Pristine uses.
	 * @param file the file
	 * @throws IOException if the file cannot be created, or exists
	 */
	public static void createMark(Path file) throws IOException {
		OwnerOnly.createFile(file);
	}

	/**
	 * Open a file that this JVM created, to write at its end.
	 * @param file the file
	 * @return the stream. It is not buffered, and no channel, which an interrupted thread
	 * would close
	 * @throws IOException if it cannot be opened, or is another one by now
	 */
	public static OutputStream append(Path file) throws IOException {
		Found found = Found.at(file);
		found.refuseIf(found.writableFileDefect(Long.MAX_VALUE));
		return new FileOutputStream(file.toFile(), true);
	}

	/**
	 * Delete a file whose name only Pristine uses. Anything but a regular file of
	 * Pristine's own stays.
	 * @param file the file, which need not exist
	 * @throws IOException if it cannot be deleted
	 */
	public static void delete(Path file) throws IOException {
		try {
			if (Found.at(file).fileDefect(Long.MAX_VALUE) == null) {
				Removal.of(file);
			}
		}
		catch (NoSuchFileException ex) {
			// Another one was faster.
		}
	}

	/**
	 * Set the time of modification of a file of Pristine's own.
	 * @param file the file
	 * @param time the time
	 * @throws IOException if it cannot be set, or is none of Pristine's own
	 */
	public static void touch(Path file, Instant time) throws IOException {
		Found found = Found.at(file);
		found.refuseIf(found.fileDefect(Long.MAX_VALUE));
		Files.setLastModifiedTime(file, FileTime.from(time));
	}

	/**
	 * Move a file, link or directory into another directory. No link is followed.
	 * @param file the name
	 * @param directory the directory
	 * @throws IOException if it cannot be moved
	 */
	public static void moveInto(Path file, Path directory) throws IOException {
		Files.move(file, directory.resolve(file.getFileName()));
	}

	/**
	 * Overwrite a file that a user named, or create it with its directories.
	 * @param file the file
	 * @return the stream
	 * @throws IOException if it cannot be opened, or is no regular file
	 */
	public static OutputStream overwriteNamed(Path file) throws IOException {
		createNamedDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
		if (exists(file) && !Files.isRegularFile(file)) {
			throw Found.at(file).refused("it is no regular file");
		}
		return Files.newOutputStream(file);
	}

	/**
	 * Create directories that a user named. Links among them are intended.
	 * @param directory the innermost one
	 * @throws IOException if they cannot be created
	 */
	public static void createNamedDirectories(Path directory) throws IOException {
		if (!Files.isDirectory(directory)) {
			Files.createDirectories(directory);
		}
	}

	/**
	 * Whether anything has this name, even a broken link.
	 * @param file the file
	 * @return whether it does
	 */
	public static boolean exists(Path file) {
		return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
	}

}
