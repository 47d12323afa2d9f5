package io.github.pristinedb.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

import com.sun.security.auth.module.UnixSystem;
import org.jspecify.annotations.Nullable;

/**
 * Directories that only their owner can write to, where the file system knows such a
 * thing.
 */
public final class OwnerOnly {

	private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

	private static final Integer ADMINISTRATOR = 0;

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
		// Files.createDirectories refuses a link to a directory before Java 19.
		if (Files.isDirectory(directory)) {
			return;
		}
		FileAttribute<?>[] attributes = directory.getFileSystem().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(OWNER) } : new FileAttribute<?>[0];
		Path parent = directory.toAbsolutePath().getParent();
		if (parent != null && !Files.isDirectory(parent)) {
			Files.createDirectories(parent);
		}
		try {
			Files.createDirectory(directory, attributes);
		}
		catch (FileAlreadyExistsException ex) {
			// Another one was faster, or there is a file.
			if (!Files.isDirectory(directory)) {
				throw ex;
			}
		}
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
		return isForeign(directory) ? "it belongs to " + attributes.owner().getName() : null;
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
		if (Files.isSymbolicLink(directory) && isForeign(directory, LinkOption.NOFOLLOW_LINKS)) {
			return "it is a link that belongs to " + Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).getName();
		}
		return distrust(directory);
	}

	private static boolean isOpenToAll(@Nullable Path parent) throws IOException {
		return parent != null && Files.isDirectory(parent)
				&& parent.getFileSystem().supportedFileAttributeViews().contains("unix")
				&& ((int) Files.getAttribute(parent, "unix:mode") & SHARED) == SHARED;
	}

	private static boolean isForeign(Path path, LinkOption... options) throws IOException {
		Object owner = Files.getAttribute(path, "unix:uid", options);
		return !ThisUser.IDS.isEmpty() && !ThisUser.IDS.contains(owner) && !owner.equals(ADMINISTRATOR);
	}

	/**
	 * The user of this process. The system is asked for the number: names can be set to
	 * something else, or are not known in a container.
	 */
	private static final class ThisUser {

		// None if it cannot be told: then nobody is taken for another.
		private static final Set<Object> IDS = find();

		private static Set<Object> find() {
			Set<Object> ids = new HashSet<>();
			try {
				// Linux: the process as the kernel has it.
				ids.add(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
			}
			catch (IOException | UnsupportedOperationException ex) {
				// Another system.
			}
			try {
				UnixSystem system = new UnixSystem();
				// It takes a user without a name for the administrator.
				if (system.getUsername() != null) {
					ids.add((int) system.getUid());
				}
			}
			catch (LinkageError ex) {
				// A Java without this module.
			}
			return ids;
		}

	}

}
