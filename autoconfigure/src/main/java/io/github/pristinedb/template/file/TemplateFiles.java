package io.github.pristinedb.template.file;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.pristinedb.engine.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of one template are.
 *
 * @param directory the directory of the cache
 * @param fingerprint the template's fingerprint
 */
record TemplateFiles(Path directory, Fingerprint fingerprint) {

	private static final String ASIDE = ".bad-";

	private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})\\.(template|json|lock|build|bad-[0-9a-f]{8})");

	/**
	 * The template whose file this is.
	 * @param file a file of a cache
	 * @return the template's files, or {@code null} if it is nothing of ours
	 */
	static @Nullable TemplateFiles of(Path file) {
		Path directory = file.getParent();
		Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
		return (directory != null && name.matches()) ? new TemplateFiles(directory, new Fingerprint(name.group(1)))
				: null;
	}

	/**
	 * The database.
	 * @return the file
	 */
	Path image() {
		return file("template");
	}

	/**
	 * What vouches for the image, and tells when the template was last used by the time
	 * of its last modification.
	 * @return the file
	 */
	Path manifest() {
		return file("json");
	}

	/**
	 * What whoever changes any of these files holds a lock on.
	 * @return the file
	 */
	Path lock() {
		return file("lock");
	}

	/**
	 * Where the template is built.
	 * @return the directory
	 */
	Path scratch() {
		return file("build");
	}

	/**
	 * Where the template is put if it turns out to be wrong.
	 * @param number what tells it from others
	 * @return the directory
	 */
	Path aside(String number) {
		return this.directory.resolve(this.fingerprint + ASIDE + number);
	}

	/**
	 * Whether a file of this template is one that was put aside.
	 * @param file the file
	 * @return whether it is
	 */
	boolean isAside(Path file) {
		return String.valueOf(file.getFileName()).startsWith(this.fingerprint + ASIDE);
	}

	private Path file(String extension) {
		return this.directory.resolve(this.fingerprint + "." + extension);
	}

}
