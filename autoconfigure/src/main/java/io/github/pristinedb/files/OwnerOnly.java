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
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Creates and checks directories and files that only their owner can write to, if the
 * file system has permissions.
 */
public final class OwnerOnly {

	private static final String OWNER = "rwx------";

	// The collector of a CI job's files may run as another user.
	private static final String READABLE = "rwxr-xr-x";

	private static final String READABLE_FILE = "rw-r--r--";

	private static final String SECRET_FILE = "rw-------";

	// The bits of a mode for "all can write" and "sticky".
	private static final int SHARED = 01002;

	private OwnerOnly() {
	}

	/**
	 * Create a directory, and its parents with the default permissions. Existing
	 * directories stay as they are.
	 * @param directory the directory
	 * @throws IOException if it cannot be created
	 */
	public static void createDirectories(Path directory) throws IOException {
		create(directory, OWNER);
	}

	/**
	 * Create a directory of Pristine's own that only this user can read. An existing one
	 * stays as it is.
	 * @param directory the directory
	 * @return the same
	 * @throws IOException if it cannot be created, or what is there is a link, no
	 * directory, or belongs to somebody else
	 */
	public static Path createPrivate(Path directory) throws IOException {
		return createOwn(directory, OWNER);
	}

	/**
	 * Create a directory of Pristine's own that other users may read within the umask,
	 * and that only this user can write to. An existing one stays as it is.
	 * @param directory the directory
	 * @return the same
	 * @throws IOException if it cannot be created, or what is there is a link, no
	 * directory, or belongs to somebody else
	 */
	public static Path createReadable(Path directory) throws IOException {
		return createOwn(directory, READABLE);
	}

	/**
	 * Create a directory at an unused path.
	 * @param directory the directory
	 * @throws IOException if it cannot be created, or something is there
	 */
	public static void createNew(Path directory) throws IOException {
		Files.createDirectory(directory, permissions(directory, OWNER));
	}

	/**
	 * Create a directory that nobody else uses. The JVM deletes it at its end if it is
	 * empty.
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
	 * Create a directory that nobody else uses, and only this user can read.
	 * @param parent where it is to be
	 * @param prefix how its name starts; a number follows
	 * @return the directory
	 * @throws IOException if it cannot be created
	 */
	public static Path createFresh(Path parent, String prefix) throws IOException {
		return Files.createTempDirectory(parent, prefix);
	}

	/**
	 * Create an empty file at an unused path.
	 * @param file the file
	 * @return the same
	 * @throws IOException if it cannot be created, or something is there
	 */
	static Path createFile(Path file) throws IOException {
		return Files.createFile(file, permissions(file, READABLE_FILE));
	}

	/**
	 * Open a file that nobody else uses, to write it from its beginning. A missing file
	 * is created.
	 * @param file the file
	 * @param options more options
	 * @return the stream, which is not buffered
	 * @throws IOException if it cannot be opened
	 */
	static OutputStream write(Path file, OpenOption... options) throws IOException {
		return write(file, READABLE_FILE, options);
	}

	/**
	 * Open a file that only its owner can read, to write it from its beginning. A missing
	 * file is created.
	 * @param file the file
	 * @return the stream, which is not buffered
	 * @throws IOException if it cannot be opened
	 */
	static OutputStream writeSecret(Path file) throws IOException {
		return write(file, SECRET_FILE);
	}

	/**
	 * Give a directory and its content to another user.
	 * @param directory the directory, which no other user can write to
	 * @param user the name of the user
	 * @throws IOException if there is no such user, or this one must not do that
	 */
	public static void giveTo(Path directory, String user) throws IOException {
		UserPrincipal owner = directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
		try (Stream<Path> content = Files.walk(directory)) {
			for (Path each : (Iterable<Path>) content::iterator) {
				Files.setOwner(each, owner);
			}
		}
	}

	private static OutputStream write(Path file, String permissions, OpenOption... options) throws IOException {
		Set<OpenOption> all = new HashSet<>(Set.of(options));
		all.addAll(Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
		return Channels.newOutputStream(Files.newByteChannel(file, all, permissions(file, permissions)));
	}

	/**
	 * Why a directory is none of Pristine's own.
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
			// A file, or a broken link: reported like any other.
		}
		Found found = Found.at(directory);
		found.refuseIf(found.directoryDefect());
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
			// Another process was faster, or something else is there.
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
	 * Why other users than this one and the administrator may have written the content of
	 * a directory.
	 * @param directory the directory
	 * @return the reason, as the end of the sentence "… is not trusted because …", or
	 * {@code null} if there is none, or no such directory
	 * @throws IOException if it cannot be told
	 */
	public static @Nullable String distrust(Path directory) throws IOException {
		PosixFileAttributeView view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
		if (view == null) {
			// Windows protects a user's directories by default.
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
			return "other users can write to it (" + PosixFilePermissions.toString(permissions) + ")";
		}
		return ThisUser.isForeign(directory) ? "it belongs to " + attributes.owner().getName() : null;
	}

	/**
	 * Why other users than this one and the administrator may have created a directory,
	 * or a link at its path. Anybody can in the directory for temporary files, where only
	 * owners can delete (the "sticky bit"). Users who can write to a project are trusted,
	 * even if all can: some CI systems and mounted disks set such permissions everywhere.
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
