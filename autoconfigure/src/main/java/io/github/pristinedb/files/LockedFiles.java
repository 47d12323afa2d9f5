package io.github.pristinedb.files;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The files that this JVM has locked, or is about to. Whoever opens one of them, even to
 * see that it is locked, drops the lock when closing it again, and there may be another
 * copy of this class, for two modules that are tested in one JVM. The system properties
 * are what all copies share.
 */
final class LockedFiles {

	private static final String PREFIX = "io.github.pristinedb.lock:";

	private LockedFiles() {
	}

	/**
	 * Take a file, which nobody else in this JVM opens until it is given back.
	 * @param file the real path of the file
	 * @param holder who takes it, in this process
	 * @return whether it was free
	 */
	static boolean take(Path file, LockHolder holder) {
		return System.getProperties().putIfAbsent(PREFIX + file, holder.toString()) == null;
	}

	/**
	 * Give a file back.
	 * @param file the real path of the file, which was taken
	 */
	static void giveBack(Path file) {
		System.getProperties().remove(PREFIX + file);
	}

	/**
	 * Who has taken a file.
	 * @param file the real path of the file
	 * @return who it is, {@code null} if nobody in this JVM has
	 */
	static @Nullable LockHolder holder(Path file) {
		String text = System.getProperty(PREFIX + file);
		return (text != null) ? LockHolder.parse(text) : null;
	}

}
