package io.github.pristinedb.template.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import io.github.pristinedb.engine.Template;
import io.github.pristinedb.error.PristineException;
import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.Uninterrupted;
import org.jspecify.annotations.Nullable;

/**
 * Opens a template if it is what was built: its manifest is whole and its own, and its
 * image has the size and the checksum that the manifest says. The size is compared each
 * time, the checksum once in a JVM.
 */
class TemplateCheck {

	private final FileFormat format;

	private final CheckedImages checked;

	/**
	 * Create a new check.
	 * @param format opens images
	 * @param checked the images that were checked before
	 */
	TemplateCheck(FileFormat format, CheckedImages checked) {
		this.format = format;
		this.checked = checked;
	}

	/**
	 * Look at a template.
	 * @param files where it is
	 * @return what was found
	 */
	final Finding check(TemplateFiles files) {
		try {
			return Uninterrupted.call(() -> look(files));
		}
		catch (IOException ex) {
			return Finding.wrong("it cannot be read (" + ex + ")");
		}
		catch (PristineException ex) {
			return Finding.wrong("it cannot be opened (" + ex.getDescription() + ")");
		}
	}

	private Finding look(TemplateFiles files) throws IOException {
		String wrong = defect(files);
		if (wrong != null) {
			return Finding.wrong(wrong);
		}
		BasicFileAttributes attributes;
		try {
			attributes = attributes(files.image());
		}
		catch (NoSuchFileException ex) {
			return Finding.NOTHING;
		}
		TemplateManifest manifest = TemplateManifest.read(files.manifest());
		if (manifest == null && TemplateManifest.isOfAnotherFormat(files.manifest())) {
			return Finding.NOTHING;
		}
		String defect = defect(files, manifest, attributes);
		if (manifest == null || defect != null) {
			return new Finding(null, defect);
		}
		FileImage image = this.format.open(files.image());
		Template template = new Template(files.fingerprint(), image, manifest.facts());
		CheckedImages.Key key = CheckedImages.Key.of(files.image(), attributes, manifest.checksum());
		return this.checked.contains(key) ? Finding.right(template) : read(files, template, image, key);
	}

	/**
	 * What is wrong with what stands under the names of a template, before any of it is
	 * opened.
	 */
	private static @Nullable String defect(TemplateFiles files) throws IOException {
		String reason = defect(files.image(), Long.MAX_VALUE);
		if (reason != null) {
			return reason;
		}
		reason = defect(files.manifest(), TemplateManifest.MOST_BYTES);
		return (reason != null) ? "of its manifest: " + reason : null;
	}

	private static @Nullable String defect(Path file, long most) throws IOException {
		try {
			return OwnFile.proofDefect(file, most);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	private static @Nullable String defect(TemplateFiles files, @Nullable TemplateManifest manifest,
			BasicFileAttributes attributes) {
		if (manifest == null) {
			return Files.exists(files.manifest()) ? "its manifest was changed"
					: "it has no manifest, so its build did not finish";
		}
		if (!manifest.fingerprint().equals(files.fingerprint())) {
			return "its manifest is that of the template " + manifest.fingerprint().brief();
		}
		return (attributes.size() != manifest.bytes())
				? "it has " + attributes.size() + " bytes instead of " + manifest.bytes() : null;
	}

	private Finding read(TemplateFiles files, Template template, FileImage image, CheckedImages.Key key)
			throws IOException {
		if (!hasContent(image, key.checksum())) {
			return Finding.wrong("its content was changed");
		}
		if (!key.equals(CheckedImages.Key.of(files.image(), attributes(files.image()), key.checksum()))) {
			// What was read is perhaps not what was opened.
			return Finding.wrong("it was replaced while it was read");
		}
		if (this.checked.add(key)) {
			LastUse.now(files);
		}
		return Finding.right(template);
	}

	/**
	 * Whether the content of an image is what was built.
	 * @param image the image
	 * @param checksum the checksum of what was built
	 * @return whether it is
	 * @throws IOException if it cannot be read
	 */
	boolean hasContent(FileImage image, String checksum) throws IOException {
		return ContentChecksum.of(image).equals(checksum);
	}

	/**
	 * What was built just now is right.
	 * @param image the image
	 * @param checksum its checksum
	 * @throws IOException if its file cannot be looked at
	 */
	final void built(FileImage image, String checksum) throws IOException {
		this.checked.add(CheckedImages.Key.of(image.file(), attributes(image.file()), checksum));
	}

	/**
	 * Whether a template that was opened before still has its size. One that was deleted
	 * meanwhile has: what is mapped stays.
	 * @param template the template
	 * @return whether it can be copied
	 */
	final boolean isWhole(Template template) {
		try {
			return attributes(((FileImage) template.image()).file()).size() == template.image().bytes();
		}
		catch (NoSuchFileException ex) {
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static BasicFileAttributes attributes(Path image) throws IOException {
		return Files.readAttributes(image, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * What was found: a template, or what is wrong with it, or nothing.
	 *
	 * @param template the template, if it is right
	 * @param defect what is wrong, as the end of the sentence "… cannot be used because
	 * …", if something is
	 */
	record Finding(@Nullable Template template, @Nullable String defect) {

		static final Finding NOTHING = new Finding(null, null);

		static Finding right(Template template) {
			return new Finding(template, null);
		}

		static Finding wrong(String defect) {
			return new Finding(null, defect);
		}

	}

}
