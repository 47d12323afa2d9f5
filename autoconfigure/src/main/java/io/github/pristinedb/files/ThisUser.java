package io.github.pristinedb.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import com.sun.security.auth.module.UnixSystem;

/**
 * The user of this process, by number: names can be overridden, or are unknown in a
 * container.
 */
public final class ThisUser {

	private static final Integer ADMINISTRATOR = 0;

	// Empty if unknown: then no user counts as another one.
	private static final Set<Object> IDS = find();

	private ThisUser() {
	}

	/**
	 * Whether this process may do everything, as far as can be told.
	 * @return whether its user is the administrator of a Unix system
	 */
	public static boolean isAdministrator() {
		return IDS.contains(ADMINISTRATOR);
	}

	/**
	 * Whether a file belongs to another user than this one and the administrator.
	 * @param file the file, which is not a Windows one
	 * @param options whether links are followed
	 * @return whether it does
	 * @throws IOException if it cannot be told
	 */
	static boolean isForeign(Path file, LinkOption... options) throws IOException {
		return isOther(Files.getAttribute(file, "unix:uid", options));
	}

	/**
	 * Whether a user is another one than this one and the administrator.
	 * @param owner the user's number
	 * @return whether it is
	 */
	static boolean isOther(Object owner) {
		return !IDS.isEmpty() && !IDS.contains(owner) && !owner.equals(ADMINISTRATOR);
	}

	private static Set<Object> find() {
		Set<Object> ids = new HashSet<>();
		try {
			// Linux: the kernel's view of the process.
			ids.add(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
		}
		catch (IOException | UnsupportedOperationException ex) {
			// Another system.
		}
		try {
			UnixSystem system = new UnixSystem();
			// This class takes a user without a name for the administrator.
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
