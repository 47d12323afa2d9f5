package io.github.pristinedb.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

import io.github.pristinedb.engine.DatabaseEngine;
import io.github.pristinedb.engine.Image;
import io.github.pristinedb.error.PristineException;
import io.github.pristinedb.files.OwnFile;
import io.github.pristinedb.files.Uninterrupted;
import org.jspecify.annotations.Nullable;

/**
 * Opens a template if it is what was built: its manifest is whole and its own, and its
 * image has the size and the SHA-256 that the manifest says. The size is compared each
 * time, the SHA-256 once in a JVM.
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
		return begin(files, engine, (reading) -> {
		}).finding();
	}

	/**
	 * Look at a template, and leave it to somebody else to read its content.
	 * @param files where it is
	 * @param engine the engine of its database
	 * @param reader reads it, unless {@link Begun#finding()} is asked before that
	 * @return what was found so far
	 */
	final Begun begin(TemplateFiles files, DatabaseEngine engine, Executor reader) {
		Look look = guarded(() -> look(files, engine));
		FutureTask<Finding> reading = new FutureTask<>(
				() -> guarded(() -> new Look(read(files, look), null)).finding());
		if (look.unread() != null) {
			reader.execute(reading);
		}
		return new Begun(look.finding().template(), reading);
	}

	private static Look guarded(Uninterrupted.Work<Look> looking) {
		try {
			return Uninterrupted.call(looking);
		}
		catch (IOException ex) {
			return new Look(Finding.wrong("it cannot be read (" + ex + ")"), null);
		}
		catch (PristineException ex) {
			return new Look(Finding.wrong("it cannot be opened (" + ex.getDescription() + ")"), null);
		}
	}

	private Look look(TemplateFiles files, DatabaseEngine engine) throws IOException {
		String wrong = defect(files);
		if (wrong != null) {
			return new Look(Finding.wrong(wrong), null);
		}
		BasicFileAttributes attributes;
		try {
			attributes = attributes(files.image());
		}
		catch (NoSuchFileException ex) {
			return new Look(Finding.NOTHING, null);
		}
		TemplateManifest manifest = TemplateManifest.read(files.manifest());
		String defect = defect(files, manifest, attributes);
		if (manifest == null || defect != null) {
			return new Look(new Finding(null, defect), null);
		}
		Template template = new Template(files.fingerprint(), engine.image(files.image()), manifest);
		CheckedImages.Key key = CheckedImages.Key.of(files.image(), attributes, manifest.sha256());
		return new Look(Finding.right(template), this.checked.contains(key) ? null : key);
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
			return Files.exists(files.manifest()) ? "its manifest is not what was written"
					: "it has no manifest, as when it was not finished";
		}
		if (!manifest.fingerprint().equals(files.fingerprint())) {
			return "its manifest is that of the template " + manifest.fingerprint().brief();
		}
		return (attributes.size() != manifest.bytes())
				? "it has " + attributes.size() + " bytes instead of " + manifest.bytes() : null;
	}

	private Finding read(TemplateFiles files, Look look) throws IOException {
		Template template = look.finding().template();
		CheckedImages.Key key = look.unread();
		if (template == null || key == null) {
			return look.finding();
		}
		if (!hasContent(template.image(), template.manifest())) {
			return Finding.wrong("its content is not what was built");
		}
		if (!key.equals(CheckedImages.Key.of(files.image(), attributes(files.image()), key.sha256()))) {
			// What was read is perhaps not what was opened.
			return Finding.wrong("it was replaced while it was read");
		}
		if (this.checked.add(key)) {
			LastUse.now(files);
		}
		return look.finding();
	}

	/**
	 * Whether the content of an image is what its manifest says.
	 * @param image the image
	 * @param manifest the manifest
	 * @return whether it is
	 * @throws IOException if it cannot be read
	 */
	boolean hasContent(Image image, TemplateManifest manifest) throws IOException {
		return Sha256.of(image).equals(manifest.sha256());
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

	/**
	 * What was found before the content was read.
	 *
	 * @param finding what was found
	 * @param unread what is to be remembered when the content was read, {@code null} if
	 * it need not be
	 */
	private record Look(Finding finding, CheckedImages.@Nullable Key unread) {

	}

	/**
	 * A check that is not over yet.
	 *
	 * @param candidate the template, if nothing is wrong with it so far
	 * @param reading reads its content
	 */
	record Begun(@Nullable Template candidate, FutureTask<Finding> reading) {

		/**
		 * Wait for the end of the check.
		 * @return what was found
		 */
		Finding finding() {
			// Does nothing if somebody else has begun it.
			this.reading.run();
			try {
				return Uninterrupted.await(this.reading);
			}
			catch (IOException ex) {
				throw new IllegalStateException("The template cannot be checked", ex);
			}
		}

	}

}
