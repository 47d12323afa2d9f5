package io.github.pristinedb.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What stands where a file or directory of Pristine's own is expected. It is looked at
 * without opening it and without following a link: to open a pipe may take for ever.
 *
 * @param path where it stands
 * @param attributes what the file system says of it
 */
record Found(Path path, Map<String, Object> attributes) {

	private static final int STICKY = 01000;

	// The bits of a mode for what the group and all others can do. To search a directory
	// is what the bit for "execute" says.
	private static final int WRITE = 022;

	private static final int SEARCH = 011;

	private static final String BASIC = "size,isRegularFile,isDirectory,isSymbolicLink";

	/**
	 * Look at a path.
	 * @param path the path
	 * @return what stands there
	 * @throws java.nio.file.NoSuchFileException if nothing does
	 * @throws IOException if it cannot be told
	 */
	static Found at(Path path) throws IOException {
		boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
		return new Found(path,
				Files.readAttributes(path, unix ? "unix:uid,mode,nlink," + BASIC : BASIC, LinkOption.NOFOLLOW_LINKS));
	}

	long size() {
		return (this.attributes.get("size") instanceof Long size) ? size : 0;
	}

	boolean isRegularFile() {
		return is("isRegularFile");
	}

	private boolean is(String attribute) {
		return Boolean.TRUE.equals(this.attributes.get(attribute));
	}

	/**
	 * Why this is no file of Pristine's own.
	 * @param most how many bytes such a file has at the most
	 * @return the reason, as the end of the sentence "… is not used because …", or
	 * {@code null} if there is none
	 * @throws IOException if it cannot be told
	 */
	@Nullable String fileDefect(long most) throws IOException {
		if (!isRegularFile()) {
			return is("isSymbolicLink") ? "it is a symbolic link" : "it is no regular file";
		}
		if (size() > most) {
			return "it has " + size() + " bytes, and at most " + most + " are expected";
		}
		return ownerDefect();
	}

	/**
	 * Why this is no file of Pristine's own that may be written to: by another name it
	 * may be somebody else's as well.
	 * @param most how many bytes such a file has at the most
	 * @return the reason, as {@link #fileDefect} says it
	 * @throws IOException if it cannot be told
	 */
	@Nullable String writableFileDefect(long most) throws IOException {
		String reason = fileDefect(most);
		boolean shared = this.attributes.get("nlink") instanceof Integer links && links > 1;
		return (reason == null && shared) ? "it has another name elsewhere (a hard link)" : reason;
	}

	/**
	 * Why this is no file of Pristine's own that proves anything: somebody else can have
	 * written it.
	 * @param most how many bytes such a file has at the most
	 * @return the reason, as {@link #fileDefect} says it
	 * @throws IOException if it cannot be told
	 */
	@Nullable String proofDefect(long most) throws IOException {
		String reason = fileDefect(most);
		return (reason == null && isWritableByOthers()) ? "others can write to it ("
				+ PosixFilePermissions.toString(Files.getPosixFilePermissions(this.path, LinkOption.NOFOLLOW_LINKS))
				+ ")" : reason;
	}

	/**
	 * Whether others can write to this file who can get at it. Those who can replace all
	 * that is in the directory around it are trusted: some CI systems and mounted disks
	 * give every directory and file away like that.
	 */
	private boolean isWritableByOthers() throws IOException {
		Path parent = this.path.toAbsolutePath().getParent();
		if (parent == null || !(this.attributes.get("mode") instanceof Integer mode)) {
			return false;
		}
		int around = (int) Files.getAttribute(parent, "unix:mode");
		int reachable = (around & SEARCH) << 1;
		int replaceable = ((around & STICKY) == 0) ? around : 0;
		return (mode & WRITE & reachable & ~replaceable) != 0;
	}

	/**
	 * Why this is no directory of Pristine's own.
	 * @return the reason, as {@link #fileDefect} says it
	 * @throws IOException if it cannot be told
	 */
	@Nullable String directoryDefect() throws IOException {
		if (!is("isDirectory")) {
			return is("isSymbolicLink") ? "it is a symbolic link" : "it is no directory";
		}
		return ownerDefect();
	}

	/**
	 * The owner of the directory around it is trusted too: whoever can put anything there
	 * can change a project's classes as well.
	 */
	private @Nullable String ownerDefect() throws IOException {
		Object owner = this.attributes.get("uid");
		Path parent = this.path.toAbsolutePath().getParent();
		if (owner == null || !ThisUser.isOther(owner)
				|| (parent != null && owner.equals(Files.getAttribute(parent, "unix:uid")))) {
			return null;
		}
		return "it belongs to " + Files.getOwner(this.path, LinkOption.NOFOLLOW_LINKS).getName();
	}

	/**
	 * The error that a defect is.
	 * @param reason the defect
	 * @return the error, which says where and what
	 */
	IOException refused(String reason) {
		return new FileSystemException(this.path.toString(), null, "not used because " + reason);
	}

}
