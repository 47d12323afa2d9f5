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
 * The file or directory at a path where Pristine expects one of its own. It is neither
 * opened nor followed as a link: opening a pipe may block for ever.
 *
 * @param path the path
 * @param attributes its attributes
 */
record Found(Path path, Map<String, Object> attributes) {

	private static final int STICKY = 01000;

	// The bits of a mode for the group and all others. The "execute" bit allows to search
	// a directory.
	private static final int WRITE = 022;

	private static final int SEARCH = 011;

	private static final String BASIC = "size,isRegularFile,isDirectory,isSymbolicLink";

	/**
	 * Look at a path.
	 * @param path the path
	 * @return the file or directory
	 * @throws java.nio.file.NoSuchFileException if nothing is there
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
	 * Why this is no file of Pristine's own that may be written to. A hard link may make
	 * it somebody else's as well.
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
	 * Why this is no file of Pristine's own that proves anything: other users may have
	 * written it.
	 * @param most how many bytes such a file has at the most
	 * @return the reason, as {@link #fileDefect} says it
	 * @throws IOException if it cannot be told
	 */
	@Nullable String proofDefect(long most) throws IOException {
		String reason = fileDefect(most);
		return (reason == null && isWritableByOthers()) ? "other users can write to it ("
				+ PosixFilePermissions.toString(Files.getPosixFilePermissions(this.path, LinkOption.NOFOLLOW_LINKS))
				+ ")" : reason;
	}

	/**
	 * Whether other users can reach this file and write to it. Users who can replace all
	 * files of the directory around it are trusted: some CI systems and mounted disks set
	 * such permissions everywhere.
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
	 * The owner of the directory around it is trusted too: that user can change the
	 * project's classes as well.
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
	 * Throw the error for a defect, if there is one.
	 * @param defect the defect, or {@code null}
	 * @throws IOException if there is a defect
	 */
	void refuseIf(@Nullable String defect) throws IOException {
		if (defect != null) {
			throw refused(defect);
		}
	}

	/**
	 * The error for a defect.
	 * @param reason the defect
	 * @return the error, with the path and the defect
	 */
	IOException refused(String reason) {
		return new FileSystemException(this.path.toString(), null, "not used because " + reason);
	}

}
