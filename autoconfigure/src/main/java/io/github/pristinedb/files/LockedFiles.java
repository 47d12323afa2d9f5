package io.github.pristinedb.files;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The names of the files that this JVM has locked, or is about to. Opening such a file
 * and closing it again would drop its lock. The names are system properties: two modules
 * that are tested in one JVM have a copy of this class each.
 */
final class LockedFiles {

	private static final String PREFIX = "io.github.pristinedb.lock:";

	private LockedFiles() {
	}

	/**
	 * Take a file. No other owner in this JVM opens it until it is given back.
	 * @param file the real path of the file
	 * @param holder the owner, in this process
	 * @return whether the file was free
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
	 * The owner of a file.
	 * @param file the real path of the file
	 * @return the owner, {@code null} if there is none in this JVM
	 */
	static @Nullable LockHolder holder(Path file) {
		String text = System.getProperty(PREFIX + file);
		return (text != null) ? LockHolder.parse(text) : null;
	}

}
