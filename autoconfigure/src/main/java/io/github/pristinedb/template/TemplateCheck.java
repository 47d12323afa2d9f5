package io.github.pristinedb.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.EngineException;
import io.github.pristinedb.engine.Image;
import org.jspecify.annotations.Nullable;

/**
 * Opens a template if it is what was built: its manifest is whole and its own, and its
 * image has the size and the SHA-256 that the manifest says. The size is compared each
 * time, the SHA-256 once in a JVM, over the bytes that are copied afterwards.
 */
class TemplateCheck {

	private final CheckedImages checked;

	/**
	 * Create a new check.
	 * @param checked the images that were checked before
	 */
	TemplateCheck(CheckedImages checked) {
		this.checked = checked;
	}

	/**
	 * Look at a template.
	 * @param files where it is
	 * @param engine the engine of its database
	 * @return what was found
	 */
	final Finding check(TemplateFiles files, DatabaseEngine engine) {
		// An interruption would close the files, and look like a template that cannot be
		// read.
		boolean interrupted = Thread.interrupted();
		try {
			return look(files, engine);
		}
		catch (IOException ex) {
			return Finding.wrong("it cannot be read (" + ex + ")");
		}
		catch (EngineException ex) {
			return Finding.wrong("it cannot be opened (" + ex.getDescription() + ")");
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private Finding look(TemplateFiles files, DatabaseEngine engine) throws IOException {
		BasicFileAttributes attributes;
		try {
			attributes = attributes(files.image());
		}
		catch (NoSuchFileException ex) {
			return Finding.NOTHING;
		}
		TemplateManifest manifest = TemplateManifest.read(files.manifest());
		if (manifest == null) {
			return Finding.wrong(Files.exists(files.manifest()) ? "its manifest is not what was written"
					: "it has no manifest, as when it was not finished");
		}
		if (!manifest.fingerprint().equals(files.fingerprint())) {
			return Finding.wrong("its manifest is that of the template " + manifest.fingerprint().brief());
		}
		if (!attributes.isRegularFile()) {
			return Finding.wrong("it is no regular file");
		}
		if (attributes.size() != manifest.bytes()) {
			return Finding.wrong("it has " + attributes.size() + " bytes instead of " + manifest.bytes());
		}
		Image image = engine.image(files.image());
		if (image.bytes() != manifest.bytes() || !isIntact(files, image, manifest, attributes)) {
			return Finding.wrong("its content is not what was built");
		}
		return Finding.right(new Template(files.fingerprint(), image, manifest));
	}

	private boolean isIntact(TemplateFiles files, Image image, TemplateManifest manifest,
			BasicFileAttributes attributes) throws IOException {
		CheckedImages.Key key = CheckedImages.Key.of(image.file(), attributes, manifest.sha256());
		if (this.checked.contains(key)) {
			return true;
		}
		if (!hasContent(image, manifest)) {
			return false;
		}
		// It may have been replaced while it was read.
		if (key.equals(CheckedImages.Key.of(image.file(), attributes(image.file()), manifest.sha256()))
				&& this.checked.add(key)) {
			LastUse.now(files);
		}
		return true;
	}

	/**
	 * Whether the content of an image is what its manifest says.
	 * @param image the image
	 * @param manifest the manifest
	 * @return whether it is
	 */
	boolean hasContent(Image image, TemplateManifest manifest) {
		try {
			return Sha256.of(image).equals(manifest.sha256());
		}
		catch (InternalError ex) {
			// So does Java say that a mapped file is shorter by now.
			return false;
		}
	}

	/**
	 * What was built just now is right.
	 * @param image the image
	 * @param sha256 its SHA-256
	 * @throws IOException if its file cannot be looked at
	 */
	final void built(Image image, String sha256) throws IOException {
		this.checked.add(CheckedImages.Key.of(image.file(), attributes(image.file()), sha256));
	}

	/**
	 * Whether a template that was opened before still has its size. One that was deleted
	 * meanwhile has: what is mapped stays.
	 * @param template the template
	 * @return whether it can be copied
	 */
	final boolean isWhole(Template template) {
		try {
			return attributes(template.image().file()).size() == template.manifest().bytes();
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
