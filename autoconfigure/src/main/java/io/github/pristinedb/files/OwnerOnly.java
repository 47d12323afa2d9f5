package io.github.pristinedb.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Directories and files that only their owner can write to, where the file system knows
 * such a thing.
 */
public final class OwnerOnly {

	private static final String OWNER = "rwx------";

	// What collects the files of a CI job may run as another user.
	private static final String READABLE = "rwxr-xr-x";

	private static final String READABLE_FILE = "rw-r--r--";

	// The bits of a mode for "all can write" and "sticky".
	private static final int SHARED = 01002;

	private OwnerOnly() {
	}

	/**
	 * Create a directory, and those that lead to it, which are as this process creates
	 * all others. Those that exist are left as they are.
	 * @param directory the directory
	 * @throws IOException if it cannot be created
	 */
	public static void createDirectories(Path directory) throws IOException {
		create(directory, OWNER);
	}

	/**
	 * Create a directory of Pristine's own that only this user can read. One that exists
	 * is left as it is.
	 * @param directory the directory
	 * @return the same
	 * @throws IOException if it cannot be created, or what is there is a link, no
	 * directory, or belongs to somebody else
	 */
	public static Path createPrivate(Path directory) throws IOException {
		return createOwn(directory, OWNER);
	}

	/**
	 * Create a directory of Pristine's own that others may read as far as this process
	 * lets them read any of its files, and that nobody else can write to. One that exists
	 * is left as it is.
	 * @param directory the directory
	 * @return the same
	 * @throws IOException if it cannot be created, or what is there is a link, no
	 * directory, or belongs to somebody else
	 */
	public static Path createReadable(Path directory) throws IOException {
		return createOwn(directory, READABLE);
	}

	/**
	 * Create a directory where nothing is.
	 * @param directory the directory
	 * @throws IOException if it cannot be created, or something is there
	 */
	public static void createNew(Path directory) throws IOException {
		Files.createDirectory(directory, permissions(directory, OWNER));
	}

	/**
	 * Create a directory that nobody else has, which goes at the end of this JVM if
	 * nothing is left in it.
	 * @param parent where it is to be
	 * @param prefix how its name starts; a number follows
	 * @return the directory
	 * @throws IOException if it cannot be created
	 */
	public static Path createUntilExit(Path parent, String prefix) throws IOException {
		Path directory = createFresh(parent, prefix);
		directory.toFile().deleteOnExit();
		return directory;
	}

	/**
	 * Create a directory that nobody else has, and only this user can read.
	 * @param parent where it is to be
	 * @param prefix how its name starts; a number follows
	 * @return the directory
	 * @throws IOException if it cannot be created
	 */
	public static Path createFresh(Path parent, String prefix) throws IOException {
		return Files.createTempDirectory(parent, prefix);
	}

	/**
	 * Create an empty file where nothing is.
	 * @param file the file
	 * @return the same
	 * @throws IOException if it cannot be created, or something is there
	 */
	static Path createFile(Path file) throws IOException {
		return Files.createFile(file, permissions(file, READABLE_FILE));
	}

	/**
	 * Open a file that nobody else uses, to write it from its beginning. It is created if
	 * need be.
	 * @param file the file
	 * @param options more options
	 * @return the stream, which is not buffered
	 * @throws IOException if it cannot be opened
	 */
	static OutputStream write(Path file, OpenOption... options) throws IOException {
		Set<OpenOption> all = new HashSet<>(Set.of(options));
		all.addAll(Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
		return Channels.newOutputStream(Files.newByteChannel(file, all, permissions(file, READABLE_FILE)));
	}

	/**
	 * Why what stands under the name of a directory of Pristine's own is none.
	 * @param directory the directory
	 * @return the reason, as the end of the sentence "… is not used because …", or
	 * {@code null} if there is none, or nothing stands there
	 * @throws IOException if it cannot be told
	 */
	public static @Nullable String defect(Path directory) throws IOException {
		try {
			return Found.at(directory).directoryDefect();
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	private static Path createOwn(Path directory, String permissions) throws IOException {
		try {
			create(directory, permissions);
		}
		catch (FileAlreadyExistsException ex) {
			// A file, or a link that leads nowhere: to be told like any other.
		}
		Found found = Found.at(directory);
		String reason = found.directoryDefect();
		if (reason != null) {
			throw found.refused(reason);
		}
		return directory;
	}

	private static void create(Path directory, String permissions) throws IOException {
		// Files.createDirectories refuses a link to a directory before Java 19.
		if (Files.isDirectory(directory)) {
			return;
		}
		Path parent = directory.toAbsolutePath().getParent();
		if (parent != null && !Files.isDirectory(parent)) {
			Files.createDirectories(parent);
		}
		try {
			Files.createDirectory(directory, permissions(directory, permissions));
		}
		catch (FileAlreadyExistsException ex) {
			// Another one was faster, or there is something else.
			if (!Files.isDirectory(directory)) {
				throw ex;
			}
		}
	}

	private static FileAttribute<?>[] permissions(Path path, String permissions) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

	/**
	 * Why what is in a directory may be the work of somebody else than this process's
	 * user or the administrator.
	 * @param directory the directory
	 * @return the reason, as the end of the sentence "… is not trusted because …", or
	 * {@code null} if there is none, or no such directory
	 * @throws IOException if it cannot be told
	 */
	public static @Nullable String distrust(Path directory) throws IOException {
		PosixFileAttributeView view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
		if (view == null) {
			// Windows gives a user's directories to nobody else by itself.
			return null;
		}
		PosixFileAttributes attributes;
		try {
			attributes = view.readAttributes();
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		Set<PosixFilePermission> permissions = attributes.permissions();
		if (permissions.contains(PosixFilePermission.GROUP_WRITE)
				|| permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
			return "others can write to it (" + PosixFilePermissions.toString(permissions) + ")";
		}
		return ThisUser.isForeign(directory) ? "it belongs to " + attributes.owner().getName() : null;
	}

	/**
	 * Why somebody else than this process's user or the administrator may have been
	 * faster to put a directory where it is, or a link: anybody can, in the directory for
	 * temporary files, which is for all and where nobody can take away what belongs to
	 * another (the "sticky bit"). Those who can write to a project are trusted, even if
	 * all can: some CI systems and mounted disks give every directory away like that.
	 * @param directory the directory
	 * @return the reason, as the end of the sentence "… is not used because …", or
	 * {@code null} if there is none, or no such directory
	 * @throws IOException if it cannot be told
	 */
	public static @Nullable String distrustAmongOthers(Path directory) throws IOException {
		if (!isOpenToAll(directory.toAbsolutePath().getParent())) {
			return null;
		}
		if (Files.isSymbolicLink(directory) && ThisUser.isForeign(directory, LinkOption.NOFOLLOW_LINKS)) {
			return "it is a link that belongs to " + Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).getName();
		}
		return distrust(directory);
	}

	private static boolean isOpenToAll(@Nullable Path parent) throws IOException {
		return parent != null && Files.isDirectory(parent)
				&& parent.getFileSystem().supportedFileAttributeViews().contains("unix")
				&& ((int) Files.getAttribute(parent, "unix:mode") & SHARED) == SHARED;
	}

}
