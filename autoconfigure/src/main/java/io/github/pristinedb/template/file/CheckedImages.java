package io.github.pristinedb.template.file;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The images whose content was found to be right. What is the same file as then need not
 * be read again.
 */
final class CheckedImages {

	/**
	 * Those of this JVM. Static, since each of a JVM's contexts has a template cache, and
	 * one check is enough for all.
	 */
	static final CheckedImages OF_THIS_JVM = new CheckedImages();

	private final Set<Key> keys = ConcurrentHashMap.newKeySet();

	boolean contains(Key key) {
		return this.keys.contains(key);
	}

	/**
	 * Remember an image.
	 * @param key the image
	 * @return whether it was not known before
	 */
	boolean add(Key key) {
		return this.keys.add(key);
	}

	/**
	 * A file in a state. Whoever changes a file changes the time as well, or makes
	 * another file.
	 *
	 * @param file where it is
	 * @param fileKey which file it is, where the file system can tell
	 * @param bytes its size
	 * @param modified when it was written
	 * @param checksum what its content is to be
	 */
	record Key(Path file, @Nullable Object fileKey, long bytes, FileTime modified, String checksum) {

		static Key of(Path file, BasicFileAttributes attributes, String checksum) {
			return new Key(file, attributes.fileKey(), attributes.size(), attributes.lastModifiedTime(), checksum);
		}

	}

}
